// What is left of numbers in the page: every reported figure comes as text from the core (crates/linchpin-results, figures.rs).

/** What stands where there is nothing. */
export const DASH = "–";

/** A generated text as it is set: no per cent sign alone on a line, no range torn, a minus sign where the core writes a hyphen before a number. Every letter stays. */
export function typeset(sentence: string): string {
  return sentence
    .replace(/(\d) %/g, "$1\u00a0%")
    .replace(/(^|[\s[(])-(?=\d)/g, "$1\u2212")
    .replace(/\[[^\][]{1,40}\]/g, (range) => range.replaceAll(" ", "\u00a0"));
}

/** The colour of a change as it is printed: what reads as nothing has none. */
export function toneOf(printed: string): "cut" | "cool" | "" {
  if (!/[1-9]/.test(printed)) return "";
  return /^[-\u2212]/.test(printed) ? "cut" : "cool";
}

/** A whole number that the page counted itself, its thousands apart as the core sets them: 4,096. */
export function count(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",") : DASH;
}

/** A unit as people write it: USD_mn/week is mn USD/week. */
export function unitName(unit: string): string {
  return unit.replace(/\bUSD_(mn|bn)\b/, "$1 USD").replaceAll("_", " ");
}
