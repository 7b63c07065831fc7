// A card's sentence in the reader's language. In: the key and the typed slots of the card. Out: the sentence.
// Invariant: numbers are the card's own texts; nothing is rounded here.
import type { Card } from "./contract";
import { say } from "./ui.svelte";

export function phrase({ key, slots }: Card): string {
  const weeks = slots.weeks;
  switch (key) {
    case "falls":
      return say("cardFalls", { what: slots.what, size: slots.size, weeks });
    case "rises":
      return say("cardRises", { what: slots.what, size: slots.size, weeks });
    case "unchanged":
      return say("cardUnchanged", { what: slots.what, weeks });
    case "nothing":
      return say("cardNothing", { weeks });
  }
}
