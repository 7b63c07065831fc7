// What a run is asked with. In: what the reader typed. Out: a wish the server takes, or what is wrong with it.

export interface Wish { study: string; scenario: string | null; members: number; seed: number | null; files?: Record<string, string> }
export type Fault = "badMembers" | "badSeed";

/** The largest number of draws the server takes in one run. */
export const MOST = 16_384;
const WHOLE = /^\d+$/;

export function wish(study: string, scenario: string, members: string, seed: string): Wish | Fault {
  const draws = members.trim();
  if (!WHOLE.test(draws) || Number(draws) < 1 || Number(draws) > MOST) return "badMembers";
  const wished = seed.trim();
  if (wished !== "" && (!WHOLE.test(wished) || !Number.isSafeInteger(Number(wished)))) return "badSeed";
  return { study, scenario: scenario || null, members: Number(draws), seed: wished === "" ? null : Number(wished) };
}

/** The same wish on the command line. */
export function command({ study, scenario, members, seed }: Wish): string {
  return ["linchpin run", scenario ? `${study}/${scenario}` : study, `--members ${members}`, seed === null ? "" : `--seed ${seed}`].filter(Boolean).join(" ");
}
