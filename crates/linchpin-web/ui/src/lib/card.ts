// A card in the reader's language. In: the card as the core told it, in all its languages. Out: its texts, letter for letter.
import type { Card, CardText } from "./contract";

export function cardIn(card: Card, language: string): CardText {
  const told = card.languages?.find((one) => one.language === language);
  return told ?? { language: "en", sentence: card.sentence, lines: card.lines };
}
