// What the reader typed into a study, kept for the session. In: a study and its files as bundled. Out: the files with every change still in place.
// Invariant: only changed files are kept, so that an untouched study follows the server; a browser without storage loses nothing but the reload.

export interface File { name: string; text: string }
type Changes = Record<string, string>;

const key = (study: string) => `linchpin/draft/${study}`;

function stored(study: string): Changes {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key(study)) ?? "{}");
    if (typeof found !== "object" || found === null) return {};
    return Object.fromEntries(Object.entries(found).filter((pair): pair is [string, string] => typeof pair[1] === "string"));
  } catch {
    return {};
  }
}

/** The files as the reader left them, the study first. */
export function opened(study: string, bundled: readonly File[]): File[] {
  const changes = stored(study);
  const files = bundled.map((file) => ({ name: file.name, text: changes[file.name] ?? file.text }));
  return files.sort((a, b) => Number(b.name === "study.toml") - Number(a.name === "study.toml"));
}

export function changed(bundled: readonly File[], files: readonly File[]): string[] {
  const before = new Map(bundled.map((file) => [file.name, file.text]));
  return files.filter((file) => before.get(file.name) !== file.text).map((file) => file.name);
}

export function keep(study: string, bundled: readonly File[], files: readonly File[]): void {
  const names = changed(bundled, files);
  try {
    if (names.length === 0) sessionStorage.removeItem(key(study));
    else sessionStorage.setItem(key(study), JSON.stringify(Object.fromEntries(files.filter((f) => names.includes(f.name)).map((f) => [f.name, f.text]))));
  } catch {
    // A browser that refuses storage still holds the text on the page.
  }
}

/** As the server takes them. */
export function asBody(files: readonly File[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file.name, file.text]));
}
