// Questions to the server this page came from. In: a path and parameters. Out: its JSON, or a Refusal with a code and what to do.
// Invariant: nothing is asked unless the page was served as an application; what changes something carries X-Linchpin.

/** Why there is no answer: the server's own words where it gave any. */
export class Refusal extends Error {
  constructor(readonly code: string, message: string, readonly help: string | null = null) {
    super(message);
  }
}

export type Params = Record<string, string | null | undefined>;

export function address(path: string, params: Params = {}): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== null && value !== undefined && value !== "") parts.set(key, value);
  const asked = parts.toString();
  return asked ? `${path}?${asked}` : path;
}

/** The error of an answer, whatever stands in it. */
export function refusalOf(status: number, body: unknown): Refusal {
  const found = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  if (typeof found === "object" && found !== null && "message" in found) {
    const said = found as { code?: unknown; message: unknown; help?: unknown };
    return new Refusal(typeof said.code === "string" ? said.code : String(status), String(said.message), typeof said.help === "string" ? said.help : null);
  }
  return new Refusal(String(status), `HTTP ${status}`);
}

async function answer<T>(request: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await request;
  } catch (error) {
    throw new Refusal("offline", error instanceof Error ? error.message : String(error));
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusalOf(response.status, body);
  return body as T;
}

export function ask<T>(path: string, params: Params = {}): Promise<T> {
  return answer<T>(fetch(address(path, params), { headers: { accept: "application/json" } }));
}

export function send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { "x-linchpin": "1" };
  if (body !== undefined) headers["content-type"] = "application/json";
  return answer<T>(fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }));
}

const kept = new Map<string, Promise<unknown>>();

/** As `ask`, for what does not change while the server runs: asked once. A failure is not kept. */
export function once<T>(path: string, params: Params = {}): Promise<T> {
  const key = address(path, params);
  const known = kept.get(key);
  if (known) return known as Promise<T>;
  const fresh = ask<T>(path, params);
  kept.set(key, fresh);
  fresh.catch(() => kept.delete(key));
  return fresh;
}
