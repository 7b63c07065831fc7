//! The languages of a card, and our own words in each of them.
//!
//! Names of firms, sites and products are data and stay as the world writes them; what a row measures, what
//! took the loss and which government acted are words of ours. A word that is not listed stays as it is: an
//! engine may declare its own.

use crate::contract::lexicon;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language in which a card is told.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English.
    En,
    /// Korean.
    Ko,
    /// Chinese.
    Zh,
}

impl Language {
    /// All of them, in the order of the columns of the tables below.
    pub const ALL: [Self; 3] = [Self::En, Self::Ko, Self::Zh];

    /// Which of the three texts.
    pub(crate) fn pick<T>(self, texts: [T; 3]) -> T {
        let [en, ko, zh] = texts;
        match self {
            Self::En => en,
            Self::Ko => ko,
            Self::Zh => zh,
        }
    }
}

impl std::str::FromStr for Language {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "en" => Ok(Self::En),
            "ko" => Ok(Self::Ko),
            "zh" => Ok(Self::Zh),
            _ => Err(format!("cards speak en, ko and zh, not `{text}`")),
        }
    }
}

/// What a row measures: variables that are added up.
const MEASURES: [[&str; 3]; 14] = [
    ["output", "생산", "产量"],
    ["shipments", "출하", "出货量"],
    ["revenue", "매출", "收入"],
    ["export value", "수출액", "出口额"],
    ["short-run real income", "단기 실질소득", "短期实际收入"],
    ["medium-run real income", "중기 실질소득", "中期实际收入"],
    ["long-run real income", "장기 실질소득", "长期实际收入"],
    ["short-run exports", "단기 수출", "短期出口"],
    ["medium-run exports", "중기 수출", "中期出口"],
    ["long-run exports", "장기 수출", "长期出口"],
    ["value added", "부가가치", "增加值"],
    ["gross output", "총산출", "总产出"],
    ["contract price", "고정거래가격", "合约价"],
    ["spot price", "현물가격", "现货价"],
];

/// What takes a loss: the channels of the engine and the causes of the levers.
const CAUSES: [[&str; 3]; 26] = [
    ["tools not replaced", "교체되지 않은 장비", "设备未更换"],
    ["spare parts", "예비 부품", "备件"],
    ["node upgrade", "공정 전환", "制程升级"],
    ["vendor service", "장비사 서비스", "设备商服务"],
    ["no new capacity", "신규 설비 없음", "无新增产能"],
    ["outage", "가동 중단", "停产"],
    ["expansion", "증설", "扩产"],
    ["procurement ban", "구매 금지", "采购禁令"],
    ["export control", "수출 통제", "出口管制"],
    ["export control on products", "제품 수출 통제", "产品出口管制"],
    ["backfill cap", "대체 공급 제한", "补供限制"],
    ["weaker demand", "수요 감소", "需求减弱"],
    ["makers' own cuts", "제조사의 자체 감산", "厂商自行减产"],
    ["subsidy guardrail", "보조금 가드레일", "补贴护栏条款"],
    ["none", "없음", "无"],
    ["award with guardrail", "가드레일이 붙은 보조금", "附护栏条款的补贴"],
    ["request not to backfill", "대체 공급 자제 요청", "不补供请求"],
    ["change of demand", "수요 변화", "需求变化"],
    ["export licences on materials", "소재 수출 허가", "材料出口许可"],
    ["tariff", "관세", "关税"],
    ["further duty", "추가 관세", "加征关税"],
    ["costlier trade", "교역 비용 상승", "贸易成本上升"],
    ["trade ban", "교역 금지", "贸易禁令"],
    ["production stop", "생산 중단", "停止生产"],
    ["cut deliveries", "공급 축소", "供货削减"],
    ["market response", "시장 반응", "市场反应"],
];

/// Places that act or buy, by the world's names.
const PLACES: [[&str; 3]; 26] = [
    ["United States", "미국", "美国"],
    ["China", "중국", "中国"],
    ["China (mainland)", "중국 본토", "中国大陆"],
    ["China with Hong Kong (aggregate)", "중국(홍콩 포함)", "中国（含香港）"],
    ["Hong Kong", "홍콩", "香港"],
    ["Republic of Korea", "한국", "韩国"],
    ["South Korea", "한국", "韩国"],
    ["Japan", "일본", "日本"],
    ["Netherlands", "네덜란드", "荷兰"],
    ["Taiwan", "대만", "台湾"],
    ["Germany", "독일", "德国"],
    ["Singapore", "싱가포르", "新加坡"],
    ["Malaysia", "말레이시아", "马来西亚"],
    ["Viet Nam", "베트남", "越南"],
    ["Russia", "러시아", "俄罗斯"],
    ["Ukraine", "우크라이나", "乌克兰"],
    ["European Union", "유럽연합", "欧盟"],
    ["Europe (aggregate)", "유럽", "欧洲"],
    ["South-East Asia (aggregate)", "동남아시아", "东南亚"],
    ["Rest of the world", "그 밖의 세계", "世界其他地区"],
    ["World", "세계", "全球"],
    ["Korea", "한국", "韩国"],
    ["Rest of the European Union", "그 밖의 유럽연합", "欧盟其他国家"],
    ["Canada and Mexico", "캐나다와 멕시코", "加拿大和墨西哥"],
    ["The world", "세계", "全世界"],
    ["the world", "세계", "全世界"],
];

/// Every word of these tables in its three languages.
pub(crate) fn entries() -> impl Iterator<Item = [&'static str; 3]> {
    MEASURES.into_iter().chain(CAUSES).chain(PLACES)
}

fn found(table: &'static [[&'static str; 3]], word: &str, language: Language) -> Option<String> {
    let row = table.iter().find(|row| row[0] == word)?;
    Some(language.pick(*row).to_owned())
}

/// What a row measures, in a language.
pub(crate) fn measure(label: &str, language: Language) -> String {
    found(&MEASURES, label, language).unwrap_or_else(|| label.to_owned())
}

fn place(name: &str, language: Language) -> String {
    found(&PLACES, name, language)
        .or_else(|| lexicon::whole(name, language).map(str::to_owned))
        .unwrap_or_else(|| name.to_owned())
}

/// What took a loss, in a language. The form is that of a group of shocks: `without CAUSE (GOVERNMENT)`, or
/// `CAUSE: WHAT HAPPENED`, of which the last is the study's own words.
pub(crate) fn cause(name: &str, language: Language) -> String {
    if language == Language::En {
        return name.to_owned();
    }
    let (lifted, rest) = match name.strip_prefix("without ") {
        Some(rest) => (true, rest),
        None => (false, name),
    };
    let plain = |word: &str| found(&CAUSES, word, language).unwrap_or_else(|| word.to_owned());
    let told = if let Some((what, who)) =
        rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("))
    {
        let (what, who) = (plain(what), place(who, language));
        language.pick([String::new(), format!("{what}({who})"), format!("{what}（{who}）")])
    } else if let Some((what, happened)) = rest.split_once(": ") {
        let what = plain(what);
        // What happened is the study's own words, told where the lexicon has them.
        let happened = lexicon::whole(happened, language).unwrap_or(happened);
        language.pick([String::new(), format!("{what}: {happened}"), format!("{what}：{happened}")])
    } else {
        plain(rest)
    };
    match lifted {
        true => language.pick([String::new(), format!("{told} 해제"), format!("取消{told}")]),
        false => told,
    }
}

/// A name of the world in a language: a seller in a country is a phrase of ours.
pub(crate) fn name(name: &str, language: Language) -> String {
    if language == Language::En {
        return name.to_owned();
    }
    if let Some(whole) = lexicon::whole(name, language) {
        return whole.to_owned();
    }
    match name.split_once(" in ") {
        Some((seller, country)) => {
            let (seller, country) = (place(seller, language), place(country, language));
            language.pick([
                String::new(),
                format!("{seller}의 {country} 내"),
                format!("{seller}在{country}的"),
            ])
        }
        None => place(name, language),
    }
}

/// Any text of ours in a language: as the lexicon has it, or as a name or a cause, part by part.
#[must_use]
pub fn told(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    let by_name = name(text, language);
    if by_name == text { cause(text, language) } else { by_name }
}

/// Numbers as Korean sets them: the sign of per cent at its number, a range with a swung dash.
#[must_use]
pub fn korean(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    let mut within = false;
    let mut letters = text.replace(" %p", "%p").replace(" %", "%");
    while let Some(at) = letters.find(['[', ']', ',']) {
        let rest = letters.split_off(at);
        set.push_str(&letters);
        within = rest.starts_with('[') || (within && !rest.starts_with(']'));
        // A comma with a space parts the ends; one without stands between thousands.
        let (mark, skip) = match within && rest.starts_with(", ") {
            true => (" ~ ", 2),
            false => (&rest[..1], 1),
        };
        set.push_str(mark);
        letters = rest[skip..].to_owned();
    }
    set + &letters
}

/// Words of units that stand behind a figure.
const UNITS: [[&str; 3]; 27] = [
    ["multiple", "배", "倍"],
    ["day", "일", "天"],
    ["days", "일", "天"],
    ["week", "주", "周"],
    ["weeks", "주", "周"],
    ["month", "월", "月"],
    ["months", "개월", "个月"],
    ["year", "년", "年"],
    ["years", "년", "年"],
    ["wafer", "장", "片"],
    ["wafers", "장", "片"],
    ["starts", "투입", "投片"],
    ["points", "%p", "个百分点"],
    ["draw", "회", "次"],
    ["draws", "회", "次"],
    ["input", "건", "项输入"],
    ["inputs", "건", "项输入"],
    ["shock", "개 충격", "个冲击"],
    ["shocks", "개 충격", "个冲击"],
    ["cell", "개 칸", "个单元格"],
    ["cells", "개 칸", "个单元格"],
    ["other", "다른", "其他"],
    ["per", "매", "每"],
    ["mn", "백만", "百万"],
    ["bn", "십억", "十亿"],
    ["USD", "달러", "美元"],
    ["index", "지수", "指数"],
];

/// A figure as the language sets it: its units in words of the language, and in Korean its signs the Korean way.
#[must_use]
pub fn figure(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    let mut set = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(from) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (before, letters) = rest.split_at(from);
        let end = letters.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(letters.len());
        let (word, after) = letters.split_at(end);
        set.push_str(before);
        set.push_str(&found(&UNITS, word, language).unwrap_or_else(|| word.to_owned()));
        rest = after;
    }
    set.push_str(rest);
    // A counter stands at its number.
    if language == Language::Ko {
        let closed = UNITS.iter().fold(korean(&set), |so, row| {
            let spaced = format!(" {}", row[1]);
            match row[1].chars().next().is_some_and(|c| c == '%' || !c.is_ascii()) {
                true => so.replace(&spaced, row[1]),
                false => so,
            }
        });
        return closed.replace("십억달러", "십억 달러").replace("백만달러", "백만 달러");
    }
    set.replace("百万 美元", "百万美元").replace("十亿 美元", "十亿美元")
}

#[cfg(test)]
mod tests {
    use super::*;
    use linchpin_engine::{Cause, Variable};

    #[test]
    fn korean_numbers_are_set_the_korean_way() {
        assert_eq!(
            korean("-27 % [-48, -19]; 1,234 [1,000, 2,000]"),
            "-27% [-48 ~ -19]; 1,234 [1,000 ~ 2,000]"
        );
        assert_eq!(korean("156주, 2026년; 2.7 %p"), "156주, 2026년; 2.7%p");
    }

    /// By hand, as the core writes figures in English.
    #[test]
    fn figures_have_their_units_in_the_language() {
        for (en, ko, zh) in [
            ("-27 % [-48, -19]", "-27% [-48 ~ -19]", "-27 % [-48, -19]"),
            (
                "190,000 [180,000, 200,000] wafers/month",
                "190,000 [180,000 ~ 200,000]장/월",
                "190,000 [180,000, 200,000] 片/月",
            ),
            ("156 weeks", "156주", "156 周"),
            ("12 mn USD/week", "12백만 달러/주", "12 百万美元/周"),
            ("3 inputs", "3건", "3 项输入"),
            ("5 [4, 6] Tb/wafer", "5 [4 ~ 6] Tb/장", "5 [4, 6] Tb/片"),
        ] {
            assert_eq!([figure(en, Language::Ko), figure(en, Language::Zh)], [ko, zh], "{en}");
        }
    }

    #[test]
    fn every_word_of_ours_that_a_card_can_say_has_all_languages() {
        for language in [Language::Ko, Language::Zh] {
            let said = Cause::PLAIN.iter().map(|known| cause(&known.label(), language));
            let measured = Variable::all()
                .into_iter()
                .filter(|variable| !variable.is_declared())
                .filter(|variable| {
                    ["site", "firm", "product", "destination", "segment"]
                        .iter()
                        .any(|level| level.parse().is_ok_and(|level| variable.is_summed_at(level)))
                })
                .map(|variable| measure(variable.label(), language));
            for word in said.chain(measured) {
                assert!(
                    !word.bytes().any(|byte| byte.is_ascii_alphabetic()),
                    "{language:?}: {word}"
                );
            }
        }
        for row in MEASURES.iter().chain(&CAUSES).chain(&PLACES) {
            assert!(row.iter().all(|word| !word.is_empty()), "{row:?}");
        }
    }

    #[test]
    fn groups_of_shocks_are_told_part_by_part() {
        let told = |name| [Language::Ko, Language::Zh].map(|language| cause(name, language));
        assert_eq!(told("spare parts (United States)"), ["예비 부품(미국)", "备件（美国）"]);
        assert_eq!(told("without tariff (China)"), ["관세(중국) 해제", "取消关税（中国）"]);
        assert_eq!(told("outage: a fire"), ["가동 중단: a fire", "停产：a fire"]);
        assert_eq!(told("spare parts"), ["예비 부품", "备件"]);
        assert_eq!(
            cause("spare parts (United States)", Language::En),
            "spare parts (United States)"
        );
        assert_eq!(name("firm x in China", Language::Ko), "firm x의 중국 내");
    }

    #[test]
    fn a_language_is_named_by_its_code() {
        for language in Language::ALL {
            let code = serde_json::to_value(language).expect("a code");
            assert_eq!(code.as_str().and_then(|code| code.parse().ok()), Some(language));
        }
        assert!("fr".parse::<Language>().is_err());
    }
}
