// Geometry: coordinates in drawings, and the labels of axes. Nothing here is a reported figure: those come as text from the core.
// Invariant: only this file turns numbers into text with a chosen number of digits; a test looks at all others.

/** Changes smaller than this (0.0005 %) carry no colour. */
export const NEGLIGIBLE = 5e-6;

/** A coordinate, to a hundredth of a pixel. */
export function px(at: number): number {
  return Math.round(at * 100) / 100;
}

const FOUR = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4, signDisplay: "negative" });

/** Four digits that count, thousands apart, with a true minus sign. */
function digits(value: number): string {
  return FOUR.format(value).replace("-", "\u2212");
}

/** The value at a step of a slider, to four digits that count. */
export function stepped(low: number, high: number, step: number, steps: number): number {
  return Number((low + ((high - low) * step) / steps).toPrecision(4));
}

/** The label of a tick; parts of a whole read as per cent. */
export function tick(value: number, part: boolean): string {
  return part ? `${digits(value * 100)} %` : digits(value);
}

/** The label of a tick on an axis of points of per cent. */
export function pointTick(value: number): string {
  return digits(value * 100);
}
