// Where labels go so that none covers another. In: wished positions and sizes in pixels. Out: rows or shifted positions.
// Invariant: two labels in one row never overlap, and no label leaves the drawing.

export interface Placed { row: number; left: number }

/**
 * Puts labels of vertical marks into as few rows as a greedy pass finds, left to right. A label starts at its
 * mark and reads to the right; where that would leave the drawing it ends at its mark instead.
 * Returns null when more than `rows` rows would be needed: the caller then writes numbers and a key.
 */
export function rowsOf(at: readonly number[], widths: readonly number[], total: number, rows: number, gap = 8): Placed[] | null {
  const order = at.map((_, i) => i).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
  const taken: { from: number; to: number }[][] = [];
  const placed: Placed[] = at.map(() => ({ row: 0, left: 0 }));
  for (const i of order) {
    const x = at[i] ?? 0;
    const width = widths[i] ?? 0;
    if (width > total) return null;
    const left = x + width <= total ? x : Math.max(0, x - width);
    const span = { from: left, to: left + width + gap };
    let row = taken.findIndex((spans) => spans.every((s) => span.from >= s.to || s.from >= span.to));
    if (row < 0) row = taken.push([]) - 1;
    if (row >= rows) return null;
    taken[row]?.push(span);
    placed[i] = { row, left };
  }
  return placed;
}

/**
 * Moves labels at the end of lines apart: each keeps its order and comes as near to its wish as `gap` allows,
 * inside [low, high]. When they cannot all fit they are spread evenly.
 */
export function spread(wish: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wish.map((_, i) => i).sort((a, b) => (wish[a] ?? 0) - (wish[b] ?? 0) || a - b);
  const count = order.length;
  const room = count > 1 ? Math.min(gap, (high - low) / (count - 1)) : gap;
  const placed = new Array<number>(count).fill(low);
  let floor = low;
  for (const i of order) {
    placed[i] = Math.max(wish[i] ?? low, floor);
    floor = (placed[i] ?? low) + room;
  }
  let ceiling = high;
  for (const i of [...order].reverse()) {
    placed[i] = Math.min(placed[i] ?? low, ceiling);
    ceiling = (placed[i] ?? low) - room;
  }
  return placed;
}

/** Width of a text in a sans font, near enough to place labels without measuring the page; CJK counts as a full square. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const glyph of text) {
    const code = glyph.codePointAt(0) ?? 0;
    ems += code > 0x2e7f ? 1 : /[A-Z0-9MWmw%−+]/.test(glyph) ? 0.66 : /[ijlt.,;:' ]/.test(glyph) ? 0.32 : 0.55;
  }
  return ems * size;
}

/** A text cut to a width, with an ellipsis; whole when it fits. */
export function clip(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const glyphs = [...text];
  while (glyphs.length > 1 && textWidth(`${glyphs.join("")}…`, size) > width) glyphs.pop();
  return `${glyphs.join("").trimEnd()}…`;
}
