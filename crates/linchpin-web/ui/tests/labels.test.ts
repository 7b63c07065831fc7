import { describe, expect, it } from "vitest";
import { clip, rowsOf, spread, textWidth } from "../src/lib/labels";

/** The spans that labels cover, by row. */
function overlaps(at: number[], widths: number[], total: number, rows: number): boolean {
  const placed = rowsOf(at, widths, total, rows);
  if (!placed) throw new Error("no room");
  return placed.some((a, i) =>
    placed.some((b, j) => i < j && a.row === b.row && a.left < b.left + (widths[j] ?? 0) && b.left < a.left + (widths[i] ?? 0)),
  );
}

describe("labels of dated marks", () => {
  it("keeps lone labels in one row", () => {
    expect(rowsOf([0, 200], [100, 100], 400, 3)).toEqual([{ row: 0, left: 0 }, { row: 0, left: 200 }]);
  });
  it("never lets two labels of a row overlap, however dense the dates", () => {
    const at = Array.from({ length: 18 }, (_, i) => (i * 37) % 600);
    const widths = at.map((_, i) => 60 + ((i * 53) % 120));
    expect(overlaps(at, widths, 900, 18)).toBe(false);
  });
  it("turns a label around at the right edge and keeps it inside", () => {
    expect(rowsOf([390], [100], 400, 1)).toEqual([{ row: 0, left: 290 }]);
  });
  it("gives up rather than cover: more rows needed than allowed, or a label wider than the drawing", () => {
    expect(rowsOf([10, 10, 10], [100, 100, 100], 400, 2)).toBeNull();
    expect(rowsOf([0], [500], 400, 9)).toBeNull();
  });
});

describe("labels at the ends of lines", () => {
  it("leaves labels that are apart where they are", () => {
    expect(spread([10, 100], 15, 0, 200)).toEqual([10, 100]);
  });
  it("moves close labels apart, in order, inside the drawing", () => {
    expect(spread([100, 101], 15, 0, 200)).toEqual([100, 115]);
    const low = spread([199, 198, 200], 15, 0, 200);
    expect(low).toEqual([185, 170, 200]);
  });
  it("spreads evenly when there is no room", () => {
    expect(spread([5, 5, 5], 15, 0, 20)).toEqual([0, 10, 20]);
  });
});

describe("text", () => {
  it("is wider in CJK, and cut with an ellipsis to its width", () => {
    expect(textWidth("기준", 10)).toBe(20);
    expect(clip("short", 10, 100)).toBe("short");
    const cut = clip("a long label of a policy act", 10, 60);
    expect(cut.endsWith("…")).toBe(true);
    expect(textWidth(cut, 10)).toBeLessThanOrEqual(60);
  });
});
