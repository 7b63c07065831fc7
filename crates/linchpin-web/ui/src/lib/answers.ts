// The shapes of the server's answers under the names that the pages use. Every one is made from the Rust types;
// what stands here only names it.
import type { Finding as Found, PolicyDecision, StudyInfo } from "./contract";

export type {
  ActRow as Act,
  Begun,
  Found,
  Hit,
  Picture,
  Start,
  WordList,
  Asked,
  CalendarEvent as Happening,
  DayRow,
  DayRows,
  Comparison,
  Difference as CompareRow,
  Estimate,
  Flow,
  Job,
  MapSite,
  Node as Reason,
  PolicyCitation as Citation,
  PolicyDifference as Difference,
  PolicyMissing as Missing,
  PolicySite,
  PolicyStretch as Stretch,
  PolicyTimeline as Timeline,
  PolicyTrace as Trace,
  RunRow,
  StudyText,
  WeeklyDifference,
  WhatIf,
  WorldCard,
  WorldRival as Rival,
  WorldSource,
  WorldValue,
} from "./contract";

export type Study = StudyInfo;
export type Decision = PolicyDecision;

/** As `linchpin check --json` prints it; line 0 means the whole file. */
export type Finding = Found;
