// Several scenarios as differences to the first, week by week. In: reports with the scenario of each side. Out: the paths they have in common and their differences.
// Invariant: only weeks that all sides have are drawn; where sides share their draws the band is that of the difference, draw by draw, as the core made it.
import type { Comparison } from "./answers";
import type { Band, Report, Series } from "./report";

export interface Side { id: string; run: string; scenario: string }
export interface Loaded { side: Side; report: Report }
export interface Path { key: string; name: string; label: string; level: string }

/** The most sides that one page compares. */
export const MOST_SIDES = 6;
/** What the sides are called, here and by the core. */
export const LETTERS = "ABCDEF";

/** A side as `RUN#SCENARIO` names it; a run alone means its headline's scenario. */
export function sideOf(id: string): Side {
  const at = id.indexOf("#");
  return at < 0 ? { id, run: id, scenario: "" } : { id, run: id.slice(0, at), scenario: id.slice(at + 1) };
}

export function sidesOf(left: string, right: string, more: string): string[] {
  return [left, right, ...more.split(",")].filter((id) => id !== "").slice(0, MOST_SIDES);
}

const keyOf = (series: Series) => [series.entity, series.product ?? "", series.variable].join("|");
const scenarioOf = ({ side, report }: Loaded) => side.scenario || report.headline.scenario;
const seriesOf = (loaded: Loaded): Map<string, Series> => new Map(loaded.report.series.filter((s) => s.scenario === scenarioOf(loaded) && s.change !== null).map((s) => [keyOf(s), s]));

/** The paths that every side has, in the order of the first, the headline's first of all. */
export function common(sides: readonly Loaded[]): Path[] {
  const [first, ...others] = sides.map(seriesOf);
  if (!first) return [];
  const headline = sides[0]?.report.headline.cell ?? "";
  const paths = [...first].filter(([key]) => others.every((other) => other.has(key))).map(([key, s]): Path => ({ key, name: s.name, label: s.label, level: s.level }));
  const leads = (path: Path) => Number(headline.includes((path.key.split("|")[0] ?? "").replace(/^\w+:/, "")) && path.key.endsWith("|output"));
  return paths.map((path, i) => ({ path, i })).sort((a, b) => leads(b.path) - leads(a.path) || a.i - b.i).map(({ path }) => path);
}

/** The name of a product as the rows of a report have it. */
export function productOf({ report }: Loaded): (id: string) => string {
  return (id) => report.losses.find((loss) => loss.entity === id)?.name ?? id;
}

export function sharedWeeks(sides: readonly Loaded[]): string[] {
  return (sides[0]?.report.weeks ?? []).filter((week) => sides.every(({ report }) => report.weeks.includes(week)));
}

/** The difference draw by draw, where the core gave it for this path and all these weeks; a report may call a product by its name. A path that no draw changes is zero. */
export function paired(found: Comparison | undefined, key: string, weeks: readonly string[], nameOf: (product: string) => string = (id) => id): Band | undefined {
  if (!found?.pairing.shared) return undefined;
  const [entity = "", product = "", variable = ""] = key.split("|");
  const fan = found.weekly.find((f) => f.entity === entity && [f.product ?? "", nameOf(f.product ?? "")].includes(product) && f.variable === variable);
  if (!fan) return undefined;
  const at = new Map(fan.weeks.map((week, i) => [week, i]));
  const places = weeks.map((week) => at.get(week));
  if (places.some((place) => place === undefined)) return undefined;
  const column = (quantile: keyof Band) => places.map((place) => fan.band[quantile][place ?? -1] ?? NaN);
  return { p05: column("p05"), p25: column("p25"), p50: column("p50"), p75: column("p75"), p95: column("p95") };
}

/** The change of a side less that of the first, quantile by quantile; a band keeps its order. */
export function difference(first: Loaded, other: Loaded, key: string, weeks: readonly string[]): Band {
  const band = (loaded: Loaded) => {
    const change = seriesOf(loaded).get(key)?.change;
    const at = new Map(loaded.report.weeks.map((week, i) => [week, i]));
    return (quantile: keyof Band, week: string) => change?.[quantile][at.get(week) ?? -1] ?? NaN;
  };
  const [mine, theirs] = [band(first), band(other)];
  const rows = weeks.map((week) => {
    const gap = (quantile: keyof Band) => theirs(quantile, week) - mine(quantile, week);
    const [low, quarter, , three, high] = (["p05", "p25", "p50", "p75", "p95"] as const).map(gap).sort((a, b) => a - b);
    return { p05: low ?? NaN, p25: quarter ?? NaN, p50: gap("p50"), p75: three ?? NaN, p95: high ?? NaN };
  });
  const column = (quantile: keyof Band) => rows.map((row) => row[quantile]);
  return { p05: column("p05"), p25: column("p25"), p50: column("p50"), p75: column("p75"), p95: column("p95") };
}
