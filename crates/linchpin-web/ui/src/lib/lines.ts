// Reasons as lines of a tree. In: what `explain` or `ask --why` answered. Out: lines with a mark, a tone and a link, in the same shape.
import type { Line } from "../app/Tree.svelte";
import type { Reason, Trace } from "./answers";

type Word = (group: "why" | "truth", name: string) => string;

export function reasonLine(reason: Reason, word: Word): Line {
  return {
    text: reason.text,
    mark: word("why", reason.kind),
    tone: reason.kind === "cause" || reason.kind === "shock" ? "cut" : reason.kind === "account" || reason.kind === "act" ? "cool" : "ink",
    link: null,
    cite: "",
    below: reason.because.map((below) => reasonLine(below, word)),
  };
}

export function traceLine(trace: Trace, word: Word): Line {
  return {
    text: trace.says,
    mark: trace.truth === null ? "" : word("truth", trace.truth),
    tone: trace.truth === "true" ? "cool" : trace.truth === "false" ? "ink" : "cut",
    link: null,
    cite: trace.source ?? "",
    below: trace.children.map((below) => traceLine(below, word)),
  };
}
