// The store of full texts, which a reader fills. In: the register of disagreements and the statements as the server answers
// them, or its refusal. Out: the same, or none where the server keeps no store.
import { ask, Refusal } from "./api";

export interface Side { document: string; says: string }
export interface Disagreement { id: string; kind: string; slot: string; sides: Side[]; status: string; note: string }

export interface Kept { id: string; label: string; published: string | null }
export interface Rendering { document: string; speaker: string; says: string }
export interface Statement { id: string; kept: Rendering[]; left_out: string[]; divergences: string[] }
export interface Speaking { party: string; name: string; statements: Statement[] }
export interface Told { id: string; documents: string[]; sides: Speaking[] }
export interface Holdings { documents: Kept[]; divergences: Disagreement[]; events: Told[] }

async function held<T>(path: string, none: T): Promise<T> {
  try {
    return await ask<T>(path);
  } catch (error) {
    if (error instanceof Refusal && ["LP-H001", "LP-H002", "404"].includes(error.code)) return none;
    throw error;
  }
}

export async function holdings(): Promise<Holdings> {
  const { divergences } = await held<{ divergences: Disagreement[] }>("/api/evidence/divergences", { divergences: [] });
  const { documents, events } = await held<{ documents: Kept[]; events: Told[] }>("/api/evidence/statements", { documents: [], events: [] });
  return { documents, divergences, events: events.filter((event) => event.sides.length > 0) };
}
