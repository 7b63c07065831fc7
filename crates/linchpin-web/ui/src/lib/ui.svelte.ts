// What the reader has set for the interface as a whole: its language. Views ask `say` and are redrawn when it changes.
import { writeRoute, type Page, type State } from "./route";
import { isLanguage, phrase, voice, type Group, type Key, type Language } from "./strings";

const settings = $state<{ language: Language }>({ language: "en" });

export function language(): Language {
  return settings.language;
}

/** Sets the interface language; an unknown one leaves it as it is. */
export function speak(wish: string | undefined): void {
  if (isLanguage(wish)) settings.language = wish;
}

export function say(key: Key, values?: Record<string, string | number>): string {
  return voice(settings.language)(key, values);
}

/** The address of a page of the application; the language travels along unless it is the first. */
export function href(page: Page, id = "", state: Partial<State> = {}): string {
  return writeRoute(page, id, { ...state, lang: settings.language === "en" ? "" : settings.language });
}

/** The word for a level, kind, horizon or verdict of the data. */
export function word(group: Group, name: string): string {
  return phrase(say, group, name);
}
