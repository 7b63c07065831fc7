// How a number anywhere on a page asks for its reasons. In the application somebody listens; in a report file nobody does.
import { getContext, setContext } from "svelte";

const KEY = Symbol("explain");
type Explain = (cell: string) => void;

export function listenForWhy(explain: Explain): void {
  setContext(KEY, explain);
}

/** What to call with a cell; undefined where no server can answer. */
export function whyAsker(): Explain | undefined {
  return getContext<Explain | undefined>(KEY);
}
