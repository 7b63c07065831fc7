// Where a search hit lives. In: a hit of the server. Out: a page and its state.
import type { Hit } from "./answers";
import type { Page, State } from "./route";

export interface Place { page: Page; id: string; state: State }

export function placeOf(hit: Hit): Place {
  switch (hit.kind) {
    case "study":
      return { page: "scenario", id: hit.id, state: {} };
    case "act":
      return { page: "policy", id: "", state: { act: hit.id } };
    default:
      return { page: "world", id: "", state: { at: hit.id } };
  }
}
