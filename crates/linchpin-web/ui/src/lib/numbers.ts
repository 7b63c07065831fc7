// How numbers are said. In: raw numbers of the report. Out: short text with a true minus sign.
// Invariant: a change that is not zero never reads as zero; a number that is not finite reads as a dash.
import { format } from "d3-format";

const MINUS = "−";
const THIN = "\u202f";
export const DASH = "–";

function decimalsFor(size: number): number {
  if (size >= 10) return 0;
  if (size >= 0.1) return 1;
  return 2;
}

/** A relative change (0.1 = ten percent more) as signed percent: −12%, +0.4%, −0.03%, −<0.01% for what is smaller still. */
export function percent(change: number): string {
  if (!Number.isFinite(change)) return DASH;
  if (change === 0) return "0%";
  const points = Math.abs(change) * 100;
  const sign = change < 0 ? MINUS : "+";
  if (points < 0.005) return `${sign}<0.01%`;
  return `${sign}${points.toFixed(decimalsFor(points))}%`;
}

/** A share of a whole (0.123 = 12.3 %), unsigned. */
export function share(part: number): string {
  if (!Number.isFinite(part)) return DASH;
  const points = part * 100;
  if (points !== 0 && Math.abs(points) < 0.05) return "< 0.1%";
  return `${points.toFixed(1)}%`.replace("-", MINUS);
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
  if (p > 0 && p < 0.01) return "< 1%";
  if (p < 1 && p > 0.99) return "> 99%";
  return `${Math.round(p * 100)}%`;
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

/** A number with its sign shown, for differences. */
export function signed(value: number): string {
  return value > 0 ? `+${plain(value)}` : plain(value);
}

/** A number with its unit; shares and percent read as such. */
export function quantity(value: number, unit: string): string {
  if (unit === "share" || unit === "fraction") return share(value);
  if (unit === "" || unit === "1" || unit === "ratio" || unit === "dimensionless") return plain(value);
  return `${plain(value)}${THIN}${unit}`;
}

/** Where a range begins and ends, in one form for every table: [a to b]. */
export function range(low: string, high: string): string {
  return low === high ? `[${low}]` : `[${low} to ${high}]`;
}

/** A number for a file that other programs read: full digits, a plain minus, empty when unknown. */
export function raw(value: number | null): string {
  return value === null || !Number.isFinite(value) ? "" : String(value);
}
