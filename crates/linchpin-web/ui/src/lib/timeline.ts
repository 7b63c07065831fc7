// A site's law as bands and changes. In: stretches as the server answers them. Out: bands between two days, joined where the verdict
// stays, and one numbered change for each day on which an answer changes, with the act behind it.
// Invariant: bands of a lane touch and never overlap; a change names an act only if that act begins or ends on its day.
import type { Decision, Stretch, Timeline } from "./answers";
import { px } from "./axis";
import { day } from "./dates";

export type Lane = "maintain" | "expand";
export interface Span { verdict: string; from: string; until: string }
export interface Cause { cite: string; title: string; url: string; says: string; ends: boolean }
export interface Change { number: number; date: string; maintain: string; expand: string; causes: Cause[]; note: string; scheduled: boolean }

/** How severe a verdict is drawn: from open ground to solid ink. */
export function weightOf(verdict: string): "open" | "free" | "asks" | "needs" | "bars" {
  if (verdict === "no-rule-found" || verdict === "not-controlled") return "open";
  if (verdict === "authorised" || verdict === "compliance-not-due") return "free";
  if (verdict === "licence-required") return "needs";
  if (verdict === "prohibited" || verdict === "prohibited-in-principle") return "bars";
  return "asks";
}

/** The bands of one lane inside [from, until). */
export function spans(stretches: readonly Stretch[], lane: Lane, from: string, until: string): Span[] {
  const found: Span[] = [];
  for (const stretch of stretches) {
    const start = stretch.days.from > from ? stretch.days.from : from;
    const end = stretch.days.until !== null && stretch.days.until < until ? stretch.days.until : until;
    if (start >= end) continue;
    const last = found.at(-1);
    const verdict = stretch[lane].verdict;
    if (last && last.verdict === verdict && last.until === start) last.until = end;
    else found.push({ verdict, from: start, until: end });
  }
  return found;
}

function causesOf(decision: Decision, date: string): Cause[] {
  const begun = decision.citations.filter((c) => c.from === date).map((c) => ({ cite: c.cite, title: c.title, url: c.url, says: c.says, ends: false }));
  const ended = (decision.lapsed ?? []).filter((l) => l.since === date).map((l) => ({ cite: l.cite, title: l.cite, url: "", says: l.says, ends: true }));
  return [...begun, ...ended];
}

/** Every day on which the answer of a lane changes, numbered from 1 in the window. */
export function changes(timeline: Timeline, from: string, until: string): Change[] {
  const list: Change[] = [];
  timeline.stretches.forEach((stretch, i) => {
    const date = stretch.days.from;
    if (i === 0 || date < from || date >= until) return;
    const causes = [...causesOf(stretch.maintain, date), ...causesOf(stretch.expand, date)];
    // What ends on the day was cited by the stretch before.
    const before = timeline.stretches[i - 1];
    if (causes.length === 0 && before) {
      for (const c of [...before.maintain.citations, ...before.expand.citations]) {
        if (c.until === date) causes.push({ cite: c.cite, title: c.title, url: c.url, says: c.says, ends: true });
      }
    }
    const note = typeof stretch.reason === "string" ? stretch.reason : "";
    // A day on which neither answer changes and no act is found says nothing.
    if (causes.length === 0 && note === "" && before?.maintain.verdict === stretch.maintain.verdict && before.expand.verdict === stretch.expand.verdict) return;
    const seen = new Set<string>();
    list.push({
      number: list.length + 1,
      date,
      maintain: stretch.maintain.verdict,
      expand: stretch.expand.verdict,
      causes: causes.filter((c) => !seen.has(c.cite) && seen.add(c.cite)),
      note,
      scheduled: stretch.scheduled,
    });
  });
  return list;
}

/** Where a day lies between two days, as a part of one; days outside are put on the edge. */
export function placeOf(date: string, from: string, until: string): number {
  const [at, low, high] = [day(date), day(from), day(until)];
  if (at === null || low === null || high === null || high <= low) return 0;
  return Math.min(1, Math.max(0, (at - low) / (high - low)));
}

/** The first days of the years inside [from, until). */
export function years(from: string, until: string): string[] {
  const list: string[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year += 1) {
    const first = `${year}-01-01`;
    if (first >= from && first < until) list.push(first);
  }
  return list;
}

const DAY = 86_400_000;

/** A slider's step as a day, and back; steps are weeks from the first day. */
export function dayAt(first: string, step: number): string {
  return new Date((day(first) ?? 0) + step * 7 * DAY).toISOString().slice(0, 10);
}
export function stepOf(first: string, date: string): number {
  return Math.round(((day(date) ?? 0) - (day(first) ?? 0)) / (7 * DAY));
}

/** Diagonal lines inside a box as path data; written out, because a pattern would have to be referred to by address. */
export function hatch(x: number, y: number, width: number, height: number, step: number): string {
  let path = "";
  for (let k = step; k < width + height; k += step) {
    const [fromX, fromY] = k <= height ? [0, k] : [k - height, height];
    const [toX, toY] = k <= width ? [k, 0] : [width, k - width];
    path += `M${px(x + fromX)} ${px(y + fromY)}L${px(x + toX)} ${px(y + toY)}`;
  }
  return path;
}
