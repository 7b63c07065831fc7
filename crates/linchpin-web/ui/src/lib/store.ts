// The store of full texts, which a reader fills. In: the register of disagreements and the statements as the server answers
// them, or its refusal. Out: the same, or none where the server keeps no store.
import { ask, Refusal } from "./api";
import type { Divergence, DivergenceList, DocumentCard, StatementList, Told } from "./contract";

export type { DivergenceSide as Side, Divergence as Disagreement, DocumentCard as Kept, Rendering, Speaking, Statement, Told } from "./contract";

export interface Holdings { documents: DocumentCard[]; divergences: Divergence[]; events: Told[] }

async function held<T>(path: string, none: T): Promise<T> {
  try {
    return await ask<T>(path);
  } catch (error) {
    if (error instanceof Refusal && ["LP-H001", "LP-H002", "404"].includes(error.code)) return none;
    throw error;
  }
}

export async function holdings(): Promise<Holdings> {
  const { divergences } = await held<Pick<DivergenceList, "divergences">>("/api/evidence/divergences", { divergences: [] });
  const { documents, events } = await held<StatementList>("/api/evidence/statements", { documents: [], events: [] });
  return { documents, divergences, events: events.filter((event) => event.sides.length > 0) };
}
