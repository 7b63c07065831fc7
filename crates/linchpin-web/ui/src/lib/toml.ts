// The lines of a TOML file that a form can hold. In: the text as written. Out: its one-line values as fields, and the text with one of them changed.
// Invariant: a change touches one value on one line; comments, order and everything the form does not know stay as they were typed.

export type Kind = "date" | "number" | "text" | "flag";
export interface Field { line: number; section: string; key: string; kind: Kind; value: string }

const HEADER = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^[-+]?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][-+]?\d+)?$/;
const VALUE = /^(\s*[A-Za-z0-9_-]+\s*=\s*)(\d{4}-\d{2}-\d{2}|[-+]?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][-+]?\d+)?|true|false|"(?:[^"\\]|\\["\\])*")(\s*(?:#.*)?)$/;

/** Which lines stand inside a text or list that runs over several lines. */
function inside(lines: readonly string[]): boolean[] {
  let [quoted, depth] = [false, 0];
  return lines.map((line) => {
    const within = quoted || depth > 0;
    if ((line.match(/"""/g) ?? []).length % 2 === 1) quoted = !quoted;
    if (quoted || HEADER.test(line)) return within;
    const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/#.*$/, "");
    depth = Math.max(0, depth + (bare.match(/\[/g) ?? []).length - (bare.match(/\]/g) ?? []).length);
    return within;
  });
}

const spoken = (raw: string): string => raw.slice(1, -1).replace(/\\(["\\])/g, "$1");

export function fieldsOf(text: string): Field[] {
  const lines = text.split("\n");
  const within = inside(lines);
  const fields: Field[] = [];
  let section = "";
  lines.forEach((written, line) => {
    if (within[line]) return;
    const header = HEADER.exec(written);
    if (header) section = header[1] ?? "";
    const found = VALUE.exec(written.replace(/\r$/, ""));
    const raw = found?.[2] ?? "";
    const key = found?.[1]?.split("=")[0]?.trim() ?? "";
    if (raw === "" || key === "schema") return;
    const kind: Kind = DATE.test(raw) ? "date" : NUMBER.test(raw) ? "number" : raw === "true" || raw === "false" ? "flag" : "text";
    fields.push({ line, section, key, kind, value: kind === "text" ? spoken(raw) : raw });
  });
  return fields;
}

/** The same text with another value on one line; undefined where the value is none of its kind. */
export function withField(text: string, field: Field, value: string): string | undefined {
  const typed = value.trim();
  if (field.kind === "date" && !DATE.test(typed)) return undefined;
  if (field.kind === "number" && !NUMBER.test(typed)) return undefined;
  if (field.kind === "flag" && typed !== "true" && typed !== "false") return undefined;
  // A line break would begin another line of the file; the form has one line for it.
  const written = field.kind === "text" ? `"${value.replace(/[\r\n\t]+/g, " ").replace(/[\\"]/g, "\\$&")}"` : typed;
  const lines = text.split("\n");
  lines[field.line] = (lines[field.line] ?? "").replace(VALUE, (_, before: string, __, after: string) => `${before}${written}${after}`);
  return lines.join("\n");
}
