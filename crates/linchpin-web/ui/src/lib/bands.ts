// Geometry of fan charts: domains and paths. In: bands of the report. Out: numbers and SVG path data.
// Invariant: the domain holds every finite number that is drawn; a number that is not finite breaks the path instead of bending it.
import { extent, ticks } from "d3-array";
import { area, line } from "d3-shape";
import type { Band } from "./report";

/** A linear scale, with round values to mark. d3-scale would bring dates and colours along, a tenth of the page. */
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
  const [least = 0, most = 1] = extent(all) as [number, number] | [undefined, undefined];
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

/** The area between two quantiles. */
export function bandPath(low: readonly number[], high: readonly number[], x: Scale, y: Scale): string {
  const path = area<number>()
    .defined((index) => Number.isFinite(low[index]) && Number.isFinite(high[index]))
    .x((index) => x(index))
    .y0((index) => y(low[index] ?? 0))
    .y1((index) => y(high[index] ?? 0))
    .digits(1);
  return path(low.map((_, index) => index)) ?? "";
}

export function linePath(values: readonly number[], x: Scale, y: Scale): string {
  const path = line<number>()
    .defined((index) => Number.isFinite(values[index]))
    .x((index) => x(index))
    .y((index) => y(values[index] ?? 0))
    .digits(1);
  return path(values.map((_, index) => index)) ?? "";
}

/** A horizontal scale in percent of a strip's width, always holding zero; the ends leave room for round marks. */
export function strip(values: readonly number[]): (value: number) => number {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const wide = high - low || 1;
  return (value) => 3 + (94 * (value - low)) / wide;
}
