// Where the reader is, in the address. In: the part after #. Out: a page, what it shows, and the state of its view.
// Invariant: writing and reading again gives the same place; what is no page says so; empty values are left out.

export const PAGES = ["start", "world", "policy", "scenario", "results", "compare", "evidence", "about"] as const;
/** A page of ours, or the one that says that an address is none. */
export type Page = (typeof PAGES)[number] | "missing";
export type State = Record<string, string>;
export interface Route { page: Page; id: string; state: State }

function isPage(text: string): text is (typeof PAGES)[number] {
  return PAGES.some((page) => page === text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parseRoute(hash: string): Route {
  const bare = hash.replace(/^#\/?/, "");
  const ask = bare.indexOf("?");
  const path = ask < 0 ? bare : bare.slice(0, ask);
  const [page = "", ...rest] = path.split("/");
  const state: State = {};
  if (ask >= 0) for (const [key, value] of new URLSearchParams(bare.slice(ask + 1))) if (value !== "") state[key] = value;
  if (isPage(page)) return { page, id: decoded(rest.join("/")), state };
  return bare === "" || bare.startsWith("?") ? { page: "start", id: "", state } : { page: "missing", id: decoded(bare), state };
}

export function writeRoute(page: Page, id = "", state: Partial<State> = {}): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) if (value) parts.set(key, value);
  const asked = parts.toString();
  return `#/${page}${id ? `/${encodeURIComponent(id)}` : ""}${asked ? `?${asked}` : ""}`;
}
