import { describe, expect, it } from "vitest";
import type { MapSite } from "../src/lib/answers";
import { DIGITS, LAND, SHORT } from "../src/lib/land";
import { byCountry, capacityOf, dodge, filtered, labelled, tones, outline, projection, standsAt, steps } from "../src/lib/map";

const capacity = (value: number, unit = "wafer/month") => ({ low: value, value, high: value, unit, text: `${value} ${unit}`, contested: false });
const site = (id: string, country: string, headquarters: string, made: [string, number | null][]): MapSite => ({
  id, name: id, firm: `firm:${headquarters}`, firm_name: headquarters, headquarters: `country:${headquarters}`, country: `country:${country}`, place: "", latitude: 35, longitude: 120,
  products: made.map(([product, value]) => ({ product, name: product, capacity: value === null ? null : capacity(value) })),
});
const sites = [site("xian", "CHN", "KOR", [["nand", 100]]), site("icheon", "KOR", "KOR", [["dram", 60], ["hbm", 20]]), site("silent", "USA", "USA", [["dram", null]])];

describe("the drawing", () => {
  const drawn = projection(LAND.asia.window, 480);
  it("puts the corners of the window on its own", () => {
    expect(drawn.at(99, 47)).toEqual([0, 0]);
    const [x, y] = drawn.at(147, -2);
    expect(x).toBeCloseTo(480);
    expect(y).toBeCloseTo(drawn.height);
  });
  it("reads steps of one, two and four digits, forth and back", () => {
    const base = DIGITS.length;
    const d = (n: number) => DIGITS[n]!;
    // By hand: 5 forth is 10; 5 back is 9; 38 forth is 76, the first of two digits; 12773 is 25546 = 3 * 85 * 85 + 45 * 85 + 46.
    expect([base, SHORT]).toEqual([85, 76]);
    expect(steps(d(10) + d(9) + d(0))).toEqual([5, -5, 0]);
    expect(steps(d(76) + d(0) + d(83) + d(84) + d(1))).toEqual([38, -378, -1]);
    expect(steps(d(84) + d(3) + d(45) + d(46) + d(2))).toEqual([12773, 1]);
    expect(steps(LAND.asia.rings[0]!).slice(0, 6)).toEqual([12773, 85, 15, -2, 34, 57]);
  });
  it("reads every ring of land into the window", () => {
    for (const part of [LAND.asia, LAND.america]) {
      const at = projection(part.window, 480);
      for (const ring of part.rings) {
        for (const [, x, y] of outline(ring, at.at).matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(-0.2);
          expect(Number(x)).toBeLessThanOrEqual(480.2);
          expect(Number(y)).toBeGreaterThanOrEqual(-0.2);
          expect(Number(y)).toBeLessThanOrEqual(at.height + 0.2);
        }
      }
    }
  });
});

describe("capacity", () => {
  it("is the product's, or the sum", () => {
    expect(capacityOf(sites[1]!, "hbm")?.value).toBe(20);
    expect(capacityOf(sites[1]!, "")?.value).toBe(80);
  });
  it("is nothing where nobody states any", () => expect(capacityOf(sites[2]!, "")).toBeNull());
  it("adds up to the same on both bases", () => {
    const rows = byCountry(sites, "");
    expect(rows).toContainEqual({ country: "country:KOR", site: 80, hq: 180 });
    expect(rows.reduce((sum, row) => sum + row.site, 0)).toBe(rows.reduce((sum, row) => sum + row.hq, 0));
  });
});

it("filters by the country of the basis", () => {
  const names = (basis: "site" | "hq") => filtered(sites, { product: "", company: "", country: "country:KOR" }, basis).map((s) => s.id);
  expect(names("site")).toEqual(["icheon"]);
  expect(names("hq")).toEqual(["xian", "icheon"]);
  expect(standsAt(sites[0]!)).toEqual([sites[0]!.longitude, sites[0]!.latitude]);
});

it("moves circles apart, inside the drawing, the same way each time", () => {
  const wished = Array.from({ length: 7 }, (_, i) => ({ x: 50, y: 50 + (i % 2), r: 6 + i }));
  const placed = dodge(wished, 300, 300);
  placed.forEach((a, i) => placed.slice(i + 1).forEach((b) => expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.r + b.r - 1)));
  for (const d of placed) expect(d.x - d.r >= -0.01 && d.y - d.r >= -0.01).toBe(true);
  expect(dodge(wished, 300, 300)).toEqual(placed);
});

it("gives each group of sites a colour, and no label covers a disc or another label", () => {
  const found = tones(sites, "country", "site", "");
  expect(new Set(found.values()).size).toBe(found.size);
  const discs = Array.from({ length: 12 }, (_, i) => ({ x: 20 + 23 * (i % 6), y: 30 + 40 * Math.floor(i / 6), r: 8 }));
  const placed = labelled(discs, discs.map((_, i) => `Site ${i}`), () => 40, 12, 300, 120);
  expect(placed.some((label) => label !== null)).toBe(true);
  const boxes = placed.flatMap((l) => (l ? [{ left: l.x, right: l.x + 40, top: l.y - 6, bottom: l.y + 6 }] : []));
  const apart = (a: (typeof boxes)[number], b: (typeof boxes)[number]) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => expect(apart(a, b)).toBe(true)));
  for (const d of discs) for (const b of boxes) expect(apart({ left: d.x - 8, right: d.x + 8, top: d.y - 8, bottom: d.y + 8 }, b)).toBe(true);
});
