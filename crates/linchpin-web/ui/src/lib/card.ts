// A card in the reader's language. In: the card as the core told it, in all its languages. Out: its texts, letter for letter.
import type { Card, CardText, LineKind, Short } from "./contract";

export function cardIn(card: Card, language: string): CardText {
  const told = card.languages?.find((one) => one.language === language);
  return told ?? { language: "en", sentence: card.sentence, lines: card.lines, short: card.short };
}

/** What stands large on a card; runs of earlier versions say it in their first line only. */
export function shortOf(card: Card, language: string): Short {
  return cardIn(card, language).short ?? { heading: card.slots.what || card.sentence, figure: "", range: "" };
}

/** The text of one line. */
export function lineOf(text: CardText, kind: LineKind): string {
  return text.lines.find((line) => line.kind === kind)?.text ?? "";
}

/** What a number rests on: the part of its line after the number itself. */
export function basisOf(text: CardText): string {
  const line = lineOf(text, "number");
  const short = text.short;
  if (!short?.figure) return line;
  const head = `${short.figure} ${short.range}`.trim();
  // A line of several numbers stays whole.
  return line.startsWith(head) ? line.slice(head.length).replace(/^[;；]\s*/, "") : line;
}
