// The state of the page in the address, so that a view can be sent to somebody. In: the part after #. Out: known keys only.
// Invariant: writing and reading again gives the same state; unknown keys and values are ignored.

export interface View {
  /** id of the scenario shown */
  scenario: string;
  /** key of the series shown: level:entity:product:variable */
  series: string;
  /** level of the variable or change against the baseline */
  as: "level" | "change";
  /** interface language */
  lang: string;
}

const KEYS: Record<keyof View, string> = { scenario: "s", series: "v", as: "as", lang: "lang" };

export function parse(hash: string): Partial<View> {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const view: Partial<View> = {};
  const scenario = found.get(KEYS.scenario);
  const series = found.get(KEYS.series);
  const as = found.get(KEYS.as);
  const lang = found.get(KEYS.lang);
  if (scenario) view.scenario = scenario;
  if (series) view.series = series;
  if (as === "level" || as === "change") view.as = as;
  if (lang) view.lang = lang;
  return view;
}

export function write(view: Partial<View>): string {
  const parts = new URLSearchParams();
  for (const key of Object.keys(KEYS) as (keyof View)[]) {
    const value = view[key];
    if (value) parts.set(KEYS[key], value);
  }
  return `#${parts.toString()}`;
}
