// The shapes of the server's answers that the pages read; a report has its own in report.ts.
// Shapes of runs, jobs, reasons and comparisons come from the Rust types.
export type { Comparison, Difference as CompareRow, Job, Node as Reason, RunRow, WeeklyDifference } from "./contract";

export interface Study { id: string; title: string; question: string; scenarios: { id: string; title: string }[] }
export interface StudyText extends Study { files: { name: string; text: string }[] }



export interface PolicySite { id: string; name: string; country: string }
export interface Act { id: string; order: string; kind: string; published: string; title: string; issuer: string; cite: string; grade: string; url: string; note: string }
export interface Citation { rule: string; says: string; act: string; title: string; authority: string; cite: string; quote: string; url: string; published: string; from: string; until: string | null; grade: string }
export interface Missing { fact: string; because: string; branches: { value: string; verdict: string }[] }

export interface Decision {
  id: string;
  query: Record<string, string>;
  on: string;
  known: string;
  verdict: string;
  answer: string;
  review: string | null;
  until: string | null;
  next_change: { on: string; verdict: string; scheduled: boolean } | null;
  missing: Missing[];
  unknown_names: string[];
  assumed: string[];
  grade: string | null;
  citations: Citation[];
  conditions: Citation[];
  lapsed?: { rule: string; says: string; since: string; act: string; cite: string; authority: string }[];
  signals: { kind: string; source: Citation }[];
}

/** A step of the law's reasoning, as `ask --why` gives it. */
export interface Trace { says: string; truth: string | null; source: Citation | null; children: Trace[] }
export interface Asked { decision: Decision; why: Trace }

export interface Stretch { days: { from: string; until: string | null }; maintain: Decision; expand: Decision; reason: unknown; scheduled: boolean }
export interface Timeline { site: string; tool: string; origin: string; stretches: Stretch[] }

export interface Difference { acts: string[]; cells: { query: Record<string, string>; before: string; after: string }[] }
export interface Happening { on: string; turn: string; order: string; rule: string; effect: string; says: string; hits: string[]; act: string; cite: string; scheduled: boolean }

export interface Estimate { low: number; value: number; high: number; unit: string; contested: boolean }
export interface MapSite {
  id: string; name: string; firm: string; firm_name: string; headquarters: string | null; country: string; place: string; latitude: number; longitude: number;
  products: { product: string; name: string; capacity: Estimate | null }[];
}

export interface Flow { stage: "input" | "line" | "demand"; from: string; from_name: string; to: string; to_name: string; what: string; what_name: string; amount: Estimate }

export interface WorldSource { reference: string; outlet: string; title: string; published: string; url: string }
export interface Rival { low: number; value: number; high: number; unit: string; as_of: string; basis: string; source: WorldSource; grade: string; use: string; note: string }
export interface WorldValue { quantity: string; subject: string; of: string; to: string; estimate: Estimate | null; rivals: Rival[] }
export interface WorldCard {
  id: string;
  name: string;
  attributes: { name: string; value: string }[];
  values: WorldValue[];
  related: { id: string; name: string; how: string }[];
  events: { id: string; date: string; what: string; modality: string; source: WorldSource; note: string }[];
}



/** As `linchpin check --json` prints it; line 0 means the whole file. */
export interface Finding { code: string; severity: string; message: string; file: string; line: number; column: number; expected: string | null; nearest: string | null; help: string | null }
