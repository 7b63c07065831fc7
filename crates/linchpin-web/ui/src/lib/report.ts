// The contract of a finished run, as the results crate writes it and this page reads it.
// In: the text of the JSON slot. Out: a Report, or the reason why there is none.
// Invariant: a report that `read` hands out has every list of the contract, so that no view checks again.

// The shapes come from the Rust types (contract.ts is made from them); here they only get the names that views use.
import type * as contract from "./contract";

export type { Account, Band, Card, DateKind, Horizon, Observed, Run, Scenario, Spread, SpreadText } from "./contract";
/** A row whose numbers have their texts: the core tells them on the way to the page. */
type Told<Row extends { text?: unknown }> = Omit<Row, "text"> & { text: NonNullable<Row["text"]> };
export type Loss = Told<contract.Loss>;
export type Series = Told<contract.Series>;
export type ShareRow = Told<contract.ShareRow>;
export type Concentration = Told<contract.Concentration>;
export type Waterfall = Told<contract.Waterfall>;
export type Split = Told<contract.Decomposition>;
export type Input = Told<contract.InputRow>;
export type Assumption = Told<contract.AssumptionRow>;
export type Curve = Omit<contract.Curve, "points"> & { points: Told<contract.CurvePoint>[] };
export type Spillover = Omit<contract.Spillover, "rows"> & { rows: Told<contract.SpilloverRow>[] };
export type DatedMark = contract.DateMark;
export type Report = Omit<contract.Report, "losses" | "series" | "shares" | "concentration" | "waterfall" | "decomposition" | "inputs" | "assumptions" | "curve" | "spillover"> & {
  losses: Loss[]; series: Series[]; shares: ShareRow[]; concentration: Concentration[]; waterfall: Waterfall[]; decomposition: Split[];
  inputs: Input[]; assumptions: Assumption[]; curve: Curve[]; spillover?: Spillover | null;
};

export const SCHEMA = "linchpin/report/1";
/** The slot of a served page: there is no report in it, the page asks its server. */
export const APP_SCHEMA = "linchpin/app/1";
/** A page of its own: what an answer hangs on. */
const HANGS_SCHEMA = "linchpin/hangs/1";

const LISTS = [
  "scenarios", "dates", "weeks", "series", "losses", "shares", "concentration", "decomposition",
  "waterfall", "curve", "inputs", "assumptions", "observed", "not_modelled",
] as const;

export type Reading =
  | { kind: "report"; report: Report }
  | { kind: "hangs"; found: contract.Hangs }
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
  if ("schema" in data && data.schema === HANGS_SCHEMA) return { kind: "hangs", found: data as contract.Hangs };
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
  const silent = (["losses", "series", "shares", "concentration", "waterfall", "decomposition", "inputs", "assumptions"] as const).find((name) => (report[name] as { text?: unknown }[]).some((row) => !row.text));
  if (silent) return { kind: "unreadable", reason: `the numbers of ${silent} have no text` };
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

/** The three numbers of a band for a file; where the core tells no range, the median alone. */
export function ends(spread: contract.Spread | null | undefined, text: contract.SpreadText): [number | null, number | null, number | null] {
  if (!spread) return [null, null, null];
  return text.range ? [spread.p05, spread.p50, spread.p95] : [null, spread.p50, null];
}

/** Whether two rows speak of the same thing in two scenarios. */
export function sameSubject(a: Loss, b: Loss): boolean {
  return a.level === b.level && a.entity === b.entity && a.measure === b.measure && a.product === b.product;
}

/** Whether every number is one of comparative statics: no weeks, each row has a horizon of its own. */
export function isSettled(report: Report): boolean {
  return report.weeks.length === 0;
}

/** The order of horizons in a table. */
const HORIZONS: readonly string[] = ["weeks", "short", "medium", "long"];
export function byHorizon(a: Loss, b: Loss): number {
  return HORIZONS.indexOf(a.horizon) - HORIZONS.indexOf(b.horizon);
}

/** Why the engine says nothing of some measures of a scenario: each reason once. */
export function unsaidOf(report: Report, scenario: string): string[] {
  return [...new Set((report.unsaid ?? []).filter((row) => row.scenario === scenario).map((row) => row.why))];
}

/** The row of the headline, if the report holds it. */
export function headlineLoss(report: Report): Loss | undefined {
  return report.losses.find((row) => row.cell === report.headline.cell);
}

/** A world id in words: product:dram is DRAM, the way the trade writes it; measures and quantities lose their dashes. */
export function inWords(id: string): string {
  const bare = id.slice(id.indexOf(":") + 1);
  return id.startsWith("product:") && bare.length <= 4 ? bare.toUpperCase() : bare.replaceAll(/[-_]/g, " ").replace(/^fdi\b/, "FDI");
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
