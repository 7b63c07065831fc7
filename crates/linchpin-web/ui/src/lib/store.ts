// The store of full texts, which a reader fills. In: the register of disagreements as the server answers it, or its refusal.
// Out: the disagreements, or none where the server keeps no store.
import { ask, Refusal } from "./api";

export interface Side { document: string; says: string }
export interface Disagreement { id: string; kind: string; slot: string; sides: Side[]; status: string; note: string }

export async function disagreements(): Promise<Disagreement[]> {
  try {
    return (await ask<{ divergences: Disagreement[] }>("/api/evidence/divergences")).divergences;
  } catch (error) {
    if (error instanceof Refusal && ["LP-H001", "LP-H002", "404"].includes(error.code)) return [];
    throw error;
  }
}
