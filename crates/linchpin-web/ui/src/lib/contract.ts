// Made from the Rust types by `LINCHPIN_BLESS=1 cargo test -p linchpin-results schema`; do not edit.

/** One account of a number. */
export interface Account {
  /** The date it speaks of. */
  as_of: string;
  /** What was counted. */
  basis: string;
  /** Grade of the evidence. */
  grade: string;
  /** Highest value told. */
  high: number;
  /** Lowest value told. */
  low: number;
  /** What a reader should know. */
  note: string;
  /** Outlet. */
  outlet: string;
  /** Where in the document the words stand, for whoever holds it. */
  quote?: QuoteRef | null;
  /** Source reference, such as `doc:…`. */
  source: string;
  /** Title of the document. */
  title: string;
  /** Address of the document; may be empty. */
  url: string;
  /** The value told. */
  value: number;
}

/** An assumption with its range. */
export interface AssumptionRow {
  /** Highest value drawn. */
  high: number;
  /** Id, such as `spares-stock`. */
  id: string;
  /** Rank correlation with the headline, -1 to 1; none when it does not vary. */
  influence: number | null;
  /** Lowest value drawn. */
  low: number;
  /** Name for readers. */
  name: string;
  /** Where it comes from. */
  source: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: AssumptionText | null;
  /** Unit. */
  unit: string;
  /** Most likely value. */
  value: number;
  /** Why this range. */
  why: string;
}

/** Texts of an assumption. */
export interface AssumptionText {
  /** Rank correlation with the headline; none when it does not vary. */
  influence: string | null;
  /** Most likely value with its range and unit. */
  value: string;
}

/** The mean change of one cell, taken apart. */
export interface Attribution {
  /** The same total by government; empty where no government acts. */
  by_government: GovernmentPart[];
  /** Cell, as in [`crate::contract::loss::Loss::cell`]. */
  cell: string;
  /** Monte Carlo standard error of `total_points`, in points. */
  error: number;
  /** Parts by group of shocks; they add up to `total_points`. */
  parts: AttributionPart[];
  /** Scenario. */
  scenario: string;
  /** Mean change of the total in points (per cent of the baseline total); negative for a loss. */
  total_points: number;
}

/** What one group of shocks adds. */
export interface AttributionPart {
  /** Acts or events behind it; empty for a supposition. */
  acts: string[];
  /** Monte Carlo standard error, in points. */
  error: number;
  /** Government that acts; none for firms and nature. */
  government: string | null;
  /** Group for readers, such as "US licences for tools". */
  group: string;
  /** Lever the group pulls, such as `tool-imports`. */
  lever: string;
  /** Signed points. */
  points: number;
  /** Its shocks, by number in the scenario's list. */
  shocks: number[];
}

/** Five quantiles for every week. */
export interface Band {
  /** 5 % quantile. */
  p05: number[];
  /** 25 % quantile. */
  p25: number[];
  /** Median. */
  p50: number[];
  /** 75 % quantile. */
  p75: number[];
  /** 95 % quantile. */
  p95: number[];
}

/** An answer. */
export interface Card {
  /** What it says. */
  key: CardKey;
  /** The same in other languages; filled in for faces, never stored. */
  languages?: CardText[];
  /** Number, period, first week, cause, what it rests on; as many as apply, in this order. */
  lines: Line[];
  /** The answer in at most twenty words. */
  sentence: string;
  /** Typed parts, also the data of its picture. */
  slots: Slots;
  /** Cell to explain; empty when nothing changes. */
  why: string;
}

/** What a card says, as a key for languages. */
export type CardKey = "falls" | "rises" | "unchanged" | "nothing";

/** A card in one language. */
export interface CardText {
  /** Which. */
  language: Language;
  /** The lines of the card. */
  lines: Line[];
  /** The answer. */
  sentence: string;
}

/** A group of shocks that are switched together. */
export interface CauseGroup {
  /** Acts behind it, or what happened. */
  acts: string[];
  /** What it is called, such as `licences on spare parts`. */
  cause: string;
  /** The government behind it, by its reader's name; none for events. */
  government: string | null;
  /** The lever it pulls. */
  lever: string;
  /** Whether the scenario lifts what the baseline has. */
  lifted: boolean;
  /** Its shocks, by number in the scenario's list. */
  shocks: number[];
}

/** Texts of a value before and after. */
export interface ChangeText {
  /** In the scenario. */
  after: SpreadText;
  /** In the baseline. */
  before: SpreadText;
  /** By how much the medians differ: points of a share, or a signed number. */
  moved: string;
}

/** A comparison. */
export interface Comparison {
  /** What differs between the two, as sentences. */
  context: string[];
  /** Name of the left side. */
  left: string;
  /** Whether differences are taken draw by draw. */
  pairing: Pairing;
  /** Name of the right side. */
  right: string;
  /** Rows, largest difference first. */
  rows: Difference[];
  /** Whether both runs have the same digest. */
  same_run: boolean;
  /** The same by act, date and field. */
  stated: Stated[];
  /** Largest difference that passes. */
  tolerance: number;
  /** Weekly differences; only where asked for, and only between scenarios of one run. */
  weekly: WeeklyDifference[];
}

/** Concentration of a product's sellers. */
export interface Concentration {
  /** In the scenario. */
  after: Spread;
  /** In the baseline. */
  before: Spread;
  /** Product id. */
  product: string;
  /** Scenario. */
  scenario: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: ChangeText | null;
}

/** Loss against severity. */
export interface Curve {
  /** World id. */
  entity: string;
  /** Name for readers. */
  name: string;
  /** Points in order of x. */
  points: CurvePoint[];
  /** What x is. */
  x_label: string;
  /** What y is. */
  y_label: string;
}

/** A point of a loss curve. */
export interface CurvePoint {
  /** 5 % quantile of the loss. */
  p05: number;
  /** Median loss. */
  p50: number;
  /** 95 % quantile of the loss. */
  p95: number;
  /** Texts of its numbers, for faces; never stored. */
  text?: PointText | null;
  /** Severity. */
  x: number;
}

/** What a marked date is. */
export type DateKind = "act" | "signal" | "hypothetical" | "event" | "expiry";

/** A date worth a mark. */
export interface DateMark {
  /** Id of the act. */
  act: string | null;
  /** Where it is written. */
  citation: string | null;
  /** ISO day. */
  date: string;
  /** What it is. */
  kind: DateKind;
  /** A few words. */
  label: string;
  /** The scenario it belongs to; none for all. */
  scenario: string | null;
}

/** A firm's revenue change, quantity and price apart. */
export interface Decomposition {
  /** Median baseline revenue. */
  baseline: number;
  /** Firm id. */
  firm: string;
  /** Name for readers. */
  name: string;
  /** Part from prices. */
  price: Spread;
  /** Product id. */
  product: string;
  /** Part from bits sold. */
  quantity: Spread;
  /** Scenario. */
  scenario: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: DecompositionText | null;
  /** The whole change. */
  total: Spread;
  /** Unit of all numbers. */
  unit: string;
}

/** Texts of a revenue change. */
export interface DecompositionText {
  /** Median baseline revenue. */
  baseline: string;
  /** Part from prices. */
  price: SpreadText;
  /** Part from bits sold. */
  quantity: SpreadText;
  /** The whole change. */
  total: SpreadText;
}

/** One total on both sides. */
export interface Difference {
  /** The difference right minus left, in shares of the baseline: its median over the draws where they are shared, else the difference of the medians. */
  difference: number | null;
  /** Whether the tolerance is exceeded. */
  differs: boolean;
  /** World id, or place of an industry. */
  entity: string;
  /** Relative change on the left side; none when the side has no such row. */
  left: Spread | null;
  /** Level of the entity. */
  level: string;
  /** Variable that was added up. */
  measure: string;
  /** Name for readers. */
  name: string;
  /** The difference draw by draw; none where draws are not shared. */
  paired: Paired | null;
  /** Product id. */
  product: string | null;
  /** Relative change on the right side. */
  right: Spread | null;
  /** Scenario, when whole runs are compared. */
  scenario: string | null;
  /** Texts of its numbers. */
  text: DifferenceText;
}

/** Texts of one total on both sides; what a side lacks is a dash. */
export interface DifferenceText {
  /** Right minus left in points, with a range where draws are shared. */
  difference: SpreadText;
  /** How far the ends of the difference's range would move with other draws; empty where none is told. */
  error: string;
  /** Change on the left side. */
  left: SpreadText;
  /** Share of draws in which the right side is lower. */
  lower: string;
  /** Change on the right side. */
  right: SpreadText;
}

/** Why a number is what it is, and of which run. */
export interface Explained {
  /** Digest of the run. */
  digest: string;
  /** The reasons. */
  reasons: Node;
}

/** A file as it was written. */
export interface FileMark {
  /** Number of its bytes. */
  bytes: number;
  /** SHA-256 of its bytes. */
  sha256: string;
}

/** The first week with a loss, counted from 1, over the draws that have one. */
export interface FirstWeek {
  /** Monday of the median week. */
  date: string;
  /** 5 % quantile. */
  p05: number;
  /** Median. */
  p50: number;
  /** 95 % quantile. */
  p95: number;
}

/** What one government adds. */
export interface GovernmentPart {
  /** Monte Carlo standard error, in points. */
  error: number;
  /** Its reader's name, such as `United States`. */
  government: string;
  /** Signed points. */
  points: number;
}

/** A scenario without its numbers. */
export interface Head {
  /** Groups of shocks that were switched off and on; none where causes were not worked out. */
  groups?: CauseGroup[];
  /** Scenario id; `baseline` for the baseline. */
  id: string;
  /** Its shocks. */
  shocks: ShockRow[];
  /** What it assumes. */
  summary: string;
  /** Title. */
  title: string;
}

/** The answer in one sentence. */
export interface Headline {
  /** The whole answer; none in runs of earlier versions. */
  card?: Card | null;
  /** Cell to explain. */
  cell: string;
  /** Scenario it speaks of. */
  scenario: string;
  /** The sentence, with range, horizon and cause. */
  text: string;
}

/** How far away the end of a horizon is: a slow number may not pose as a fast one. */
export type Horizon = "weeks" | "short" | "medium" | "long";

/** An input with its rival accounts. */
export interface InputRow {
  /** Who says what. */
  accounts: Account[];
  /** Whether rival accounts differ. */
  contested: boolean;
  /** Highest value used. */
  high: number;
  /** Lowest value used. */
  low: number;
  /** Name for readers. */
  name: string;
  /** What was measured. */
  quantity: string;
  /** World id it is about. */
  subject: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: InputText | null;
  /** Unit. */
  unit: string;
  /** Value used as most likely. */
  value: number;
}

/** Texts of an input. */
export interface InputText {
  /** What each account tells. */
  accounts: string[];
  /** The value used with its range and unit. */
  used: string;
}

/** A job as a watcher sees it. */
export interface Job {
  /** Draws to do. */
  all: number;
  /** Draws done. */
  done: number;
  /** Why it failed. */
  error: Refused | null;
  /** Folder of its run, once it is done. */
  run: string | null;
  /** How far it is. */
  state: Stage;
}

/** A language in which a card is told. */
export type Language = "en" | "ko" | "zh";

/** One line of a card. */
export interface Line {
  /** What it is about. */
  kind: LineKind;
  /** The word before it; empty in runs of earlier versions. */
  label: string;
  /** Its words. */
  text: string;
}

/** What a line of a card is about. */
export type LineKind = "number" | "period" | "first" | "cause" | "rests";

/** Who loses what, over the whole horizon. */
export interface Loss {
  /** Change of the total in `unit`. */
  amount: Spread;
  /** Median baseline total. */
  baseline: number;
  /** The cause that took most, in words. */
  cause: string;
  /** All causes with their parts of the lost bits, largest first. */
  causes: NamedShare[];
  /** Name for `explain`. */
  cell: string;
  /** Relative change of the total; negative for a fall. */
  change: Spread;
  /** Contested inputs it rests on. */
  contested: string[];
  /** World id. */
  entity: string;
  /** Monte Carlo standard error of the ends and the middle of `change`; none for fewer than 20 draws, which tell no range. */
  error?: Spread | null;
  /** First week with a loss; none when no draw has one. */
  first_week: FirstWeek | null;
  /** How far it looks. */
  horizon: Horizon;
  /** Level of the entity. */
  level: string;
  /** Whether the median or an end of the range moves by at least [`crate::contract::losses::MATERIAL`]; faces fold other rows. */
  material: boolean;
  /** Variable that is added up. */
  measure: string;
  /** Name for readers. */
  name: string;
  /** Share of draws with a loss. */
  probability: number;
  /** Product id, if about one. */
  product: string | null;
  /** Scenario. */
  scenario: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: LossText | null;
  /** Unit of `baseline` and `amount`. */
  unit: string;
}

/** Texts of a row of losses. */
export interface LossText {
  /** Change of the total with its unit. */
  amount: SpreadText;
  /** Baseline with its unit. */
  baseline: string;
  /** Parts of what is lost, by cause. */
  causes: string[];
  /** Relative change. */
  change: SpreadText;
  /** How far the ends of its range would move with other draws, in points; empty where none is told. */
  error: string;
  /** First week with a loss; none when no draw has one. */
  first_week: SpreadText | null;
  /** Share of draws with a loss. */
  probability: string;
}

/** A half-open span of members. */
export interface MemberSpan {
  /** First member. */
  from: number;
  /** First member after. */
  until: number;
}

/** A part of a whole with a name. */
export interface NamedShare {
  /** What. */
  name: string;
  /** Its part, 0 to 1. */
  share: number;
}

/** A node of an explanation. */
export interface Node {
  /** What it follows from. */
  because: Node[];
  /** What kind of reason it is. */
  kind: Reason;
  /** The words it ends in, for whoever holds the document. */
  quote?: QuoteRef | null;
  /** In words and numbers. */
  text: string;
}

/** A table of facts shown beside the model. */
export interface Observed {
  /** Column heads. */
  columns: string[];
  /** Cells as text. */
  rows: string[][];
  /** Where they come from. */
  source: string;
  /** Title. */
  title: string;
}

/** The difference right minus left over draws that both sides share. */
export interface Paired {
  /** Draws. */
  draws: number;
  /** Monte Carlo standard error of the 5 % quantile, the median and the 95 % quantile; none for few draws. */
  error: [number, number, number] | null;
  /** Share of draws in which the right side is higher. */
  higher: number;
  /** Share of draws in which the right side is lower. */
  lower: number;
  /** Mean. */
  mean: number;
  /** 5 % quantile. */
  p05: number;
  /** 25 % quantile. */
  p25: number;
  /** Median. */
  p50: number;
  /** 75 % quantile. */
  p75: number;
  /** 95 % quantile. */
  p95: number;
}

/** Whether the draws of two sides are the same, so that they can be subtracted one by one. */
export interface Pairing {
  /** Draws of the left side. */
  left_draws: number;
  /** Draws of the right side. */
  right_draws: number;
  /** Whether they are. */
  shared: boolean;
  /** A sentence for readers: what a difference is here, and why. */
  text: string;
}

/** Texts of a point of a loss curve. */
export interface PointText {
  /** Severity. */
  x: string;
  /** Loss. */
  y: SpreadText;
}

/** Which acts a run used. */
export interface PolicyRef {
  /** Number of acts. */
  acts: number;
  /** SHA-256 of the act store. */
  digest: string;
}

/** Words in a document, by place and digest; never the words. */
export interface QuoteRef {
  /** SHA-256 of the document's bytes. */
  document: string;
  /** First byte after the words. */
  end: number;
  /** SHA-256 of the words. */
  sha256: string;
  /** First byte in the document's text. */
  start: number;
}

/** Kinds of reasons. */
export type Reason = "number" | "cause" | "shock" | "decision" | "act" | "assumption" | "input" | "account" | "quote" | "note";

/** The content of `run.json`: all of a run but its tables. */
export interface Record {
  /** Each file beside `run.json` and the page, byte for byte; no part of the run's digest. */
  files?: { [name: string]: FileMark };
  /** The cell the study calls its headline. */
  headline: string | null;
  /** Baseline first, then the scenarios. */
  heads: Head[];
  /** Members simulated. */
  members: MemberSpan;
  /** Reader's names. */
  names: { [name: string]: string };
  /** What rests on what. */
  related: { [name: string]: string[] };
  /** The report; its `series` stay in `summary.parquet`. */
  report: Report;
  /** Always [`RECORD_SCHEMA`]. */
  schema: string;
  /** Digest of this record without this field; none in runs of earlier versions. */
  seal?: string | null;
  /** Whether `series` holds all members, so that the run can be merged with its neighbours. */
  shard: boolean;
  /** Digest of each table's content. */
  tables: { [name: string]: string };
  /** The words that an engine declared of its own, in order of name; none where all are common. */
  vocabulary?: VariableForm[];
}

/** Why a request was not answered. */
export interface Refused {
  /** Stable code. */
  code: string;
  /** What to do. */
  help?: string | null;
  /** What is wrong. */
  message: string;
}

/** The whole report. */
export interface Report {
  /** Assumptions with their ranges. */
  assumptions: AssumptionRow[];
  /** What each shock and each government adds to a loss; empty when it was not computed. */
  attribution?: Attribution[];
  /** Herfindahl-Hirschman index before and after, 0 to 10000. */
  concentration: Concentration[];
  /** Loss against the severity of a restriction; may be empty. */
  curve: Curve[];
  /** Dates worth a mark on a time axis, in order. */
  dates: DateMark[];
  /** Revenue changes split into quantity and price. */
  decomposition: Decomposition[];
  /** The answer. */
  headline: Headline;
  /** Inputs with their rival accounts. */
  inputs: InputRow[];
  /** Who loses what. */
  losses: Loss[];
  /** What the model leaves out. */
  not_modelled: string[];
  /** Facts shown beside the model. */
  observed: Observed[];
  /** How it was computed. */
  run: Run;
  /** One entry for each scenario; the baseline is not listed. */
  scenarios: Scenario[];
  /** Always [`SCHEMA`]. */
  schema: string;
  /** Weekly bands of the series a reader needs. */
  series: Series[];
  /** Market shares before and after. */
  shares: ShareRow[];
  /** What lost memory costs other industries, if it was asked for. */
  spillover?: Spillover | null;
  /** What was asked. */
  study: Study;
  /** Loss by cause in the median member. */
  waterfall: Waterfall[];
  /** The Monday of each week. */
  weeks: string[];
}

/** How it was computed: enough to compute it again. */
export interface Run {
  /** How to cite it. */
  citation: string;
  /** Sampling design, such as `latin-hypercube`. */
  design: string;
  /** SHA-256 over the run's canonical content; filled in when the run is finished. */
  digest: string;
  /** Which engine. */
  engine: string;
  /** First day of the horizon. */
  from: string;
  /** Law as known on this day. */
  known: string;
  /** Members of the ensemble. */
  members: number;
  /** Which law. */
  policy: PolicyRef;
  /** A command that makes the same run. */
  reproduce: string;
  /** Seed of the design. */
  seed: number;
  /** First day after the horizon. */
  until: string;
  /** Version of Linchpin. */
  version: string;
  /** Which world. */
  world: WorldRef;
}

/** A line of the list of runs. */
export interface RunRow {
  /** The answer. */
  headline: Headline;
  /** Name of its folder. */
  id: string;
  /** How it was computed. */
  run: Run;
  /** Its scenarios with their answers. */
  scenarios: Scenario[];
  /** What was asked. */
  study: Study;
}

/** One scenario and its generated answer. */
export interface Scenario {
  /** What comes of it: the sentence of its card. */
  answer: string;
  /** The whole answer; none in runs of earlier versions. */
  card?: Card | null;
  /** File name of the scenario. */
  id: string;
  /** What it assumes, in the author's words. */
  summary: string;
  /** Title. */
  title: string;
}

/** One series with its bands. */
export interface Series {
  /** Without the measures. */
  baseline: Band;
  /** Relative difference, member by member; none where the baseline touches zero. */
  change: Band | null;
  /** World id. */
  entity: string;
  /** Variable in words. */
  label: string;
  /** Level of the entity. */
  level: string;
  /** Name for readers. */
  name: string;
  /** Product id, if about one. */
  product: string | null;
  /** Scenario. */
  scenario: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: SeriesText | null;
  /** Unit of `baseline` and `value`. */
  unit: string;
  /** With them. */
  value: Band;
  /** Variable. */
  variable: string;
}

/** Texts of a series, week by week. */
export interface SeriesText {
  /** Median without the measures, with its unit. */
  baseline: string[];
  /** Relative change with its range; empty where none is told. */
  change: string[];
  /** Medians of the last week: baseline, value and, where one is told, change. */
  last: string[];
  /** Median with its range, without the unit. */
  value: string[];
}

/** A firm's share of a product. */
export interface ShareRow {
  /** In the scenario. */
  after: Spread;
  /** In the baseline. */
  before: Spread;
  /** Firm id. */
  firm: string;
  /** Name for readers. */
  name: string;
  /** Product id. */
  product: string;
  /** Scenario. */
  scenario: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: ChangeText | null;
}

/** One shock as it entered the engine, with its reasons. */
export interface ShockRow {
  /** Act behind the decision. */
  act: string;
  /** Assumption that turns the verdict into a number; its id. */
  assumption: string;
  /** Decision it follows from. */
  because: string;
  /** Where the act is written. */
  citation: string;
  /** What it does, in words and numbers. */
  effect: string;
  /** First day. */
  from: string;
  /** Number in the scenario's list; bindings point here. */
  id: number;
  /** World id it hits. */
  target: string;
  /** First day after; none while open. */
  until: string | null;
}

/** Memory that did not reach a region. */
export interface Shortage {
  /** Region of the table. */
  region: string;
  /** Scenario. */
  scenario: string;
  /** Share of the baseline's worth over the horizon, at the baseline's prices. */
  share: Spread;
}

/** Typed parts of a card: all that is needed to say it again in another language. */
export interface Slots {
  /** What took most. */
  cause: NamedShare | null;
  /** Relative change of the total. */
  change: Spread | null;
  /** Contested inputs it rests on. */
  contested: number;
  /** Draws it was computed from. */
  draws: number;
  /** Monte Carlo standard error of `change`; none where draws are too few to tell a range. */
  error: Spread | null;
  /** First week with a loss. */
  first_week: FirstWeek | null;
  /** First day. */
  from: string;
  /** How far it looks. */
  horizon: Horizon;
  /** What is added up, such as "output"; empty when nothing changes. */
  measure: string;
  /** Name of the product; none where the row is about no product, or about the product itself. */
  product: string | null;
  /** Size of the median change without its sign, as text. */
  size: string;
  /** First day after. */
  until: string;
  /** Weeks of the period. */
  weeks: number;
  /** Who and what, such as "SK hynix Wuxi DRAM output"; empty when nothing changes. */
  what: string;
  /** Name of who loses or gains, such as "SK hynix Wuxi"; empty when nothing changes. */
  who: string;
}

/** The account of a run. */
export interface Spillover {
  /** How its publisher wants to be named. */
  attribution: string;
  /** Days computed. */
  days: number;
  /** First day. */
  from: string;
  /** Share of intermediate flows split by weights, not measured. */
  imputed: number;
  /** Draws of the ensemble that were carried on, evenly spaced. */
  members: number;
  /** What a reader should know. */
  notes: string[];
  /** What the numbers rest on beside the market. */
  parameters: SpilloverParameter[];
  /** Who loses: by scenario the world, regions, sectors, then the largest industries. */
  rows: SpilloverRow[];
  /** Memory that did not arrive. */
  shortages: Shortage[];
  /** Input-output table. */
  table: string;
  /** Unit of all amounts. */
  unit: string;
  /** First day after. */
  until: string;
  /** Year of its flows. */
  year: number;
}

/** An uncertain parameter. */
export interface SpilloverParameter {
  /** Highest. */
  high: number;
  /** Assumption of the world, or name of a weight of the split. */
  id: string;
  /** Lowest. */
  low: number;
  /** Name for readers. */
  name: string;
  /** Who says so. */
  source: string;
  /** Unit. */
  unit: string;
  /** Stated value. */
  value: number;
  /** Why it is needed. */
  why: string;
}

/** Who loses what. */
export interface SpilloverRow {
  /** What held memory back there. */
  cause: string;
  /** Cell to explain. */
  cell: string;
  /** Industry; none for all. */
  industry: string | null;
  /** Name for readers. */
  name: string;
  /** Output lost over the horizon; negative where gained. */
  output: Spread;
  /** Region; none for all. */
  region: string | null;
  /** Scenario. */
  scenario: string;
  /** Output lost over usual output. */
  share: Spread;
  /** Texts of its numbers, for faces; never stored. */
  text?: SpilloverText | null;
  /** Value added lost. */
  value_added: Spread;
}

/** Texts of a row of the industries that use memory, in billions. */
export interface SpilloverText {
  /** Output lost. */
  output: SpreadText;
  /** Output lost over usual output. */
  share: SpreadText;
  /** Value added lost. */
  value_added: SpreadText;
}

/** Median with its 90 % range. */
export interface Spread {
  /** 5 % quantile. */
  p05: number;
  /** Median. */
  p50: number;
  /** 95 % quantile. */
  p95: number;
}

/** A median and its range as text; the range is empty where too few draws tell none. */
export interface SpreadText {
  /** The median, such as `-11 %`. */
  middle: string;
  /** The range, such as `[-27, -3]`; may be empty. */
  range: string;
}

/** How far a job is. */
export type Stage = "waiting" | "running" | "done" | "failed" | "cancelled";

/** One thing that two studies state differently, in full names. */
export interface Stated {
  /** Acts behind it, with their citation; empty where there is none. */
  act: string;
  /** The field that differs, such as `from`; `present` when one side has no such thing. */
  field: string;
  /** What kind of thing: `run`, `shock`, `assumption` or `input`. */
  kind: string;
  /** Its value on the left side; empty when absent. */
  left: string;
  /** Name of the thing for readers. */
  name: string;
  /** Its value on the right side; empty when absent. */
  right: string;
  /** The scenario it stands in, when whole runs are compared. */
  scenario: string | null;
}

/** One step of a waterfall. */
export interface Step {
  /** Cause in words. */
  name: string;
  /** Change in the waterfall's unit; negative for a loss. */
  value: number;
}

/** What was asked. */
export interface Study {
  /** Folder name of the study. */
  id: string;
  /** The question in one sentence. */
  question: string;
  /** Title. */
  title: string;
}

/** The shape of a declared word, for the schema: the type itself stands in the engine. */
export interface VariableForm {
  /**  */
  better: string;
  /**  */
  label: string;
  /**  */
  name: string;
  /**  */
  nature: string;
  /**  */
  summed: string[];
  /**  */
  unit: string;
}

/** Loss by cause in the median member. */
export interface Waterfall {
  /** World id. */
  entity: string;
  /** Name for readers. */
  name: string;
  /** Scenario. */
  scenario: string;
  /** Steps that add up to the member's change. */
  steps: Step[];
  /** Texts of its numbers, for faces; never stored. */
  text?: WaterfallText | null;
  /** Unit of the steps. */
  unit: string;
}

/** Texts of a waterfall. */
export interface WaterfallText {
  /** The sum after each step. */
  running: string[];
  /** Each step. */
  steps: string[];
  /** The sum of all. */
  sum: string;
}

/** The weekly difference of one series, right minus left, over shared draws. */
export interface WeeklyDifference {
  /** Five quantiles of the difference, in shares of the baseline of the week. */
  band: Band;
  /** Cell without its scenario. */
  cell: string;
  /** World id. */
  entity: string;
  /** Share of draws in which the right side is higher. */
  higher: number[];
  /** The median of the last week in points. */
  last: string;
  /** Share of draws in which the right side is lower. */
  lower: number[];
  /** Name for readers. */
  name: string;
  /** Product id. */
  product: string | null;
  /** Variable. */
  variable: string;
  /** The Monday of each week. */
  weeks: string[];
}

/** Which world a run used. */
export interface WorldRef {
  /** SHA-256 of its content. */
  digest: string;
  /** Name and version. */
  name: string;
}
