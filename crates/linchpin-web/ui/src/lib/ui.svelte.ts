// What the reader has set for the interface as a whole: its language. Views ask `say` and are redrawn when it changes.
import { isLanguage, phrase, voice, type Key, type Language } from "./strings";

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

/** The word for a level, kind or horizon of the data. */
export function word(group: "level" | "kind" | "horizon" | "as", name: string): string {
  return phrase(say, group, name);
}
