// Tables as files. In: column names and rows of cells. Out: CSV text (RFC 4180) that a spreadsheet opens safely.
// Invariant: no cell of text can start a formula; numbers stay numbers.

export type Cell = string | number | null;

const FORMULA = /^[=+\-@\t\r]/;

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  // A leading apostrophe makes spreadsheets read the cell as text (OWASP, CSV injection).
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** A file name that every system takes: lower case letters, digits and dashes. */
export function fileName(...parts: string[]): string {
  const safe = parts
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${safe || "table"}.csv`;
}

/** Hands bytes to the reader as a download. */
export function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Hands the text to the reader as a download; a table begins with a byte order mark, which makes spreadsheets read UTF-8. */
export function download(name: string, text: string, type = "text/csv"): void {
  save(name, new Blob([type === "text/csv" ? "\ufeff" : "", text], { type: `${type};charset=utf-8` }));
}
