// What the reader has set for the interface as a whole: its language. Views ask `say` for our sentences, `tell` for names and phrases of the
// data and `num` for figures, and are redrawn when it changes.
import { inWords } from "./report";
import { writeRoute, type Page, type State } from "./route";
import { typeset, unitName } from "./numbers";
import { isLanguage, LANGUAGES, phrase, voice, type Group, type Key, type Language } from "./strings";
import { cited, figure, lexicon, marked, told, type Lexicon, type Mark, type Row } from "./words";

const settings = $state<{ language: Language }>({ language: "en" });
let words = $state.raw<Lexicon>(lexicon([]));
let amounts = $state.raw<ReadonlyMap<string, Row>>(new Map());

export function language(): Language {
  return settings.language;
}

/** Sets the interface language; an unknown one leaves it as it is. */
export function speak(wish: string | undefined): void {
  if (isLanguage(wish)) settings.language = wish;
}

/** Gives the page the core's table of names and phrases. */
export function learn(rows: readonly Row[]): void {
  words = lexicon(rows);
}

export function say(key: Key, values?: Record<string, string | number>): string {
  return voice(settings.language)(key, values);
}

/** A mark between two texts, with its space; a slash parts a list. */
export function sep(mark: Mark): string {
  return marked(settings.language, mark);
}

/** A name or phrase of the data. */
export function tell(text: string): string {
  return told(words, settings.language, text);
}

/** The name or title of a source: only what is ours is told. */
export function nameOf(text: string): string {
  return cited(words, settings.language, text);
}

/** A grade of evidence. The memory of a writer is not that of a chip. */
export function gradeOf(grade: string): string {
  const named = grade === "memory" ? "from memory" : grade;
  return settings.language === "en" ? inWords(named) : tell(named);
}

/** Gives the page the amounts of money of a report, as the core counts them in each language. */
export function count(rows: readonly Row[]): void {
  if (rows.some(([text]) => !amounts.has(text))) amounts = new Map([...amounts, ...rows.map((row): [string, Row] => [row[0], row])]);
}

/** A figure as the core told it, set the way of the language. */
export function num(text: string): string {
  return typeset(amounts.get(text)?.[LANGUAGES.indexOf(settings.language)] ?? figure(settings.language, text));
}

/** A unit as people write it; beside an axis in words. */
export function unitOf(unit: string): string {
  const named = unitName(unit);
  if (settings.language !== "en") return tell(named);
  return named.replace(/^([ET])b(?=\/|$)/, (_, size) => (size === "E" ? "exabits" : "terabits")).replace(/\/(week|month|year)$/, " a $1");
}

/** The language to ask the server for; empty for the first. */
export function lang(): string {
  return settings.language === "en" ? "" : settings.language;
}

/** The language that a told text is in: ours where it was translated, else English, for screen readers and for the choice of type. */
export function tongue(text: string): Language {
  return tell(text) === text ? "en" : settings.language;
}

/** Whether the server was asked for a path where there is no page. */
export function lost(): boolean {
  return typeof location !== "undefined" && location.protocol !== "file:" && location.pathname !== "/";
}

/** The address of a page of the application; the language travels along unless it is the first. */
export function href(page: Page, id = "", state: Partial<State> = {}): string {
  // From an address that is none of ours the way leads back to the page itself.
  return (lost() ? "/" : "") + writeRoute(page, id, { ...state, lang: settings.language === "en" ? "" : settings.language });
}

/** The word for a level, kind, horizon or verdict of the data. */
export function word(group: Group, name: string): string {
  return phrase(say, group, name);
}

/** A country by its code, as it stands in a list: without an article. */
export function placeName(code: string | null | undefined): string {
  return code ? word("origin", code.toUpperCase()).replace(/^the /, "") : "";
}
