// A day that the reader writes. In: any text. Out: the day, or undefined when it is none, so that no half-typed date is asked about.
import { day } from "./dates";

export function dayOr(text: string | undefined): string | undefined {
  return text !== undefined && day(text) !== null ? text : undefined;
}
