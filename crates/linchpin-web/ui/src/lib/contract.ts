// Made from the Rust types by `LINCHPIN_BLESS=1 cargo test -p linchpin-web --lib schema`; do not edit.

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

/** An act in one line. */
export interface ActRow {
  /** Citation. */
  cite: string;
  /** How strong the evidence is. */
  grade: Grade;
  /** Id. */
  id: string;
  /** Who issued it. */
  issuer: string;
  /** Kind of publication. */
  kind: string;
  /** What a reader should know. */
  note: string;
  /** Legal order. */
  order: string;
  /** The day from which it can be known. */
  published: string;
  /** Title in our words. */
  title: string;
  /** Where it can be read. */
  url: string;
}

/** A document that was put into the store. */
export interface AddedDocument {
  /** SHA-256 of its bytes. */
  id: string;
  /** Whether the store did not hold it before. */
  new: boolean;
}

/** What part of the article, or of the furniture, a line is. */
export type ArticlePart = "headline" | "standfirst" | "heading" | "paragraph" | "caption" | "duplicate" | "furniture" | "blank";

/** A question to the law with its answer and the reasons. */
export interface Asked {
  /** The answer. */
  decision: PolicyDecision;
  /** Why. */
  why: PolicyTrace;
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

/** A study and what is known of its answer. */
export interface Begun {
  /** What it asks. */
  info: StudyInfo;
  /** A job that is on its way to an answer. */
  job: string | null;
  /** The weeks behind the headline; of the main question only. */
  picture: Picture | null;
  /** Its best run; none where nobody ran it yet. */
  run: RunRow | null;
}

/** One change of one rule. */
export interface CalendarEvent {
  /** The act that does it. */
  act: string;
  /** Its citation. */
  cite: string;
  /** What the rule does. */
  effect: string;
  /** Who and what is hit, as far as the rule names them. */
  hits: string[];
  /** The day. */
  on: string;
  /** The order. */
  order: string;
  /** The rule. */
  rule: string;
  /** What it says, in our words. */
  says: string;
  /** The day lies beyond what was looked through: scheduled, not known. */
  scheduled: boolean;
  /** What happens. */
  turn: CalendarTurn;
}

/** What happens to a rule on a day. */
export type CalendarTurn = "begins" | "rewritten" | "due" | "suspended" | "revives" | "ends" | "settled";

/** One site's capacity for one product. */
export interface CapacityRow {
  /** Thousand wafer starts a month at the end of each year without the measures. */
  baseline: Spread[];
  /** The difference, member by member. */
  change: Spread[];
  /** World id of the site. */
  entity: string;
  /** The site for readers. */
  name: string;
  /** World id of the product. */
  product: string;
  /** Texts of its numbers, for faces; never stored. */
  text?: CapacityText | null;
  /** The same with them. */
  value: Spread[];
}

/** The sites whose capacity one scenario moves. */
export interface CapacityTable {
  /** All sites of a country and all products together, the largest change of the last year first; empty in runs of earlier versions. */
  countries?: CountryRow[];
  /** Sites, the largest change of the last year first. */
  rows: CapacityRow[];
  /** Scenario. */
  scenario: string;
  /** Years, one for each number of a row. */
  years: string[];
}

/** Texts of a site's capacity, one for each year. */
export interface CapacityText {
  /** Median without the measures. */
  baseline: string[];
  /** The difference with its range. */
  change: SpreadText[];
  /** Median with them. */
  value: string[];
}

/** An answer. */
export interface Card {
  /** What it says. */
  key: CardKey;
  /** The same in other languages; filled in for faces, never stored. */
  languages?: CardText[];
  /** Number, period, first week, cause, what it rests on, its record; as many as apply, in this order. */
  lines: Line[];
  /** The answer in at most twenty words. */
  sentence: string;
  /** What stands large; filled in for faces, never stored. */
  short?: Short | null;
  /** Typed parts, also the data of its picture. */
  slots: Slots;
  /** Cell to explain; empty when nothing changes. */
  why: string;
}

/** What a card says, as a key for languages. */
export type CardKey = "falls" | "rises" | "unchanged" | "between" | "nothing" | "cant-say" | "capacity";

/** A card in one language. */
export interface CardText {
  /** Which. */
  language: Language;
  /** The lines of the card. */
  lines: Line[];
  /** The answer. */
  sentence: string;
  /** What stands large. */
  short?: Short | null;
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

/** What is wrong with a draft. */
export interface Checked {
  /** Every finding that is told. */
  findings: Finding[];
  /** Findings that are only counted, by file. */
  more?: { [name: string]: number };
}

/** One hop of the chain from the outlet to whoever said it first. */
export interface ClaimHop {
  /** The bytes of the reporting words. */
  cue: Span | null;
  /** The entity, when a known or named one. */
  entity: string | null;
  /** Whether a name is given; `an industry insider` has none. */
  named: boolean;
  /** Who, as written; the outlet for the first hop. */
  speaker: string;
}

/** How the text bounds the value. */
export type Comparator = "exact" | "about" | "nearly" | "more-than" | "at-least" | "less-than" | "at-most";

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

/** The capacity of all sites in a country. */
export interface CountryRow {
  /** Thousand wafer starts a month more than without the measures at the end of each year, draw by draw. */
  change: Spread[];
  /** World id of the country. */
  country: string;
  /** The country for readers. */
  name: string;
}

/** What a reporting verb reports. */
export type CueKind = "says" | "predicts" | "opines" | "asks" | "orders" | "denies" | "praises";

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

/** A day of a scenario that may be moved by hand. */
export interface DayRow {
  /** The title of the act, or what happens; several on one day stand with a semicolon between them. */
  about: string;
  /** Where it stands. */
  day: string;
  /** Whether something ends on it; else it begins. */
  ends: boolean;
  /** The latest. */
  high: string;
  /** The earliest day it may be moved to. */
  low: string;
}

/** The days of a scenario that may be moved by hand. */
export interface DayRows {
  /** The earliest first. */
  days: DayRow[];
}

/** A half-open span of days `[from, until)`; `until: None` is written `open` in files. */
export interface Days {
  /** First day inside. */
  from: string;
  /** First day after; none while open. */
  until: string | null;
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

/** How much two documents depend on each other. */
export interface Dependence {
  /** What they share: `sentences`, or the wire agency both retell. */
  basis: string;
  /** Whether they count as one source. */
  copies: boolean;
  /** One document. */
  one: string;
  /** Share of the shorter one's sentences that stand almost word for word in the other. */
  score: number;
  /** The other. */
  two: string;
}

/** One total on both sides. */
export interface Difference {
  /** Whether it is sales that differ by the price of the product alone, which has a row of its own. */
  by_price?: boolean;
  /** The difference right minus left, in shares of the baseline: its median over the draws where they are shared, else the difference of the medians. */
  difference: number | null;
  /** Whether the tolerance is exceeded, by the median or, where draws are shared, by an end of the range. */
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

/** One disagreement. */
export interface Divergence {
  /** Digest of kind, slot and sides. */
  id: string;
  /** Its kind. */
  kind: DivergenceKind;
  /** The explanation, or why it may not be a disagreement. */
  note: string;
  /** What each document has. */
  sides: DivergenceSide[];
  /** What differs, in words: `title of person:ahn-duk-geun`. */
  slot: string;
  /** How things stand. */
  status: DivergenceStatus;
}

/** What kind of disagreement it is. */
export type DivergenceKind = "omission" | "role-reversal" | "modality" | "speaker" | "number" | "unit" | "date" | "name" | "agent" | "title" | "term" | "quotation" | "negation" | "scope" | "place";

/** Where documents disagree. */
export interface DivergenceList {
  /** How many documents were compared; absent while there is no store. */
  compared?: number | null;
  /** Pairs of documents of which one retells the other, or both retell a third. */
  dependence: Dependence[];
  /** Disagreements. */
  divergences: Divergence[];
  /** The documents. */
  documents: DocumentCard[];
  /** The disagreements by event; absent while there is no store. */
  events?: EventRows[] | null;
  /** Documents that could not be read, with the reason; absent while there is no store. */
  unread?: Unread[] | null;
}

/** What one document has in the slot. */
export interface DivergenceSide {
  /** The document. */
  document: string;
  /** What it says, in short. */
  says: string;
  /** The bytes that say so. */
  span: Span;
}

/** How things stand. */
export type DivergenceStatus = "open" | "explained" | "not-one";

/** A document in a list. */
export interface DocumentCard {
  /** Who wrote it. */
  author: string | null;
  /** File name under which it was added. */
  file: string;
  /** SHA-256 of its bytes. */
  id: string;
  /** Its outlet, or its file, and its date, in a few words. */
  label: string;
  /** The same with the basis of each. */
  meta: DocumentMeta;
  /** Who published it. */
  outlet: string | null;
  /** When, as precisely as known. */
  published: string | null;
  /** Its title. */
  title: string | null;
  /** Where it was published. */
  url: string | null;
}

/** One document in every layer. */
export interface DocumentLayers {
  /** The lines that belong to the article. */
  body: string;
  /** What it says, as candidates for a person to check. */
  claims: LayerClaim[];
  /** Which document. */
  document: LayeredDocument;
  /** Version of this form. */
  format: string;
  /** Its lines. */
  lines: LayerLine[];
  /** Who and what it names. */
  mentions: LayerMention[];
  /** Its numbers. */
  numbers: LayerNumber[];
  /** What somebody is reported to have said. */
  quotations: LayerQuotation[];
  /** What people decided on its claims; absent outside a store. */
  reviews?: ReviewDecision[] | null;
  /** Its sentences, those of page furniture too. */
  sentences: LayerSentence[];
  /** Its text; offsets count in it. */
  text: string;
  /** Its expressions of time. */
  times: LayerTime[];
}

/** The documents of the store. */
export interface DocumentList {
  /** By id. */
  documents: DocumentCard[];
}

/** What is known about a document. An absent publication date means unknown, and is shown so. */
export interface DocumentMeta {
  /** Who wrote it. */
  author: Knownstring | null;
  /** File name it was added under, without folders. */
  file: string;
  /** Its language as a BCP 47 tag. */
  lang: Knownstring | null;
  /** Who published it. */
  outlet: Knownstring | null;
  /** When it was published, as precisely as known. */
  published: KnownText | null;
  /** Its title. */
  title: Knownstring | null;
  /** Where it was published. */
  url: Knownstring | null;
}

/** The numbers of an estimate, for output. */
export interface Estimate {
  /** Whether two rivals differ by more than one per cent. */
  contested: boolean;
  /** Highest value of any rival. */
  high: number;
  /** Lowest value of any rival. */
  low: number;
  /** As it is printed. */
  text: string;
  /** Unit. */
  unit: string;
  /** Median of the rivals. */
  value: number;
}

/** The rows of one event. */
export interface EventRows {
  /** Its documents, oldest first; for rows between events those of the rows. */
  documents: string[];
  /** Who met whom, where and when; else the title of its first document. Empty for rows between events. */
  headline: string;
  /** Digest of its documents. */
  id: string;
  /** What they disagree about: open before explained before what is no disagreement. */
  matters: Matter[];
}

/** Why a number is what it is, and of which run. */
export interface Explained {
  /** Digest of the run. */
  digest: string;
  /** The reasons. */
  reasons: Node;
}

/** Every fact of the world as rows of text. */
export interface FactTable {
  /** Names of the columns. */
  columns: string[];
  /** Digest of the world. */
  digest: string;
  /** What is called how: the ids that stand in the columns `of` and `to`, with their names. */
  names: { [name: string]: string };
  /** One row for each fact. */
  rows: string[][];
  /** The stated value of each row with its range and unit, as it is printed. */
  texts: string[];
}

/** A file as it was written. */
export interface FileMark {
  /** Number of its bytes. */
  bytes: number;
  /** SHA-256 of its bytes. */
  sha256: string;
}

/** A finding as programs read it. */
export interface Finding {
  /** Stable code. */
  code: string;
  /** Column from 1; 0 means the whole line or file. */
  column: number;
  /** What was expected there; may be empty. */
  expected: string;
  /** File. */
  file: string;
  /** One fix; may be empty. */
  help: string;
  /** Line from 1; 0 means the whole file. */
  line: number;
  /** What is wrong. */
  message: string;
  /** The nearest valid name, when the thing looks misspelled. */
  nearest: string | null;
  /** `error` or `warning`. */
  severity: string;
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

/** A flow with its range. */
export interface Flow {
  /** How much, as a range. */
  amount: Estimate;
  /** Id of where it starts: a country, a site, or the product itself. */
  from: string;
  /** Its name. */
  from_name: string;
  /** Stage of the chain. */
  stage: FlowStage;
  /** Id of where it ends: a country, or the whole world. */
  to: string;
  /** Its name. */
  to_name: string;
  /** Id of what moves: a material, a class of tools, a product. */
  what: string;
  /** Its name. */
  what_name: string;
}

/** Where in the chain a flow runs. */
export type FlowStage = "input" | "line" | "demand";

/** Plain text or a page. */
export type Format = "plain" | "html";

/** What a search found. */
export interface Found {
  /** The best first. */
  hits: Hit[];
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

/** What each government adds to one loss. */
export interface GovernmentRow {
  /** By government, in the order of [`GovernmentTable::governments`]; none where it does not act. */
  by: (Points | null)[];
  /** Cell, as in [`Loss::cell`]. */
  cell: string;
  /** Who loses, for readers. */
  name: string;
  /** What no government does: events, firms and suppositions; none where there is nothing of the kind. */
  other: Points | null;
  /** The mean change. */
  total: Points;
  /** What is lost, for readers, such as `NAND output`. */
  what: string;
}

/** What each government adds to the losses of one scenario. */
export interface GovernmentTable {
  /** Governments by their readers' names, the one that takes most first. */
  governments: string[];
  /** Rows that say enough, by position, the largest loss first: one for each site and firm. Filled in on the way to a face. */
  leading?: number[];
  /** Of what the points are, how they were found, and how far they may be off. */
  note: string;
  /** Rows in the order of the losses. */
  rows: GovernmentRow[];
  /** Scenario. */
  scenario: string;
}

/** How strong the evidence is, strongest first. */
export type Grade = "official-text" | "official-statement" | "company-statement" | "named-witness" | "analyst" | "press" | "unnamed-source" | "computed" | "memory" | "assumption";

/** A sensitivity analysis. */
export interface Hangs {
  /** The command that makes the same page. */
  command: string;
  /** Uncertain factors in all. */
  factors: number;
  /** `morris`, `sobol`, `pawn` or `shapley`. */
  method: string;
  /** One answer for each cell. */
  outcomes: HangsOutcome[];
  /** Runs of baseline and scenario, as they are printed. */
  runs: string;
  /** The scenario that is compared with the baseline. */
  scenario: string;
  /** `linchpin/hangs/1`. */
  schema: string;
  /** The study. */
  study: string;
  /** What the study is called. */
  title: string;
}

/** An index with its interval. */
export interface HangsMark {
  /** Upper end. */
  high: number;
  /** Lower end. */
  low: number;
  /** As it is printed. */
  text: string;
  /** The estimate. */
  value: number;
}

/** What is explained. */
export interface HangsOf {
  /** The share of the baseline above which a loss counts, as it is printed; none where the loss itself is explained. */
  above: string | null;
  /** The standard deviation as it is printed; none for a probability. */
  deviation: string | null;
  /** The mean loss as it is printed; or the probability. */
  mean: string;
}

/** The indices of one cell. */
export interface HangsOutcome {
  /** The cell. */
  cell: string;
  /** Who and what. */
  name: string;
  /** Below this an index may be chance, as it is printed; only where the method says so. */
  noise: string | null;
  /** What is explained: the mean loss and its standard deviation, or a probability. */
  of: HangsOf;
  /** By factor, the largest first; the group of all others last. */
  rows: HangsRow[];
}

/** One factor. */
export interface HangsRow {
  /** Whether it is a group. */
  group: boolean;
  /** The index: alone (Sobol), the effect (Morris), the middle distance (PAWN), the part (Shapley). */
  index: HangsMark;
  /** The factor; the group of all others says so. */
  name: string;
  /** The factor's own range as it is printed; empty for a group. */
  range: string;
  /** What that range rests on. */
  rests: string;
  /** With others (Sobol), the largest distance (PAWN). */
  total: HangsMark | null;
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

/** The server is up. */
export interface Health {
  /** Always true. */
  ok: boolean;
  /** Version of Linchpin. */
  version: string;
}

/** One thing that a search found. */
export interface Hit {
  /** Its id. */
  id: string;
  /** `study`, `site`, `firm`, `product`, `material`, `tool`, `country` or `act`. */
  kind: string;
  /** Its name or title. */
  name: string;
  /** A word more: the question of a study, the citation of an act, a name in the reader's script. */
  note: string;
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

/** The record of one kind of answers. */
export interface Kind {
  /** Episodes that asked for the kind. */
  episodes: number;
  /** Episodes in which the 90 % band held every value of the kind. */
  held: number;
  /** The same among the episodes that nobody may fit. */
  held_out: [number, number];
  /** What kind, in English, Korean and Chinese. */
  names: [string, string, string];
}

/** The record that belongs to a measure in a scenario; where none does, no episode asked for it. */
export interface KindRow {
  /** Its record. */
  kind: Kind;
  /** Variable, such as `output`. */
  measure: string;
  /** Scenario. */
  scenario: string;
}

/** A piece of metadata and its basis. */
export interface KnownText {
  /** Why it is believed. */
  basis: MetaBasis;
  /** The value. */
  value: string;
}

/** A piece of metadata and its basis. */
export interface Knownstring {
  /** Why it is believed. */
  basis: MetaBasis;
  /** The value. */
  value: string;
}

/** One number by several methods, side by side. */
export interface Ladder {
  /** Heads of the columns, such as horizons. */
  columns: string[];
  /** Draws behind each range. */
  draws: number;
  /** World id, or the engine's own. */
  entity: string;
  /** Name for readers. */
  name: string;
  /** The methods, the coarsest first; the last is the run's own. */
  rows: LadderRow[];
  /** Scenario. */
  scenario: string;
  /** What is told, for readers. */
  what: string;
}

/** One method. */
export interface LadderRow {
  /** What it is called. */
  method: string;
  /** What it counts and what it leaves out. */
  says: string;
  /** Texts of the changes, for faces; never stored. */
  text?: SpreadText[];
  /** Relative change by column; none where the method says nothing. */
  values: (Spread | null)[];
}

/** A language in which a card is told. */
export type Language = "en" | "ko" | "zh";

/** A candidate claim. */
export interface LayerClaim {
  /** Whoever acts. */
  agent: string | null;
  /** From the outlet to the first speaker. */
  chain: ClaimHop[];
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** First byte after. */
  end: number;
  /** Every entity the sentence names. */
  entities: string[];
  /** Digest of document, span and predicate. */
  id: string;
  /** How firmly it is put. */
  modality: Modality;
  /** Part of the article it stands in. */
  part: ArticlePart;
  /** Whoever or whatever is acted on. */
  patient: string | null;
  /** Whether it is said to be so. */
  polarity: Polarity;
  /** The predicate, from the closed list. */
  predicate: string;
  /** Its sentence. */
  sentence: number;
  /** How it is given, when somebody said it. */
  speech: Speech | null;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
  /** The word that makes the predicate. */
  verb: TextPlace;
}

/** A line. */
export interface LayerLine {
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** First byte after. */
  end: number;
  /** Which part. */
  kind: ArticlePart;
  /** Article or furniture. */
  label: LineLabel;
  /** Its number, from 1. */
  line: number;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
}

/** A naming of somebody or something. */
export interface LayerMention {
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** First byte after. */
  end: number;
  /** The entity it stands for. */
  entity: string;
  /** What it is, as `person` or `company`; `nationality` for the word for a country's people. */
  kind: string;
  /** Whether the entity is in the tables. */
  known: boolean;
  /** Its sentence. */
  sentence: number;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
  /** The title beside the name. */
  title: TextPlace | null;
}

/** A number. */
export interface LayerNumber {
  /** The readings not preferred. */
  alternatives: NumberAlternative[];
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** How the text bounds it. */
  comparator: Comparator;
  /** First byte after. */
  end: number;
  /** The figures or number words alone. */
  figure: TextPlace;
  /** The upper end of a range. */
  high: number | null;
  /** What it counts. */
  kind: NumberKind;
  /** The noun counted, for plain counts. */
  of: string | null;
  /** How an ambiguous figure was read. */
  reading: string | null;
  /** Its sentence. */
  sentence: number;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
  /** Unit of measure, currency code, `%`, `x`, or nothing. */
  unit: string | null;
  /** Its value in base units; the lower end of a range. */
  value: number;
}

/** A piece of reported speech. */
export interface LayerQuotation {
  /** What was said. */
  content: TextPlace;
  /** The reporting words. */
  cue: TextPlace | null;
  /** What the reporting words report. */
  cue_kind: CueKind | null;
  /** Whether cue and source were taken over from the sentence before. */
  inherited: boolean;
  /** The same with its quotation marks. */
  outer: TextPlace;
  /** Its sentence. */
  sentence: number;
  /** Who said it, as written. */
  source: TextPlace | null;
  /** How it is given. */
  speech: Speech;
}

/** A sentence. */
export interface LayerSentence {
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** First byte after. */
  end: number;
  /** Whether it belongs to the article. */
  keep: boolean;
  /** Which part of the article it stands in. */
  kind: ArticlePart;
  /** The line it starts on, from 1. */
  line: number;
  /** Its number, from 0. */
  sentence: number;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
}

/** An expression of time. */
export interface LayerTime {
  /** On what the value rests. */
  basis: WhenBasis;
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** First byte after. */
  end: number;
  /** First day meant. */
  from: string | null;
  /** Whether it is the time of the place it speaks of. */
  local: boolean;
  /** `START`, `MID`, `END`, `APPROX`, or nothing. */
  mod: string | null;
  /** For a period named by its ends: the ends. */
  parts: LayerTimePart[];
  /** Its sentence. */
  sentence: number;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
  /** What kind of time. */
  type: WhenKind;
  /** First day after. */
  until: string | null;
  /** TIMEX3-style value. */
  value: string;
}

/** An end of a period, as written. */
export interface LayerTimePart {
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** First byte after. */
  end: number;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
  /** TIMEX3-style value. */
  value: string;
}

/** Which document the layers are of. */
export interface LayeredDocument {
  /** Encoding of its bytes. */
  encoding: string;
  /** Plain text or a page. */
  format: Format;
  /** What is known of it. */
  meta: DocumentMeta;
  /** SHA-256 of its bytes. */
  sha256: string;
}

/** A licence that the asker holds for this flow. */
export interface Licence {
  /** The day it was granted. */
  granted: string;
  /** The order that granted it; the only one that asks for a licence, where none is given. */
  order: string | null;
}

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
export type LineKind = "number" | "sites" | "period" | "first" | "cause" | "channel" | "rests" | "record";

/** Whether a line belongs to the article. */
export type LineLabel = "body" | "boilerplate" | "blank";

/** Who loses what, over the whole horizon: flows added up, prices averaged, each week alike. */
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
  /** First week with a loss; none unless at least half of the draws lose over the whole. */
  first_week: FirstWeek | null;
  /** How far it looks. */
  horizon: Horizon;
  /** Level of the entity. */
  level: string;
  /** Whether the median or an end of the range moves by at least [`crate::contract::losses::MATERIAL`]; faces fold other rows. */
  material: boolean;
  /** Variable that is added up; of a price the mean over the horizon is told, each week alike. */
  measure: string;
  /** Name for readers. */
  name: string;
  /** Share of draws with a loss; of a price, in which it is lower. */
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

/** A product made at a site. */
export interface MapProduct {
  /** Installed capacity as a range, where somebody states one. */
  capacity: Estimate | null;
  /** The product's name. */
  name: string;
  /** Product id. */
  product: string;
}

/** A site on the map. */
export interface MapSite {
  /** Country it stands in. */
  country: string;
  /** Firm that runs it. */
  firm: string;
  /** The firm's name. */
  firm_name: string;
  /** Country of the firm's headquarters. */
  headquarters: string | null;
  /** Site id. */
  id: string;
  /** Degrees north. */
  latitude: number;
  /** Degrees east. */
  longitude: number;
  /** Name as printed. */
  name: string;
  /** Name of the town or district. */
  place: string;
  /** What it makes, with installed capacity in wafers a month. */
  products: MapProduct[];
}

/** Rows that rest on the same words. */
export interface Matter {
  /** Its rows, the weightiest first. */
  divergences: string[];
  /** How its rows stand; all stand alike. */
  status: DivergenceStatus;
}

/** A half-open span of members. */
export interface MemberSpan {
  /** First member. */
  from: number;
  /** First member after. */
  until: number;
}

/** Why a piece of metadata is believed. */
export type MetaBasis = "stated" | "metadata" | "curated";

/** How firmly something is put, firmest first. */
export type Modality = "asserted" | "attributed" | "predicted" | "opinion" | "conditional";

/** How one place's capacity differs. */
export interface Move {
  /** Thousand wafer starts a month more or fewer than without the measures. */
  change: Spread;
  /** The place for readers. */
  name: string;
  /** Name of the product; none for all together. */
  product?: string | null;
}

/** Where capacity goes. */
export interface Moved {
  /** Countries, the largest change first; all products together. */
  countries: Move[];
  /** Sites, the largest change first. */
  sites: Move[];
  /** The year at whose end. */
  year: string;
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

/** Another reading of an ambiguous number. */
export interface NumberAlternative {
  /** What this reading takes the words for. */
  reading: string;
  /** Its unit. */
  unit: string | null;
  /** Its value in base units. */
  value: number;
}

/** What a number counts. */
export type NumberKind = "cardinal" | "ordinal" | "percent" | "money" | "quantity" | "multiple" | "fraction";

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

/** What one order says. */
export interface OrderDecision {
  /** Whether the day asked about lies beyond that. */
  beyond_horizon: boolean;
  /** Rules that make the verdict: requirements that stand, or exceptions that lift them. */
  binding: string[];
  /** Sources. */
  citations: PolicyCitation[];
  /** Through which day the documents of the order were looked through; none where none were. */
  complete_through: string | null;
  /** Requirements that are lifted, with what lifts them. */
  lifted: ([string, string])[];
  /** The order. */
  order: string;
  /** Duties, if any; where another may be due (the verdict is unknown), the part that is known. */
  rate: number | null;
  /** How it would look at an application. */
  review: string | null;
  /** Its verdict. */
  verdict: string;
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

/** One series with its weeks and dates: a fan. */
export interface Picture {
  /** Dates worth a mark. */
  dates: DateMark[];
  /** The bands. */
  series: Series;
  /** The Monday of each week. */
  weeks: string[];
}

/** Texts of a point of a loss curve. */
export interface PointText {
  /** Severity. */
  x: string;
  /** Loss. */
  y: SpreadText;
}

/** A number of points with its Monte Carlo error, and how it is written. */
export interface Points {
  /** Monte Carlo standard error of the mean, in points; none for a difference of two means. */
  error: number | null;
  /** Signed points: per cent of the baseline total. */
  points: number;
  /** As it is printed, such as `-9.1`. */
  text: string;
}

/** Whether something is said to be so, not to be so, or not to have been mentioned. */
export type Polarity = "positive" | "negative" | "omits";

/** One value of a missing fact. */
export interface PolicyBranch {
  /** The value. */
  value: string;
  /** The verdict it would give. */
  verdict: string;
}

/** A later day on which the decision differs. */
export interface PolicyChange {
  /** The day. */
  on: string;
  /** Whether it is scheduled beyond the horizon. */
  scheduled: boolean;
  /** The verdict from then on. */
  verdict: string;
}

/** A rule as evidence: the act behind it and the words that count. */
export interface PolicyCitation {
  /** The act. */
  act: string;
  /** Who issued it. */
  authority: string;
  /** Its citation. */
  cite: string;
  /** First day of the rule's text. */
  from: string;
  /** Strength of the evidence. */
  grade: Grade;
  /** When it was published. */
  published: string;
  /** Words that fix date and effect, or the paragraph in brackets. */
  quote: string;
  /** The rule. */
  rule: string;
  /** What it says, in our words. */
  says: string;
  /** The act's title. */
  title: string;
  /** First day on which it no longer holds. */
  until: string | null;
  /** Where to read it. */
  url: string;
}

/** The answer to a question on a day. */
export interface PolicyDecision {
  /** The acts behind them. */
  acts: string[];
  /** The answer in one sentence. */
  answer: string;
  /** What was taken for granted. */
  assumed: string[];
  /** The day lies beyond what the order's acts are complete through: scheduled, not known. */
  beyond_horizon: boolean;
  /** The rules that make the verdict. */
  binding: string[];
  /** Sources of the binding rules. */
  citations: PolicyCitation[];
  /** Duties that bind without blocking: reports, records, conditions. */
  conditions: PolicyCitation[];
  /** Whether all evidence used is confirmed (nothing graded `memory`). */
  confirmed: boolean;
  /** The weakest evidence used. */
  grade: Grade | null;
  /** Stable name of this decision. */
  id: string;
  /** The day whose knowledge is used. */
  known: string;
  /** The day of knowledge lies beyond what is held: nothing of that time can be known here. */
  known_beyond: boolean;
  /** Rules that would reach the question but are suspended or have ended, with the act that did it. */
  lapsed: PolicyLapsed[];
  /** Facts that would settle an open point. */
  missing: PolicyMissing[];
  /** First later day on which the decision differs, as known. */
  next_change: PolicyChange | null;
  /** The day asked about. */
  on: string;
  /** Every order looked at, those without a rule among them. */
  orders: OrderDecision[];
  /** The question. */
  query: PolicyQuery;
  /** Limits of the authorisation used. */
  quota: QuotaState | null;
  /** Duty, share of value; none where no duty was asked for or found. Where another duty may be due as well (the verdict is unknown), the part that is known. */
  rate: number | null;
  /** Where the question has several readings: each with its verdict. The strictest is the answer. */
  readings: ReadingVerdict[];
  /** How an application would be looked at. */
  review: string | null;
  /** Requests, intentions and other statements that bear on the question: never rules. */
  signals: PolicySignal[];
  /** Phrases of the question and what they were read as, with the words left over. */
  understood: Understood[];
  /** Names in the question that are not declared. */
  unknown_names: UnknownName[];
  /** First day on which the answer no longer holds as it does: a binding rule ends, or the answer differs, or another order's part of it does; none while nothing is scheduled. Never later than `next_change`. */
  until: string | null;
  /** The most severe verdict of all orders. */
  verdict: string;
}

/** Cells that the same acts changed. */
export interface PolicyDifference {
  /** The acts that made the difference. */
  acts: string[];
  /** The cells. */
  cells: PolicyDifferenceCell[];
  /** What the ids in the cells are called: goods, sites, parties, countries. */
  names: { [name: string]: string };
}

/** A question whose decision differs. */
export interface PolicyDifferenceCell {
  /** Verdict after. */
  after: string;
  /** Verdict before. */
  before: string;
  /** The question. */
  query: PolicyQuery;
  /** Duty before and after, where one is due. */
  rates: [number | null, number | null];
}

/** A rule that no longer holds, or not now. */
export interface PolicyLapsed {
  /** The act that ended or suspended it, or made it with an end. */
  act: string;
  /** Who issued that act. */
  authority: string;
  /** That act's citation. */
  cite: string;
  /** Whether it is asleep or gone. */
  how: string;
  /** The rule. */
  rule: string;
  /** What it said. */
  says: string;
  /** First day without it. */
  since: string;
}

/** A missing fact, and the verdict that each value of it would give. */
export interface PolicyMissing {
  /** Why it is open. */
  because: string;
  /** What each value would give. */
  branches: PolicyBranch[];
  /** The fact. */
  fact: string;
}

/**  */
export interface PolicyQuery {
  /**  */
  activity?: string;
  /**  */
  "bandwidth-density"?: number;
  /**  */
  buyer?: string;
  /**  */
  "cn-content-pct"?: number;
  /**  */
  "decontrolled-since"?: string;
  /**  */
  "dram-bandwidth"?: number;
  /**  */
  "end-use"?: string;
  /**  */
  "expansion-pct"?: number;
  /**  */
  facility?: string;
  /**  */
  from?: string;
  /**  */
  funding?: string;
  /**  */
  holder?: string;
  /**  */
  hq?: string;
  /**  */
  item?: string;
  /**  */
  layers?: number;
  /**  */
  licence?: Licence;
  /**  */
  maker?: string;
  /**  */
  node?: number;
  /**  */
  origin?: string;
  /**  */
  "overlay-nm"?: number;
  /**  */
  owners?: ([string, number])[];
  /**  */
  "owners-share-unknown"?: string[];
  /**  */
  party?: string;
  /**  */
  "performance-density"?: number;
  /**  */
  purpose?: string;
  /**  */
  "serves-domestic-pct"?: number;
  /**  */
  site?: string;
  /**  */
  to?: string;
  /**  */
  tpp?: number;
  /**  */
  "us-content"?: string;
  /**  */
  "us-content-pct"?: number;
  /**  */
  "value-usd"?: number;
}

/** Which acts a run used. */
export interface PolicyRef {
  /** Number of acts. */
  acts: number;
  /** SHA-256 of the act store. */
  digest: string;
}

/** Something said that bears on a question. */
export interface PolicySignal {
  /** Request, intent or another statement. */
  kind: string;
  /** Who said it where. */
  source: PolicyCitation;
}

/** A site that the law knows. */
export interface PolicySite {
  /** The country it stands in; none where that is not known. */
  country: string | null;
  /** Its id. */
  id: string;
  /** Its name. */
  name: string;
}

/** One stretch of days. */
export interface PolicyStretch {
  /** The days. */
  days: Days;
  /** The answer for new capacity. */
  expand: PolicyDecision;
  /** The answer for spare parts and replacement. */
  maintain: PolicyDecision;
  /** Why the answer is unknown, if it is. */
  reason: string | null;
  /** Whether it lies beyond the horizon: scheduled, not known. */
  scheduled: boolean;
}

/** The stretches for tools of one origin. */
export interface PolicyTimeline {
  /** Where the tool comes from. */
  origin: string;
  /** The site. */
  site: string;
  /** The stretches, in order. */
  stretches: PolicyStretch[];
  /** The stand-in for a controlled tool that was asked about. */
  tool: string;
}

/** A node of the tree. */
export interface PolicyTrace {
  /** What it rests on. */
  children: PolicyTrace[];
  /** What it says. */
  says: string;
  /** For a leaf: the quote with its act, or the fact's source. */
  source: string | null;
  /** Whether it holds, where it is a condition. */
  truth: string | null;
}

/** A run that was asked for. */
export interface QueuedJob {
  /** Its job, to be asked about. */
  job: string;
}

/** A limit on how much may pass. */
export interface Quota {
  /** How much; none where the amount is not public. */
  amount: number | null;
  /** Ledger file under `policy/ledger/` with the amounts used. */
  ledger: string | null;
  /** Period over which it is counted. */
  per: string;
  /** What is counted. */
  unit: string;
}

/** A quota and what is left of it. */
export interface QuotaState {
  /** What is left; none when either is unknown. */
  left: number | null;
  /** The limit. */
  limit: Quota;
  /** How much the ledger says was used by the day; none without a ledger. */
  used: number | null;
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

/** One reading of the question. */
export interface ReadingVerdict {
  /** The question in ids. */
  asked: string;
  /** What it comes to. */
  verdict: string;
}

/** Kinds of reasons. */
export type Reason = "number" | "cause" | "shock" | "decision" | "act" | "assumption" | "input" | "account" | "quote" | "note";

/** What makers of memory of one country receive of the higher bill. */
export interface Received {
  /** What the makers get more for their memory over the horizon; negative where it got cheaper. The countries of a scenario add up to the world's bill in every draw. */
  amount: Spread;
  /** World id of the country. */
  country: string;
  /** Name for readers. */
  name: string;
  /** Scenario. */
  scenario: string;
  /** Text of the amount in billions, for faces; never stored. */
  text?: SpreadText | null;
}

/** The content of `run.json`: all of a run but its tables. */
export interface Record {
  /** Whether the study asks where capacity goes. */
  about_capacity?: boolean;
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
  /** The country in which each site stands; empty in runs of earlier versions. */
  places?: { [name: string]: string };
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

/** One document's rendering of a statement. */
export interface Rendering {
  /** The document. */
  document: string;
  /** What was said, as written there. */
  says: string;
  /** The bytes of what was said. */
  span: Span;
  /** Who says it there, as written. */
  speaker: string;
}

/** The whole report. */
export interface Report {
  /** Amounts of money among the texts, in English, Korean and Chinese; filled in for faces, never stored. */
  amounts?: ([string, string, string])[];
  /** Assumptions with their ranges. */
  assumptions: AssumptionRow[];
  /** What each shock and each government adds to a loss; empty when it was not computed. */
  attribution?: Attribution[];
  /** Where capacity goes, one table for a scenario; empty where no site's capacity moves. */
  capacity?: CapacityTable[];
  /** Herfindahl-Hirschman index before and after, 0 to 10000. */
  concentration: Concentration[];
  /** Loss against the severity of a restriction; may be empty. */
  curve: Curve[];
  /** Dates worth a mark on a time axis, in order. */
  dates: DateMark[];
  /** Revenue changes split into quantity and price. */
  decomposition: Decomposition[];
  /** The same by government, one table for a scenario; empty where no government acts. */
  governments?: GovernmentTable[];
  /** The answer. */
  headline: Headline;
  /** Inputs with their rival accounts. */
  inputs: InputRow[];
  /** How often answers of a kind held in the past, by scenario and measure; empty where none was tested. */
  kinds?: KindRow[];
  /** The headline by several methods, side by side; none for an engine with one. */
  ladder?: Ladder | null;
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
  /** What the engine cannot say, by scenario and measure. */
  unsaid?: Unsaid[];
  /** Loss by cause in the median member. */
  waterfall: Waterfall[];
  /** The Monday of each week; none where every number is one of comparative statics. */
  weeks: string[];
}

/** One decision. */
export interface ReviewDecision {
  /** Who decided. */
  by: string;
  /** Id of the claim or divergence. */
  id: string;
  /** Why, or how it is amended. */
  note: string;
  /** What was decided. */
  verdict: ReviewVerdict;
}

/** What a person decided. */
export type ReviewVerdict = "accepted" | "rejected" | "edited";

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

/** A scenario of a bundled study. */
export interface ScenarioInfo {
  /** Name to run it by, after the study's and a slash. */
  id: string;
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

/** What stands large: who and what in a few words, the change, its range. */
export interface Short {
  /** The median change; empty where nothing changes. */
  figure: string;
  /** Who and what. */
  heading: string;
  /** Its range; empty where draws are too few, or nothing changes. */
  range: string;
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
  /** Where capacity goes, in an answer to that question. */
  capacity?: Moved | null;
  /** What took most. */
  cause: NamedShare | null;
  /** Relative change of the total. */
  change: Spread | null;
  /** Whether `cause` is only the channel through which most is lost: measures were not switched off one by one. */
  channel?: boolean;
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
  /** How often answers of its kind held; none where no episode asked for one. */
  kind: Kind | null;
  /** What is added up, such as "output"; empty when nothing changes. */
  measure: string;
  /** Name of the product; none where the row is about no product, or about the product itself. */
  product: string | null;
  /** Size of the median change without its sign, as text. */
  size: string;
  /** First day after. */
  until: string;
  /** Weeks of the period; 0 for a number of comparative statics, which `horizon` dates. */
  weeks: number;
  /** Who and what, such as "SK hynix Wuxi DRAM output"; empty when nothing changes. */
  what: string;
  /** Name of who loses or gains, such as "SK hynix Wuxi"; empty when nothing changes. */
  who: string;
}

/** A half-open span of bytes `[start, end)` in the text of one document. */
export interface Span {
  /** First byte after. */
  end: number;
  /** First byte inside. */
  start: number;
}

/** A party and what it says. */
export interface Speaking {
  /** Its name for readers. */
  name: string;
  /** An entity such as `country:kor`; empty when the source's party is not known. */
  party: string;
  /** Its statements; those that most documents have first. */
  statements: Statement[];
}

/** How the words are given. */
export type Speech = "direct" | "indirect" | "mixed";

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
  /** Who receives the higher bill: makers of memory, by the country of their owners; empty in runs of earlier versions. */
  received: Received[];
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
  /** As it is printed. */
  text: string;
  /** Unit. */
  unit: string;
  /** Stated value. */
  value: number;
  /** Why it is needed. */
  why: string;
}

/** Who loses what, of those who use memory. */
export interface SpilloverRow {
  /** What is paid more for the memory that came; the makers of memory receive it. Negative where it got cheaper. */
  bill: Spread;
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
  /** Value added lost for want of memory; in runs of earlier versions with the higher bill. */
  value_added: Spread;
}

/** Texts of a row of the industries that use memory, in billions. */
export interface SpilloverText {
  /** What is paid more for the memory that came. */
  bill: SpreadText;
  /** The first three in hundred millions, as Korean and Chinese count money. */
  hundred_millions: [SpreadText, SpreadText, SpreadText];
  /** Output lost. */
  output: SpreadText;
  /** Output lost over usual output. */
  share: SpreadText;
  /** Value added lost for want of memory. */
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

/** The first page. */
export interface Start {
  /** What changed in the law, the latest first. */
  lately: CalendarEvent[];
  /** Through which day the documents of each government were looked through, as `linchpin run` says it. */
  law_through: string;
  /** The day through which every monthly series of the market reaches; none without such series. */
  market_through: string | null;
  /** Draws to ask for where a study has no run yet. */
  members: number;
  /** What is scheduled, the next first. */
  next: CalendarEvent[];
  /** The bundled studies with their answers, the main question first. */
  studies: Begun[];
}

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

/** One statement. */
export interface Statement {
  /** Divergences that touch its words. */
  divergences: string[];
  /** Digest of its renderings' places. */
  id: string;
  /** Who has it, in the order of documents. */
  kept: Rendering[];
  /** Documents of the event that do not have it. */
  left_out: string[];
}

/** What each side says, event by event. */
export interface StatementList {
  /** The documents that were read. */
  documents: DocumentCard[];
  /** The events. */
  events: Told[];
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

/** A file of a study. */
export interface StudyFile {
  /** Its path inside the study. */
  name: string;
  /** Its text. */
  text: string;
}

/** A bundled study in one line. */
export interface StudyInfo {
  /** Name to run it by. */
  id: string;
  /** The question. */
  question: string;
  /** Its scenarios. */
  scenarios: ScenarioInfo[];
  /** Title. */
  title: string;
}

/** The bundled studies. */
export interface StudyList {
  /** By name. */
  studies: StudyInfo[];
}

/** A bundled study with its files. */
export interface StudyText {
  /** Its files. */
  files: StudyFile[];
  /** Name to run it by. */
  id: string;
  /** The question. */
  question: string;
  /** Its scenarios. */
  scenarios: ScenarioInfo[];
  /** Title. */
  title: string;
}

/** Where words stand, and the words. */
export interface TextPlace {
  /** First character after. */
  char_end: number;
  /** First character. */
  char_start: number;
  /** First byte after. */
  end: number;
  /** First byte. */
  start: number;
  /** The words. */
  text: string;
}

/** One event as its documents tell it. */
export interface Told {
  /** Its documents, oldest first; those without a date last. */
  documents: string[];
  /** Digest of its documents. */
  id: string;
  /** Who speaks; whoever is known before whoever is not. */
  sides: Speaking[];
}

/** A phrase and what it was read as. */
export interface Understood {
  /** The field it was given for. */
  field: string;
  /** Words that nobody understood. */
  left: string[];
  /** The words as asked. */
  phrase: string;
  /** What they may mean, each as an id. */
  readings: string[];
}

/** A name that is not known. */
export interface UnknownName {
  /** The field it was given for. */
  field: string;
  /** The name. */
  name: string;
  /** The nearest known id. */
  nearest: string | null;
}

/** A document that could not be read. */
export interface Unread {
  /** SHA-256 of its bytes. */
  document: string;
  /** Why. */
  reason: string;
}

/** A measure of a scenario of which the engine can say nothing: it has no row of losses. */
export interface Unsaid {
  /** Variable. */
  measure: string;
  /** Scenario. */
  scenario: string;
  /** Why, in a sentence. */
  why: string;
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

/** The answer of a study with one assumption set to a value, or one day moved. */
export interface WhatIf {
  /** The scenario's answer. */
  card: Card;
  /** The day that it was moved to; none where an assumption was. */
  day: string | null;
  /** Draws it was computed with. */
  draws: number;
  /** The value; none where a day was moved. */
  value: number | null;
  /** The value or day as it is printed. */
  value_text: string;
}

/** On what a date rests. */
export type WhenBasis = "explicit" | "publication" | "unresolved";

/** What kind of time is meant, as in TIMEX3. */
export type WhenKind = "DATE" | "TIME" | "DURATION" | "SET";

/** Our words and names in three languages. */
export interface WordList {
  /** English, Korean, Chinese. */
  words: ([string, string, string])[];
}

/** One facet. */
export interface WorldAttribute {
  /** What it says, such as `owner`. */
  name: string;
  /** The text. */
  value: string;
}

/** Everything about one thing. */
export interface WorldCard {
  /** Facets such as owner, place and node, in reading order. */
  attributes: WorldAttribute[];
  /** Events that name it. */
  events: WorldEvent[];
  /** Its id; the package's name when the whole world is meant. */
  id: string;
  /** Its name. */
  name: string;
  /** Other things of the world that belong to it. */
  related: WorldRelated[];
  /** Values with their rivals, by quantity. */
  values: WorldValue[];
}

/** An event as a reader sees it. */
export interface WorldEvent {
  /** Date as written. */
  date: string;
  /** Its id. */
  id: string;
  /** How the source puts it. */
  modality: string;
  /** What a reader should know. */
  note: string;
  /** Who says so. */
  source: WorldSource;
  /** What happened. */
  what: string;
}

/** Where things are made and where they go. */
export interface WorldMap {
  /** Flows. */
  flows: Flow[];
  /** Sites. */
  sites: MapSite[];
}

/** Which world a run used. */
export interface WorldRef {
  /** SHA-256 of its content. */
  digest: string;
  /** Name and version. */
  name: string;
}

/** Another thing and how it belongs here. */
export interface WorldRelated {
  /** How it belongs, such as `makes` or `owned by`. */
  how: string;
  /** Its id. */
  id: string;
  /** Its name. */
  name: string;
}

/** One value of one source. */
export interface WorldRival {
  /** Date the value speaks of. */
  as_of: string;
  /** What was counted. */
  basis: string;
  /** Strength of the evidence. */
  grade: Grade;
  /** Highest value. */
  high: number;
  /** Lowest value. */
  low: number;
  /** What a reader should know. */
  note: string;
  /** Who says so. */
  source: WorldSource;
  /** As it is printed. */
  text: string;
  /** Unit of the three. */
  unit: string;
  /** What it is for. */
  use: string;
  /** Stated value. */
  value: number;
}

/** A source as a reader cites it. */
export interface WorldSource {
  /** Publisher, or what kind of source it is when no document. */
  outlet: string;
  /** Date of publication, empty when unknown. */
  published: string;
  /** Reference as in the tables. */
  reference: string;
  /** Title or name. */
  title: string;
  /** Address, empty when unknown. */
  url: string;
}

/** All values of one quantity and key. */
export interface WorldValue {
  /** Range of today; none when every value is history or context. */
  estimate: Estimate | null;
  /** Name of `of`, empty without one. */
  of: string;
  /** What it measures. */
  quantity: string;
  /** The single values, latest first. */
  rivals: WorldRival[];
  /** Name of the subject, when it is not the card's own. */
  subject: string;
  /** Name of `to`, empty without one. */
  to: string;
}
