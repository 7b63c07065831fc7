// Every sentence of the interface, in one place: [English, Korean, Chinese]. The study's own words (names, causes,
// answers, notes) come from the report and stay in the language they were written in.
// Invariant: a key has all languages; {name} stands for a value that `fill` puts in.

import { APP } from "./strings-app";
import { WORK } from "./strings-work";

const TABLE = {
  ...APP,
  ...WORK,
  language: ["English", "한국어", "中文"],
  skip: ["Skip to the answer", "결론으로 건너뛰기", "跳到结论"],
  theme: ["Light or dark", "밝게·어둡게", "浅色/深色"],
  contents: ["On this page", "차례", "本页目录"],
  noRun: [
    "This is the empty page of Linchpin: it shows a run once a report is written into it.",
    "실행 결과가 담기지 않은 Linchpin의 빈 페이지입니다.",
    "这是 Linchpin 的空白页面，尚未写入任何运行结果。",
  ],
  unreadable: ["This report cannot be read", "보고서를 읽을 수 없습니다", "无法读取此报告"],

  answer: ["The answer", "결론", "结论"],
  rangeOf: ["Median and 5–95 % range of {n} draws", "모의 {n}회의 중앙값과 5–95 % 범위", "{n} 次抽样的中位数与 5–95 % 区间"],
  horizon: ["Horizon", "기간", "时间范围"],
  horizon_weeks: ["weeks: stocks still buffer", "수 주: 재고가 완충", "数周：库存尚可缓冲"],
  horizon_short: ["short run: up to a year, capacity given", "단기: 1년 이내, 설비 고정", "短期：一年以内，产能既定"],
  horizon_medium: ["medium run: one to three years", "중기: 1–3년", "中期：一至三年"],
  horizon_long: ["long run: capacity moves", "장기: 설비 이동", "长期：产能可转移"],
  restsOn: ["Rests on", "근거", "依据"],
  contestedInputs: ["contested inputs: {n}", "이견 있는 입력: {n}", "有争议的输入：{n} 项"],
  noContested: ["no contested input", "이견 있는 입력 없음", "输入均无争议"],
  strongest: ["most sensitive to “{name}”", "가장 민감한 가정: {name}", "对“{name}”最敏感"],
  window: ["Window", "분석 구간", "分析窗口"],
  asKnown: ["as known on {date}", "{date} 시점 정보", "截至 {date} 的信息"],
  to: ["to", "~", "至"],

  scenario: ["Scenario", "시나리오", "情景"],
  scenarioLead: [
    "Each is compared with the same draws without it.",
    "각 시나리오는 같은 모의에서 조치가 없는 기준선과 비교합니다.",
    "每个情景都与相同抽样下的基准作比较。",
  ],
  acrossScenarios: ["All scenarios side by side", "시나리오 비교", "各情景对照"],
  acrossNote: ["Median change and its 5–95 % range", "변화율 중앙값과 5–95 % 범위", "变化的中位数与 5–95 % 区间"],

  hangs: ["What the answer hangs on", "결론을 좌우하는 요인", "结论取决于什么"],
  hangsRuns: [
    "{runs} runs of the baseline and of the scenario “{scenario}” over {factors} uncertain factors.",
    "불확실한 요인 {factors}개에 대해 기준선과 “{scenario}” 시나리오를 {runs}회 모의했습니다.",
    "就 {factors} 个不确定因素，对基准与情景“{scenario}”各运行 {runs} 次。",
  ],
  hangs_sobol: [
    "Alone: the part of the variance that would go if the factor were known. With others: the part that would stay if all others were known. The line holds 95 % of estimates from other rows.",
    "단독: 그 요인을 알면 사라질 분산의 몫. 다른 요인과 함께: 다른 요인을 모두 알아도 남을 분산의 몫. 선은 다른 표본으로 얻은 추정치의 95 %를 담습니다.",
    "单独：若已知该因素便会消失的方差份额。连同其他因素：即使其余全部已知仍会留下的份额。线段包含由其他样本行所得估计的 95 %。",
  ],
  hangs_morris: [
    "Effect: how far the loss moves, on average, from one end of the factor’s range to the other.",
    "효과: 요인이 범위의 한 끝에서 다른 끝으로 갈 때 손실이 평균적으로 움직이는 폭.",
    "效应：因素从区间一端移到另一端时，损失平均变动的幅度。",
  ],
  hangs_pawn: [
    "Distance between the distribution of the loss when the factor is known and when it is not, from 0 to 1, over ten slices of its range.",
    "요인을 알 때와 모를 때 손실 분포 사이의 거리(0~1). 요인의 범위를 열 구간으로 나누어 잽니다.",
    "已知该因素与未知时损失分布之间的距离（0 至 1），按其区间的十个分段计算。",
  ],
  hangs_shapley: [
    "The part of the variance that the factor brings, with interactions shared evenly; the parts add up to 100 %.",
    "요인이 가져오는 분산의 몫. 상호작용은 고르게 나누며 몫을 더하면 100 %가 됩니다.",
    "该因素带来的方差份额，交互作用平均分摊；各份额合计 100 %。",
  ],
  hangsMean: ["Mean loss {mean} of the baseline, standard deviation {deviation}.", "평균 손실은 기준선의 {mean}, 표준편차 {deviation}.", "平均损失为基准的 {mean}，标准差 {deviation}。"],
  hangsAbove: ["A loss of more than {share} of the baseline has probability {mean}.", "기준선의 {share}를 넘는 손실의 확률은 {mean}입니다.", "损失超过基准 {share} 的概率为 {mean}。"],
  hangsNoise: ["A distance below {noise} may be chance.", "{noise} 미만의 거리는 우연일 수 있습니다.", "小于 {noise} 的距离可能出于偶然。"],
  hangsFactor: ["Factor", "요인", "因素"],
  hangsIndex_sobol: ["Alone", "단독", "单独"],
  hangsIndex_morris: ["Effect", "효과", "效应"],
  hangsIndex_pawn: ["Middle", "중앙", "中位"],
  hangsIndex_shapley: ["Part", "몫", "份额"],
  hangsTotal: ["With others", "다른 요인과 함께", "连同其他因素"],
  hangsLargest: ["Largest", "최대", "最大"],
  hangsRange: ["Its range, and what that rests on", "요인의 범위와 그 근거", "因素的区间及其依据"],
  hangsAgain: ["The same page again:", "같은 페이지를 다시 만들기:", "重新生成此页："],

  losses: ["Who loses", "손실을 보는 곳", "谁受损"],
  lossesNote: [
    "Change against the baseline: median [5–95 % of draws]. Dot: median; line: range; all rows on one scale.",
    "기준선 대비 변화: 중앙값 [모의의 5–95 %]. 점은 중앙값, 선은 범위이며 모든 행의 척도가 같습니다.",
    "相对基准的变化：中位数 [抽样的 5–95 %]。圆点为中位数，线为区间，各行同一刻度。",
  ],
  governments: ["What each government adds", "정부별 기여", "各国政府的影响"],
  governmentsNote: [
    "The mean change of each loss, taken apart by the government whose measures bring it. The columns of a row add up to its total.",
    "각 손실의 평균 변화를 그 원인이 된 조치의 정부별로 나눈 값입니다. 한 행의 열을 더하면 합계가 됩니다.",
    "各项损失的平均变化，按采取措施的政府拆分；每行各列相加等于合计。",
  ],
  governmentsAlone: [
    "The mean change of each loss. All of it comes from the measures of one government.",
    "각 손실의 평균 변화입니다. 모두 한 정부의 조치에서 나옵니다.",
    "各项损失的平均变化，全部来自一国政府的措施。",
  ],
  governmentsPoints: [
    "Points are per cent of the baseline’s total over the whole run; each part is the mean over all draws.",
    "%p는 분석 구간 전체 기준선 합계에 대한 비율이며, 각 몫은 모든 모의의 평균입니다.",
    "百分点以整个窗口基准总量为分母；各部分为全部抽样的均值。",
  ],
  methods: ["By method", "방법별", "按方法"],
  noGovernment: ["no government", "정부 외", "非政府因素"],
  pointsUnit: ["points", "%p", "百分点"],
  noLosses: ["No loss in this scenario.", "이 시나리오에는 손실이 없습니다.", "该情景下没有损失。"],
  allContested: ["Every row rests on inputs for which sources disagree.", "모든 행이 출처마다 값이 다른 입력에 의존합니다.", "各行均依赖来源不一致的输入。"],
  who: ["Who", "주체", "主体"],
  what: ["What", "지표", "指标"],
  change: ["Change", "변화", "变化"],
  cantSay: ["Can’t say", "답할 수 없음", "无法回答"],
  firstWeek: ["First week of loss", "첫 손실 주", "首次受损周"],
  never: ["none in the window", "구간 내 없음", "窗口内无"],
  weekN: ["week {n}", "{n}주차", "第 {n} 周"],
  cause: ["Binding cause", "결정적 원인", "主要约束"],
  contested: ["contested", "이견 있음", "有争议"],
  contestedHint: ["rests on inputs for which sources disagree", "출처마다 값이 다른 입력에 의존", "依赖来源不一致的输入"],
  why: ["Why?", "왜?", "为何？"],
  whyOf: ["Why? {name}", "왜? {name}", "为何？{name}"],
  close: ["Close", "닫기", "关闭"],
  closeOf: ["Close: {name}", "닫기: {name}", "关闭：{name}"],
  causes: ["What takes it away", "손실의 원인", "损失来自"],
  inputsBehind: ["Inputs it rests on", "근거가 되는 입력", "所依据的输入"],
  assumptionsBehind: ["Assumptions that move the answer most", "결과를 가장 크게 바꾸는 가정", "对结果影响最大的假设"],
  chance: ["Share of draws with a loss", "손실이 난 모의의 비율", "出现损失的抽样占比"],
  amount: ["Amount", "규모", "数量"],
  baseline: ["Baseline", "기준선", "基准"],
  firstRange: ["First week, 5–95 %", "첫 주, 5–95 %", "首周，5–95 %"],
  precision: ["Monte Carlo error", "몬테카를로 오차", "蒙特卡罗误差"],
  inTerminal: ["The whole chain, in a terminal", "터미널에서 전체 추적", "在终端中查看完整链条"],

  level_site: ["Sites", "사업장", "工厂"],
  level_firm: ["Firms", "기업", "企业"],
  level_seller: ["Firms’ sales in one country", "기업의 국가별 판매", "企业在单一国家的销售"],
  stillShares: ["No share moves by a tenth of a point: {names}.", "점유율이 0.1%p 이상 움직이지 않음: {names}.", "份额变动均不足 0.1 个百分点：{names}。"],
  level_product: ["Products", "제품", "产品"],
  level_destination: ["Destinations", "목적지", "目的地"],
  level_segment: ["Buyers", "구매 부문", "买方"],
  level_material: ["Materials", "소재", "材料"],
  level_world: ["World", "세계", "全球"],
  level_economy: ["Economies", "경제", "经济体"],
  level_sector: ["Sectors", "부문", "部门"],
  level_industry: ["Industries", "산업", "行业"],

  paths: ["Week by week", "주별 경로", "逐周走势"],
  entity: ["Show", "표시", "显示"],
  variable: ["Measure", "지표", "指标"],
  as: ["As", "형태", "形式"],
  as_level: ["level", "수준", "水平"],
  as_change: ["change against baseline", "기준선 대비 변화", "相对基准的变化"],
  week: ["Week", "주", "周"],
  weekOf: ["Week of {date}", "{date} 주", "{date} 当周"],
  median: ["median", "중앙값", "中位数"],
  band50: ["half of the draws", "모의의 50 %", "一半抽样"],
  band90: ["90 % of the draws", "모의의 90 %", "90 % 的抽样"],
  baselineMedian: ["baseline (median)", "기준선(중앙값)", "基准（中位数）"],
  cutAxis: ["The axis does not start at zero.", "세로축은 0에서 시작하지 않습니다.", "纵轴不从零开始。"],
  dates: ["Policy dates", "정책 일자", "政策日期"],
  earlier: ["Before the window", "구간 이전", "窗口之前"],
  later: ["After the window", "구간 이후", "窗口之后"],
  kind_act: ["act", "조치", "法令"],
  kind_signal: ["signal", "신호", "信号"],
  kind_hypothetical: ["assumed", "가정", "假设"],
  kind_event: ["event", "사건", "事件"],
  kind_expiry: ["expiry", "만료", "到期"],
  date: ["Date", "일자", "日期"],
  kind: ["Kind", "종류", "类型"],
  citation: ["Source", "출처", "来源"],
  glance: ["Change against baseline on one scale; the number is of the last week, not of the whole window as in the answer above.", "같은 척도의 기준선 대비 변화. 숫자는 마지막 주의 값이며, 위 결론처럼 전체 구간의 값이 아닙니다.", "同一刻度下相对基准的变化；数字为最后一周的值，而非上文答案所用的整个窗口。"],
  noSeries: ["This scenario has no weekly series.", "이 시나리오에는 주별 자료가 없습니다.", "该情景没有逐周数据。"],

  waterfall: ["From cause to loss", "원인에서 손실까지", "从原因到损失"],
  waterfallNote: [
    "Each bar starts where the one before ended. Median draw.",
    "각 막대는 앞 막대의 끝에서 시작합니다. 중앙값 모의.",
    "每一条从上一条结束处开始。取中位数情形。",
  ],
  part: ["Part", "부분", "分项"],
  running: ["Running total", "누계", "累计"],
  sum: ["Sum", "합계", "合计"],

  shares: ["Market shares, before and after", "시장 점유율, 전과 후", "市场份额：前后对比"],
  sharesNote: ["Ring: before; dot: after, with its 5–95 % range.", "고리는 이전, 점은 이후와 5–95 % 범위.", "圆环为之前；圆点为之后及其 5–95 % 区间。"],
  firm: ["Firm", "기업", "企业"],
  before: ["Before", "이전", "之前"],
  after: ["After", "이후", "之后"],
  hhi: ["Concentration (Herfindahl–Hirschman index, 0–10,000)", "집중도(HHI, 0–10,000)", "集中度（HHI，0–10,000）"],

  beyond: ["Beyond memory: the industries that use it", "메모리를 쓰는 산업의 손실", "波及：使用存储芯片的行业"],
  beyondNote: ["Lost by those who use memory over the window, {unit}; median and 5–95 % range of {n} draws.", "기간 동안 메모리를 쓰는 쪽이 잃은 것, {unit}. 모의 {n}회의 중앙값과 5–95 % 범위.", "期间使用存储芯片一方的损失，{unit}；{n} 次抽样的中位数与 5–95 % 区间。"],
  higherBill: ["Higher bill", "늘어난 구매 비용", "多付的货款"],
  receivedBy: ["Received by makers of memory", "받는 메모리 제조사", "由存储芯片厂商获得"],
  outputLost: ["Output lost", "산출 손실", "产出损失"],
  valueAddedLost: ["Value added lost", "부가가치 손실", "增加值损失"],
  ofUsual: ["Of usual output", "평소 산출 대비", "占正常产出"],
  nothingLost: ["Nothing is lost beyond memory.", "메모리 밖의 손실은 없습니다.", "存储芯片之外没有损失。"],
  split: ["Price against quantity", "가격과 물량", "价格与数量"],
  splitNote: [
    "Change in revenue, split. Red: quantity; blue: price; black: both together, with the 5–95 % range.",
    "매출 변화의 분해. 빨강은 물량, 파랑은 가격, 검정은 합계와 5–95 % 범위.",
    "收入变化的分解。红：数量；蓝：价格；黑：合计及 5–95 % 区间。",
  ],
  fromQuantity: ["From quantity", "물량 효과", "数量效应"],
  fromPrice: ["From price", "가격 효과", "价格效应"],
  total: ["Together", "합계", "合计"],

  curve: ["Loss against restriction", "제한 강도와 손실", "限制强度与损失"],
  curveNote: ["Median and 5–95 % range.", "중앙값과 5–95 % 범위.", "中位数与 5–95 % 区间。"],

  observed: ["Observed beside the model", "모형 밖의 관측 사실", "模型之外的观测事实"],
  observedNote: [
    "Facts as reported. Nothing in these tables was computed by the model.",
    "보도된 사실이며 모형이 계산한 값이 아닙니다.",
    "均为报道的事实，并非模型计算所得。",
  ],

  accounts: ["Sources and rival accounts", "출처와 엇갈리는 값", "来源与不同说法"],
  accountsNote: [
    "Where sources disagree, each account stays and the range spans them; no average is taken.",
    "출처가 다르면 모두 남기고 범위로 다루며, 평균하지 않습니다.",
    "来源不一致时全部保留，并以区间涵盖，不取平均。",
  ],
  onlyContested: ["Only contested", "이견 있는 것만", "仅有争议"],
  used: ["Used", "사용 값", "采用值"],
  asOf: ["as of {date}", "{date} 시점", "截至 {date}"],
  grade: ["Grade", "등급", "等级"],
  value: ["Value", "값", "数值"],
  low: ["Low", "하한", "下限"],
  high: ["High", "상한", "上限"],
  unit: ["Unit", "단위", "单位"],
  subject: ["Subject", "대상", "对象"],
  basis: ["Basis", "산정 기준", "口径"],
  outlet: ["Outlet", "매체", "媒体"],
  title: ["Title", "제목", "标题"],
  note: ["Note", "비고", "备注"],

  assumptions: ["Assumptions and their influence", "가정과 영향력", "假设及其影响"],
  assumptionsNote: [
    "Influence: rank correlation with the headline over all draws, −1 to 1.",
    "영향력: 전체 모의에서 결론과의 순위상관, −1–1.",
    "影响：在全部抽样中与结论的秩相关，−1 至 1。",
  ],
  assumption: ["Assumption", "가정", "假设"],
  influence: ["Influence", "영향력", "影响"],
  unknown: ["not measured", "미측정", "未测"],
  rangeWord: ["Range", "범위", "区间"],

  notModelled: ["Not modelled", "모형에 없는 것", "未纳入模型"],
  cite: ["Cite and reproduce", "인용과 재현", "引用与复现"],
  citeAs: ["Cite as", "인용", "引用"],
  reproduce: ["Reproduce", "재현", "复现"],
  reproduceNote: [
    "The same command gives the same bytes on any number of threads.",
    "같은 명령은 스레드 수와 관계없이 같은 결과를 냅니다.",
    "同一命令在任意线程数下得到逐字节相同的结果。",
  ],
  run: ["Run", "실행", "运行"],
  seed: ["Seed", "시드", "种子"],
  draws: ["Draws", "모의 수", "抽样数"],
  world: ["World", "세계 자료", "世界数据"],
  policy: ["Policy", "정책", "政策"],
  acts: ["{n} acts", "조치 {n}건", "{n} 项法令"],
  version: ["Version", "버전", "版本"],
  provenance: ["n = {n} draws, seed {seed}, world {world}", "n = {n}, 시드 {seed}, 세계 자료 {world}", "n = {n}，种子 {seed}，世界数据 {world}"],

  showTable: ["Table", "표", "表格"],
  hideTable: ["Hide table", "표 숨기기", "隐藏表格"],
  csv: ["CSV", "CSV", "CSV"],
  csvOf: ["Download as CSV: {name}", "CSV 받기: {name}", "下载 CSV：{name}"],
  cutRows: ["{n} of {all} rows; the page and its files have all.", "전체 {all}행 가운데 {n}행. 나머지는 페이지와 파일에 있습니다.", "共 {all} 行，此处 {n} 行；其余见页面及文件。"],
  showAll: ["Show all {n}", "전체 {n}개 보기", "显示全部 {n} 项"],
} as const satisfies Record<string, readonly [string, string, string]>;

export type Key = keyof typeof TABLE;
export const LANGUAGES = ["en", "ko", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

export function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

function fill(text: string, values: Record<string, string | number>, language: Language): string {
  // A range of numbers and its percent sign stay on one line; Korean writes 5~95%, Chinese 5–95%.
  const set = text.replace(/(\d)–(\d)/g, language === "ko" ? "$1\u2060~\u2060$2" : "$1\u2060–\u2060$2").replace(/(\d) %/g, language === "en" ? "$1\u202f%" : "$1%");
  return set.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export type Say = (key: Key, values?: Record<string, string | number>) => string;

/** The voice of one language. */
export function voice(language: Language): Say {
  const column = LANGUAGES.indexOf(language);
  return (key, values = {}) => fill(TABLE[key][column] ?? TABLE[key][0], values, language);
}

/** The name of a language in itself. */
export function nameOf(language: Language): string {
  return voice(language)("language");
}

export type Group = "hit" | "key" | "origin" | "level" | "kind" | "horizon" | "as" | "verdict" | "why" | "truth" | "purpose" | "turn";

/** A phrase whose key is built from data (kinds, levels, horizons); the data's own word when there is none. */
export function phrase(say: Say, group: Group, word: string): string {
  const key = `${group}_${word}`;
  return key in TABLE ? say(key as Key) : word;
}

/** All keys, for the test that no language lacks one. */
export const KEYS = Object.keys(TABLE) as Key[];
