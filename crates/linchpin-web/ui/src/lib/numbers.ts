// What is left of numbers in the page: every reported figure comes as text from the core (crates/linchpin-results, figures.rs).

/** What stands where there is nothing. */
export const DASH = "–";

/** A generated text as it is set: no per cent sign alone on a line. Every letter stays. */
export function typeset(sentence: string): string {
  return sentence.replace(/(\d) %/g, "$1\u00a0%");
}

/** A whole number that the page counted itself, its thousands apart as the core sets them: 4,096. */
export function count(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",") : DASH;
}

/** A unit as people write it: USD_mn/week is mn USD/week. */
export function unitName(unit: string): string {
  return unit.replace(/\bUSD_(mn|bn)\b/, "$1 USD").replaceAll("_", " ");
}
