// The contract of a finished run, as the results crate writes it and this page reads it.
// In: the text of the JSON slot. Out: a Report, or the reason why there is none.
// Invariant: a report that `read` hands out has every list of the contract, so that no view checks again.

export interface Band { p05: number[]; p25: number[]; p50: number[]; p75: number[]; p95: number[] }
export interface Spread { p05: number; p50: number; p95: number }

export type DateKind = "act" | "signal" | "hypothetical" | "event" | "expiry";
export type Horizon = "weeks" | "short" | "medium" | "long";

export interface Scenario { id: string; title: string; summary: string; answer: string }

export interface DatedMark {
  date: string;
  label: string;
  kind: DateKind;
  scenario: string | null;
  act: string | null;
  citation: string | null;
}

export interface Series {
  scenario: string;
  level: string;
  entity: string;
  name: string;
  product: string | null;
  variable: string;
  label: string;
  unit: string;
  baseline: Band;
  value: Band;
  change: Band | null;
}

export interface Loss {
  scenario: string;
  level: string;
  entity: string;
  name: string;
  product: string | null;
  measure: string;
  unit: string;
  baseline: number;
  change: Spread;
  amount: Spread;
  first_week: (Spread & { date: string }) | null;
  probability: number;
  cause: string;
  causes: { name: string; share: number }[];
  contested: string[];
  cell: string;
  horizon: Horizon;
}

export interface ShareRow { scenario: string; product: string; firm: string; name: string; before: Spread; after: Spread }
export interface Concentration { scenario: string; product: string; before: Spread; after: Spread }

export interface Split {
  scenario: string;
  firm: string;
  name: string;
  product: string;
  unit: string;
  baseline: number;
  quantity: Spread;
  price: Spread;
  total: Spread;
}

export interface Waterfall {
  scenario: string;
  entity: string;
  name: string;
  unit: string;
  steps: { name: string; value: number }[];
}

export interface Curve {
  entity: string;
  name: string;
  x_label: string;
  y_label: string;
  points: (Spread & { x: number })[];
}

export interface Account {
  value: number;
  low: number;
  high: number;
  as_of: string;
  basis: string;
  source: string;
  outlet: string;
  title: string;
  url: string;
  grade: string;
  note: string;
}

export interface Input {
  subject: string;
  name: string;
  quantity: string;
  unit: string;
  value: number;
  low: number;
  high: number;
  contested: boolean;
  accounts: Account[];
}

export interface Assumption {
  id: string;
  name: string;
  unit: string;
  value: number;
  low: number;
  high: number;
  why: string;
  source: string;
  influence: number | null;
}

export interface Observed { title: string; columns: string[]; rows: string[][]; source: string }

export interface Run {
  digest: string;
  engine: string;
  seed: number;
  members: number;
  design: string;
  from: string;
  until: string;
  known: string;
  version: string;
  world: { name: string; digest: string };
  policy: { digest: string; acts: number };
  reproduce: string;
  citation: string;
}

/** What lost memory does to the industries that use it; only in runs that carried it on. */
export interface Spillover {
  table: string; year: number; attribution: string; unit: string; from: string; until: string; days: number; members: number; imputed: number;
  rows: { scenario: string; region: string | null; industry: string | null; name: string; output: Spread; value_added: Spread; share: Spread; cause: string; cell: string }[];
  notes: string[];
}

export interface Report {
  schema: "linchpin/report/1";
  study: { id: string; title: string; question: string };
  run: Run;
  headline: { text: string; scenario: string; cell: string };
  scenarios: Scenario[];
  dates: DatedMark[];
  weeks: string[];
  series: Series[];
  losses: Loss[];
  shares: ShareRow[];
  concentration: Concentration[];
  decomposition: Split[];
  waterfall: Waterfall[];
  curve: Curve[];
  inputs: Input[];
  assumptions: Assumption[];
  observed: Observed[];
  spillover?: Spillover;
  not_modelled: string[];
}

export const SCHEMA = "linchpin/report/1";
/** The slot of a served page: there is no report in it, the page asks its server. */
export const APP_SCHEMA = "linchpin/app/1";

const LISTS = [
  "scenarios", "dates", "weeks", "series", "losses", "shares", "concentration", "decomposition",
  "waterfall", "curve", "inputs", "assumptions", "observed", "not_modelled",
] as const;

export type Reading =
  | { kind: "report"; report: Report }
  | { kind: "app" }
  | { kind: "empty" }
  | { kind: "unreadable"; reason: string };

/** Reads the JSON slot of the page. A mark makes it the application; an empty slot is the bundle without a run; anything else must be a whole report. */
export function read(text: string): Reading {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { kind: "unreadable", reason: `the data of the page are not JSON: ${String(error)}` };
  }
  if (data === null) return { kind: "empty" };
  if (typeof data !== "object") return { kind: "unreadable", reason: "the data of the page are not an object" };
  if (Object.keys(data).length === 1 && "schema" in data && data.schema === APP_SCHEMA) return { kind: "app" };
  return readReport(data);
}

/** Reads a report from JSON, inlined or from the server. */
export function readReport(data: object): Reading {
  const found = data as Record<string, unknown>;
  if (found.schema !== SCHEMA) {
    return { kind: "unreadable", reason: `this page reads ${SCHEMA}, the data say ${String(found.schema)}` };
  }
  const missing: string[] = LISTS.filter((name) => !Array.isArray(found[name]));
  for (const name of ["study", "run", "headline"]) {
    if (typeof found[name] !== "object" || found[name] === null) missing.push(name);
  }
  if (missing.length > 0) return { kind: "unreadable", reason: `the data lack: ${missing.join(", ")}` };
  const report = data as Report;
  const weeks = report.weeks.length;
  const short = report.series.find((row) => row.value.p50.length !== weeks || row.baseline.p50.length !== weeks);
  if (short) {
    return { kind: "unreadable", reason: `series ${short.entity} ${short.variable} does not have one number a week` };
  }
  return { kind: "report", report };
}

/** How files taken from the page begin: the study and the run they come from. */
export function fileStem(report: Report): string {
  return `${report.study.id}-${report.run.digest.slice(0, 8)}`;
}

/** Whether two rows speak of the same thing in two scenarios. */
export function sameSubject(a: Loss, b: Loss): boolean {
  return a.level === b.level && a.entity === b.entity && a.measure === b.measure && a.product === b.product;
}

/** The row of the headline, if the report holds it. */
export function headlineLoss(report: Report): Loss | undefined {
  return report.losses.find((row) => row.cell === report.headline.cell);
}

/** A world id in words: product:dram is DRAM, the way the trade writes it; measures and quantities lose their dashes. */
export function inWords(id: string): string {
  const bare = id.slice(id.indexOf(":") + 1);
  return id.startsWith("product:") && bare.length <= 4 ? bare.toUpperCase() : bare.replaceAll(/[-_]/g, " ");
}

/** What a row measures: the measure, and the product unless the name already says it. */
export function subjectOf(loss: Loss): string {
  const product = loss.product === null ? "" : inWords(loss.product);
  const said = product === "" || loss.product === loss.entity || loss.name.toLowerCase().includes(product.toLowerCase());
  return said ? inWords(loss.measure) : `${inWords(loss.measure)}, ${product}`;
}

/**
 * The inputs that a row rests on: those it names as contested ("name: quantity"), then those about the entity itself;
 * and the contested names that no input of the report goes by.
 */
export function inputsBehind(report: Report, loss: Loss): { inputs: Input[]; unmatched: string[] } {
  const nameOf = (input: Input) => `${input.name}: ${input.quantity}`;
  const contested = report.inputs.filter((input) => loss.contested.includes(nameOf(input)));
  const own = report.inputs.filter((input) => input.subject === loss.entity && !contested.includes(input));
  const known = new Set(contested.map(nameOf));
  return { inputs: [...contested, ...own], unmatched: loss.contested.filter((name) => !known.has(name)) };
}

/** Assumptions with a known influence on the headline, strongest first. */
export function byInfluence(assumptions: Assumption[]): Assumption[] {
  const weight = (a: Assumption) => (a.influence === null ? -1 : Math.abs(a.influence));
  return [...assumptions].sort((a, b) => weight(b) - weight(a) || a.id.localeCompare(b.id, "en"));
}
