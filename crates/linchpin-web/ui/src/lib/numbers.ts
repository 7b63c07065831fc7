// How numbers are said. In: raw numbers of the report. Out: short text with a true minus sign.
// Invariant: a change that is not zero never reads as plain zero; a number that is not finite reads as a dash.
import { format } from "d3-format";

const MINUS = "−";
const THIN = "\u202f";
const PERCENT = `${THIN}%`;
export const DASH = "–";

function decimalsFor(size: number): number {
  if (size >= 10) return 0;
  if (size >= 0.1) return 1;
  return 2;
}

/** Changes smaller than this (0.0005 %) are said as about zero, and carry no colour. */
export const NEGLIGIBLE = 5e-6;

/** A relative change (0.1 = ten percent more) as signed percent: −12 %, +0.4 %, −0.03 %, −0.002 %; ≈ 0 % for what is negligible. */
export function percent(change: number): string {
  if (!Number.isFinite(change)) return DASH;
  if (change === 0) return `0${PERCENT}`;
  if (Math.abs(change) < NEGLIGIBLE) return `≈\u00a00${PERCENT}`;
  const points = Math.abs(change) * 100;
  const sign = change < 0 ? MINUS : "+";
  if (points < 0.01) return `${sign}${points.toFixed(3)}${PERCENT}`;
  return `${sign}${points.toFixed(decimalsFor(points))}${PERCENT}`;
}

/** A share of a whole (0.123 = 12.3 %), unsigned. */
export function share(part: number): string {
  if (!Number.isFinite(part)) return DASH;
  const points = part * 100;
  if (points !== 0 && Math.abs(points) < 0.05) return `< 0.1${PERCENT}`;
  return `${points.toFixed(1)}${PERCENT}`.replace("-", MINUS);
}

/** A difference of two shares in percentage points. */
export function points(difference: number): string {
  if (!Number.isFinite(difference)) return DASH;
  const value = difference * 100;
  if (Math.abs(value) < 0.05) return "0.0";
  return `${value < 0 ? MINUS : "+"}${Math.abs(value).toFixed(1)}`;
}

/** A probability, never said with more certainty than the draws give: 0 and 1 only when exact. */
export function probability(p: number): string {
  if (!Number.isFinite(p)) return DASH;
  if (p > 0 && p < 0.01) return `< 1${PERCENT}`;
  if (p < 1 && p > 0.99) return `> 99${PERCENT}`;
  return `${Math.round(p * 100)}${PERCENT}`;
}

const three = format(",.3~r");
const whole = format(",.0f");

/** A plain number with three significant digits, thousands apart: 1,240,000; 0.0532. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return DASH;
  const size = Math.abs(value);
  const text = size >= 1000 ? whole(Number(value.toPrecision(3))) : size !== 0 && size < 0.001 ? value.toExponential(1) : three(value);
  return text.replace("-", MINUS);
}

/** A generated sentence as it is set: true minus signs, and no percent sign alone on a line. */
export function typeset(sentence: string): string {
  return sentence.replace(/(^|[\s([,])-(?=\d)/g, `$1${MINUS}`).replace(/(\d) %/g, `$1${PERCENT}`);
}

/** A number of things, every digit of it: 4,096. */
export function count(value: number): string {
  return Number.isFinite(value) ? whole(value) : DASH;
}

/** A number with its sign shown, for differences. */
export function signed(value: number): string {
  return value > 0 ? `+${plain(value)}` : plain(value);
}

/** A unit as people write it: USD_mn/week is mn USD/week. */
export function unitName(unit: string): string {
  return unit.replace(/\bUSD_(mn|bn)\b/, "$1 USD").replaceAll("_", " ");
}

/** How a unit is written behind a number: nothing for pure numbers, "per year" for 1/year. */
function behind(unit: string): string {
  if (unit === "" || unit === "1" || unit === "ratio" || unit === "dimensionless") return "";
  return unit.startsWith("1/") ? ` per ${unit.slice(2)}` : `${THIN}${unitName(unit)}`;
}

const PARTS = ["share", "fraction"];

/** The number of a quantity without its unit; shares read as percent. */
export function bare(value: number, unit: string): string {
  return PARTS.includes(unit) && Number.isFinite(value) ? `${plain(value * 100)}${PERCENT}` : plain(value);
}

/** A number with its unit; shares read as percent. */
export function quantity(value: number, unit: string): string {
  return PARTS.includes(unit) ? bare(value, unit) : `${plain(value)}${behind(unit)}`;
}

/** A value with its range and the unit once: 190,000 [180,000 to 200,000] wafers/month. A point has no range. */
export function spanned(value: number, low: number, high: number, unit: string): string {
  if (low === value && high === value) return quantity(value, unit);
  const text = `${bare(value, unit)} ${range(bare(low, unit), bare(high, unit))}`;
  return PARTS.includes(unit) ? text : `${text}${behind(unit)}`;
}

/** A signed format with as many decimals as the largest of the numbers needs, so that a column lines up. */
export function column(values: readonly number[]): (value: number) => string {
  const most = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  const decimals = most === 0 || most >= 100 ? 0 : most >= 10 ? 1 : most >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(most)));
  const digits = format(`,.${decimals}f`);
  return (value) => {
    if (!Number.isFinite(value)) return DASH;
    const text = digits(Math.abs(value));
    const nil = Number(text.replaceAll(",", "")) === 0;
    return nil ? text : `${value < 0 ? MINUS : "+"}${text}`;
  };
}

/** Where a range begins and ends, in one form for every table, never broken over lines: [a to b]. */
export function range(low: string, high: string): string {
  return low === high ? `[${low}]` : `[${low}\u00a0to\u00a0${high}]`;
}
