// The world's facts as evidence. In: rows of text by column, as the server answers. Out: documents with what each says, and the questions
// to which documents give different answers. Invariant: nothing is averaged and no row is dropped; two rows are rivals only if they speak
// of the same subject, quantity, product and unit.

import type { FactTable } from "./contract";
import { inWords } from "./report";

export type { FactTable };
export interface Fact {
  subject: string; subject_name: string; quantity: string; of: string; of_name: string; to: string; to_name: string; value: number; low: number; high: number; unit: string; text: string;
  as_of: string; basis: string; source: string; outlet: string; title: string; url: string; grade: string; use: string; note: string;
}
export interface Document { id: string; outlet: string; title: string; url: string; facts: Fact[] }
export interface Dispute { key: string; facts: Fact[]; spread: number }

export function factsOf(table: FactTable): Fact[] {
  const at = new Map(table.columns.map((column, i) => [column, i]));
  const names: Record<string, string | undefined> = table.names ?? {};
  return table.rows.map((row, i) => {
    const text = (column: string) => row[at.get(column) ?? -1] ?? "";
    return {
      subject: text("subject"), subject_name: text("subject_name"), quantity: text("quantity"), of: text("of"), of_name: names[text("of")] ?? inWords(text("of")), to: text("to"), to_name: names[text("to")] ?? inWords(text("to")),
      value: Number(text("value")), low: Number(text("low")), high: Number(text("high")), unit: text("unit"), text: table.texts[i] ?? "", as_of: text("as_of"), basis: text("basis"),
      source: text("source"), outlet: text("outlet"), title: text("title"), url: text("url"), grade: text("grade"), use: text("use"), note: text("note"),
    };
  });
}

export function questionOf(fact: Fact): string {
  return [fact.subject, fact.quantity, fact.of, fact.to, fact.unit].join("|");
}

/** Documents with what each says, the one that says most first. */
export function documentsOf(facts: readonly Fact[]): Document[] {
  const found = new Map<string, Document>();
  for (const fact of facts) {
    const document = found.get(fact.source) ?? { id: fact.source, outlet: fact.outlet, title: fact.title, url: fact.url, facts: [] };
    document.facts.push(fact);
    found.set(fact.source, document);
  }
  return [...found.values()].sort((a, b) => b.facts.length - a.facts.length || a.id.localeCompare(b.id, "en"));
}

/** Whether two documents contradict each other: they count the same thing for the same day, or the model takes both to hold today. */
function rivals(a: Fact, b: Fact): boolean {
  return a.source !== b.source && a.value !== b.value && (a.as_of === b.as_of || (a.use === "model" && b.use === "model"));
}

/** Questions to which documents give different answers; the widest apart first, by the distance of the values over the largest. */
export function disputesOf(facts: readonly Fact[]): Dispute[] {
  const found = new Map<string, Fact[]>();
  for (const fact of facts) found.set(questionOf(fact), [...(found.get(questionOf(fact)) ?? []), fact]);
  return [...found]
    .map(([key, all]) => ({ key, rows: all.filter((a) => all.some((b) => rivals(a, b))) }))
    .filter(({ rows }) => rows.length > 1)
    .map(({ key, rows }) => {
      const values = rows.map((f) => f.value);
      const most = Math.max(...values.map(Math.abs));
      return { key, facts: rows.sort((a, b) => b.as_of.localeCompare(a.as_of, "en")), spread: most === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / most };
    })
    .sort((a, b) => b.spread - a.spread || a.key.localeCompare(b.key, "en"));
}
