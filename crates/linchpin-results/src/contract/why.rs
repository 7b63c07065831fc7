//! The kinds of sentences of an explanation, in three languages.
//!
//! In: the texts of a sentence's places. Out: the sentence, or a node of the tree with it. A kind that is added here
//! without a language does not compile, and a test looks at every one.

use crate::contract::language::Language;
use crate::contract::phrase::kinds;
use crate::contract::reason::{Node, Reason};

kinds! {
    /// What a node of an explanation says.
    Why {
        /// What a group does when it is added last.
        AddedLast: [
            "added last, to `{=0}`: {#1} points of the mean change, as `compare` of the two tells it",
            "맨 나중에 `{=0}`에 더할 때: 평균 변화 중 {#1}%p(둘을 `compare`로 비교한 값과 같음)",
            "最后加到 `{=0}` 上时：占平均变化的 {#1} 个百分点（与两者的 `compare` 一致）",
        ],
        /// A week whose baseline is zero.
        NoChange: [
            "no change can be told: the baseline touches zero",
            "변화를 말할 수 없음: 기준선이 0에 닿음",
            "无法给出变化：基准触及零",
        ],
        /// The change in one week.
        InWeek: ["in week {#0} ({=1}): {=2}", "{#0}주차({=1}): {=2}", "第 {#0} 周（{=1}）：{=2}"],
        /// Before the channels of a run whose measures were not switched off one by one.
        NotTakenApart: [
            "which measure takes how much was not worked out; through which channel bits are lost:",
            "조치별 몫은 계산하지 않음. 비트를 잃는 경로는 다음과 같음:",
            "未计算各项措施各占多少；损失比特的途径如下：",
        ],
        /// Where no input bound.
        NothingBound: [
            "no single input bound here: prices, stocks and buyers' choices carried the change",
            "여기서는 어느 투입 하나가 제약하지 않음. 가격, 재고, 구매자의 선택이 변화를 낳음",
            "此处没有单一投入构成约束：变化来自价格、库存和买方的选择",
        ],
        /// A price.
        Priced: [
            "{#0} against the baseline, the mean of {#1} to {=2}, each week alike (index, 1 at the start of the baseline, whose mean is {#3}); lower in {#4} of draws",
            "기준선 대비 {#0}, {=2}까지 {#1}의 평균이며 모든 주의 가중치가 같음(지수, 기준선의 시작이 1이고 기준선의 평균은 {#3}). 모의의 {#4}에서 더 낮음",
            "相对基准 {#0}，为截至 {=2} 的 {#1}的平均值，各周权重相同（指数，基准起点为 1，基准均值为 {#3}）；{#4} 的抽样中更低",
        ],
        /// A loss.
        Lost: [
            "{#0} of {#1}, {=2}; a loss in {#3} of draws",
            "{#1} 대비 {#0}, {=2}. 모의의 {#3}에서 손실",
            "相对 {#1} 变化 {#0}，{=2}；{#3} 的抽样中受损",
        ],
        /// Until when a loss is added up.
        By: ["by {=0}", "{=0}까지", "截至 {=0}"],
        /// The number itself.
        Number: ["{=0} in `{=1}`: {=2}", "{=0}, “{=1}”: {=2}", "{=0}，“{=1}”：{=2}"],
        /// A measure that the scenario lifts.
        Lifted: [
            "the baseline has it and the scenario does not: {=0}",
            "기준선에는 있고 시나리오에는 없음: {=0}",
            "基准中有而情景中没有：{=0}",
        ],
        /// The part of a group of shocks.
        OfTheMean: ["{0}: {=1} of the mean change", "{0}: 평균 변화 중 {=1}", "{0}：占平均变化的 {=1}"],
        /// A name with what belongs to it.
        Named: ["{0}: {=1}", "{0}: {=1}", "{0}：{=1}"],
        /// A name with a figure.
        Figure: ["{0}: {#1}", "{0}: {#1}", "{0}：{#1}"],
        /// Points with their error.
        Points: [
            "{#0} points (Monte Carlo error {#1})",
            "{#0}%p(몬테카를로 오차 {#1})",
            "{#0} 个百分点（蒙特卡洛误差 {#1}）",
        ],
        /// Before the parts of governments.
        ByGovernment: ["by government", "정부별", "按政府"],
        /// All parts together.
        Together: [
            "together {=0}, the mean over all draws; each part is found by switching it off on the same draws, in every order",
            "합계 {=0}, 모든 모의의 평균. 각 몫은 같은 모의에서 모든 순서로 그것을 끄고 구함",
            "合计 {=0}，为全部抽样的平均；各部分是在相同抽样上按所有顺序逐一取消而得",
        ],
        /// Shocks that are not shown.
        Others: [
            "and {#0} of the same group, at {=1}",
            "같은 묶음의 {#0} 더, {=1}",
            "以及同组的另外 {#0}，位于{=1}",
        ],
        /// Before the channels.
        Channels: [
            "through which channel: shares of the lost bits over all draws",
            "경로별: 모든 모의에서 잃은 비트의 비중",
            "按途径：全部抽样中损失比特的占比",
        ],
        /// What no shock did.
        Market: ["{#0} by the market's own doing", "시장 자체의 움직임 {#0}", "{#0} 出自市场自身"],
        /// A part of what is lost.
        OfTheLost: ["{0}: {#1} of what is lost", "{0}: 손실의 {#1}", "{0}：占损失的 {#1}"],
        /// A shock without an act.
        NoAct: ["no act is named", "명시된 조치 없음", "未指明法令"],
        /// A shock that ends.
        Shock: [
            "{=0}{1} at {2}, from {=3} until {=4}",
            "{=0}{2}: {1}, {=3}부터 {=4} 전까지",
            "{=0}{2}：{1}，自 {=3} 起至 {=4} 前",
        ],
        /// A shock without an end.
        OpenShock: [
            "{=0}{1} at {2}, from {=3} on",
            "{=0}{2}: {1}, {=3}부터",
            "{=0}{2}：{1}，自 {=3} 起",
        ],
        /// An assumption.
        Assumption: [
            "assumption `{=0}` {1}: {#2}{=3}; {4} ({5})",
            "가정 `{=0}` {1}: {#2}{=3}. {4}({5})",
            "假设 `{=0}` {1}：{#2}{=3}；{4}（{5}）",
        ],
        /// How far an assumption moves the headline.
        Influence: [
            "; rank correlation with the headline {#0}",
            ", 핵심 결과와의 순위상관 {#0}",
            "；与核心结果的秩相关 {#0}",
        ],
        /// Before the assumptions.
        Leading: [
            "assumptions that move the headline most",
            "핵심 결과를 가장 크게 움직이는 가정",
            "对核心结果影响最大的假设",
        ],
        /// Before the inputs.
        RestsOn: [
            "rests on {#0}, {#1} of them contested",
            "입력 {#0} 기반, 그중 {#1}건은 이견 있음",
            "依据 {#0}，其中 {#1} 项有争议",
        ],
        /// Before the cells of an engine's table.
        Carried: [
            "which cells of the table carry it: {#0} points at the middle of every range; {1}",
            "이 변화를 낳는 표의 칸: 모든 범위의 중앙에서 {#0}%p. {1}",
            "由表中哪些单元格带来：各区间取中值时 {#0} 个百分点；{1}",
        ],
        /// Cells that are not shown.
        OtherCells: [
            "{#0} points: {#1} and what no cell carries",
            "{#0}%p: {#1} 및 어느 칸에도 속하지 않는 몫",
            "{#0} 个百分点：{#1} 以及不属于任何单元格的部分",
        ],
        /// A cell.
        Cell: ["{#0} points: {=1}{=2}{=3}", "{#0}%p: {=1}{=2}{=3}", "{#0} 个百分点：{=1}{=2}{=3}"],
        /// Where a cell is put.
        Put: ["; {0}", ". {0}", "；{0}"],
        /// How a cell changes.
        Changes: ["; it changes by {#0}", ". {#0} 변함", "；变化 {#0}"],
        /// An input.
        Input: ["{0} {1}: {#2}", "{0} {1}: {#2}", "{0} {1}：{#2}"],
        /// An input on which sources disagree.
        Contested: ["{0} {1}: {#2} (contested)", "{0} {1}: {#2}(이견 있음)", "{0} {1}：{#2}（有争议）"],
        /// The day of an account.
        AsOf: ["as of {=0}", "{=0} 시점", "截至 {=0}"],
        /// An input without an account.
        NoAccount: ["no account is stored", "저장된 자료 없음", "没有存储任何来源"],
        /// Where words stand that are not held.
        WordsStand: [
            "the words stand at bytes {=0} to {=1} of document {=2}; add it with `linchpin evidence add` to read them here",
            "원문은 문서 {=2}의 {=0}~{=1}바이트에 있음. `linchpin evidence add`로 추가하면 여기서 읽을 수 있음",
            "原文位于文件 {=2} 的第 {=0} 至 {=1} 字节；用 `linchpin evidence add` 添加后可在此阅读",
        ],
        /// A shortage.
        Shortage: [
            "memory that did not reach {0}: {#1} of the baseline\u{2019}s worth",
            "{0}에 닿지 못한 메모리: 기준선 금액의 {#1}",
            "未到达{0}的存储芯片：占基准金额的 {#1}",
        ],
        /// What takes a shortage.
        HeldBack: ["held back by {0}", "공급을 막은 것: {0}", "供应受阻于：{0}"],
        /// Who receives a higher bill.
        Received: [
            "of the higher bill, makers of memory of {0} receive {#1}",
            "늘어난 대금 가운데 {0}의 메모리 제조사가 {#1}를 받음",
            "多付的款项中，{0}的存储芯片厂商得到 {#1}",
        ],
        /// A parameter of the spillover.
        Parameter: ["{0}: {#1}; {2}; {3}", "{0}: {#1}. {2}. {3}", "{0}：{#1}；{2}；{3}"],
        /// The table of the spillover.
        Table: ["{=0}, flows of {=1}: {2}", "{=0}, {=1}년 거래: {2}", "{=0}，{=1} 年流量：{2}"],
        /// A row of the spillover.
        Spilled: [
            "{0} in `{=1}`: those who use memory lose output of {#2} ({#3} of usual output) and value added of {#4} for want of memory, and pay {#5} more for what comes, by {=6}",
            "{0}, “{=1}”: 메모리 부족으로 사용 산업이 산출 {#2}(평소 산출의 {#3})와 부가가치 {#4}를 잃고, 들어오는 물량에 {#5}를 더 지불함({=6}까지)",
            "{0}，“{=1}”：因缺少存储芯片，使用方损失产出 {#2}（占正常产出的 {#3}）和增加值 {#4}，并为到货多付 {#5}（截至 {=6}）",
        ],
    }
}

impl Why {
    /// A node that says it.
    pub(crate) fn node(
        self,
        (kind, language): (Reason, Language),
        places: &[&str],
        because: Vec<Node>,
    ) -> Node {
        Node::new(kind, self.say(language, places), because)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::phrase::faults;

    /// The law over the registry: every kind has its three languages, with the same places, and no English word in two of
    /// them.
    #[test]
    fn every_kind_of_sentence_has_three_languages() {
        assert!(Why::ALL.len() > 40, "the registry has {} kinds", Why::ALL.len());
        for kind in Why::ALL {
            assert_eq!(faults(kind.phrase()), Vec::<String>::new(), "{kind:?}");
        }
    }

    /// By hand.
    #[test]
    fn a_sentence_in_three_languages() {
        let said = Language::ALL.map(|language| {
            Why::Shock.say(
                language,
                &["", "missing spare parts", "SK hynix Wuxi", "2026-01-01", "2027-01-01"],
            )
        });
        assert_eq!(
            said,
            [
                "missing spare parts at SK hynix Wuxi, from 2026-01-01 until 2027-01-01",
                "SK하이닉스 우시: 예비 부품 부족, 2026-01-01부터 2027-01-01 전까지",
                "SK海力士无锡：备件短缺，自 2026-01-01 起至 2027-01-01 前",
            ]
        );
    }
}
