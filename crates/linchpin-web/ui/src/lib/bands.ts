// Geometry of fan charts: domains and paths. In: bands of the report. Out: numbers and SVG path data.
// Invariant: the domain holds every finite number that is drawn; a number that is not finite breaks the path instead of bending it.
import type { Band } from "./report";

/** Round values between two ends, both included: steps of 1, 2 or 5 times a power of ten, about as many as asked for. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low) || !(count > 0)) return Number.isFinite(low) && low === high ? [low] : [];
  const rough = (high - low) / count;
  const power = Math.floor(Math.log10(rough));
  const lead = rough / 10 ** power;
  const digit = lead >= Math.sqrt(50) ? 10 : lead >= Math.sqrt(10) ? 5 : lead >= Math.SQRT2 ? 2 : 1;
  // Small steps are parts of a whole number, so that 0.3 is 3 / 10 and not three times 0.1.
  const [up, down] = power < 0 ? [digit, 10 ** -power] : [digit * 10 ** power, 1];
  const at = (value: number) => (value * down) / up;
  const first = Math.ceil(at(low) - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(at(high) + 1e-9) - first + 1) }, (_, i) => ((first + i) * up) / down);
}

/** A linear scale, with round values to mark. */
export interface Scale { (value: number): number; ticks: (count: number) => number[] }

export function linear(low: number, high: number, from: number, to: number): Scale {
  const at = (value: number) => (high === low ? from : from + ((value - low) / (high - low)) * (to - from));
  return Object.assign(at, { ticks: (count: number) => ticks(low, high, count) });
}

/**
 * The vertical domain of a chart. A level keeps zero in sight when the data come near it (lowest value under
 * 40 % of the highest); else the axis is cut, and says so. A change always shows its zero.
 */
export function domain(bands: readonly Band[], always: "zero" | "free"): { low: number; high: number; cut: boolean } {
  const all = bands.flatMap((band) => [...band.p05, ...band.p95, ...band.p50]).filter(Number.isFinite);
  const [least, most] = all.length === 0 ? [0, 1] : [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  const zero = always === "zero" || (least >= 0 && least < 0.4 * most) || (least < 0 && most > 0);
  let low = zero ? Math.min(0, least) : least;
  let high = zero ? Math.max(0, most) : most;
  if (low === high) {
    const half = Math.abs(low) * 0.05 || 1;
    low -= always === "zero" || low !== 0 ? half : 0;
    high += half;
  } else {
    const pad = (high - low) * 0.06;
    if (low !== 0) low -= pad;
    if (high !== 0) high += pad;
  }
  return { low, high, cut: low > 0 };
}

export function scales(weeks: number, low: number, high: number, width: number, height: number): { x: Scale; y: Scale } {
  return {
    x: linear(0, Math.max(1, weeks - 1), 0, width),
    y: linear(low, high, height, 0),
  };
}

const tenth = (at: number) => Math.round(at * 10) / 10;

/** Indices of values that stand side by side. */
function stretches(length: number, there: (index: number) => boolean): number[][] {
  const found: number[][] = [];
  for (let i = 0; i < length; i++) {
    if (!there(i)) continue;
    if (i > 0 && there(i - 1)) found.at(-1)?.push(i);
    else found.push([i]);
  }
  return found;
}

function along(indices: readonly number[], values: readonly number[], x: Scale, y: Scale): string {
  return indices.map((i) => `${tenth(x(i))},${tenth(y(values[i] ?? 0))}`).join("L");
}

/** The area between two quantiles. */
export function bandPath(low: readonly number[], high: readonly number[], x: Scale, y: Scale): string {
  const runs = stretches(low.length, (i) => Number.isFinite(low[i]) && Number.isFinite(high[i]));
  return runs.map((run) => `M${along(run, high, x, y)}L${along([...run].reverse(), low, x, y)}Z`).join("");
}

/** A line through the values; one that stands alone is a point. */
export function linePath(values: readonly number[], x: Scale, y: Scale): string {
  const runs = stretches(values.length, (i) => Number.isFinite(values[i]));
  return runs.map((run) => `M${along(run, values, x, y)}${run.length === 1 ? "Z" : ""}`).join("");
}

/** A horizontal scale in percent of a strip's width, always holding zero; the ends leave room for round marks. */
export function strip(values: readonly number[]): (value: number) => number {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const wide = high - low || 1;
  return (value) => 3 + (94 * (value - low)) / wide;
}
