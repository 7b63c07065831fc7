import { describe, expect, it } from "vitest";
import { bandPath, domain, linePath, scales, strip, ticks } from "../src/lib/bands";
import { cumulate } from "../src/lib/steps";

const flat = (value: number, half = 0) => ({ p05: [value - half], p25: [value], p50: [value], p75: [value], p95: [value + half] });

describe("domain", () => {
  it("shows zero when the data come near it, and says when the axis is cut", () => {
    expect(domain([flat(100), flat(30)], "free")).toMatchObject({ low: 0, cut: false });
    const far = domain([flat(100), flat(90)], "free");
    expect(far.cut).toBe(true);
    expect(far.low).toBeLessThan(90);
    expect(far.high).toBeGreaterThan(100);
  });
  it("always shows the zero of a change, even a tiny one", () => {
    const tiny = domain([flat(-0.0002, 0.0001)], "zero");
    expect(tiny.high).toBe(0);
    expect(tiny.low).toBeLessThan(-0.0003);
    expect(tiny.low).toBeGreaterThan(-0.001);
  });
  it("has width even when nothing moves or nothing is finite", () => {
    for (const bounds of [domain([flat(0)], "zero"), domain([flat(7)], "free"), domain([flat(Number.NaN)], "free"), domain([], "free")]) {
      expect(bounds.high).toBeGreaterThan(bounds.low);
    }
  });
});

describe("paths", () => {
  const { x, y } = scales(3, 0, 10, 100, 50);
  it("runs through the weeks from left to right, upside up", () => {
    expect(linePath([0, 5, 10], x, y)).toBe("M0,50L50,25L100,0");
  });
  it("breaks at a number that is missing", () => {
    expect(linePath([0, Number.NaN, 10], x, y)).not.toContain("NaN");
    expect(bandPath([0, Number.NaN, 1], [1, 2, 3], x, y)).not.toContain("NaN");
  });
  it("goes on after a gap, and a week that stands alone is a point", () => {
    expect(linePath([0, Number.NaN, 10], x, y)).toBe("M0,50ZM100,0Z");
    expect(bandPath([0, 0, Number.NaN], [10, 10, 10], x, y)).toBe("M0,0L50,0L50,50L0,50Z");
    expect(linePath([], x, y)).toBe("");
  });
  it("closes a band over its upper edge", () => {
    expect(bandPath([0, 0, 0], [10, 10, 10], x, y)).toBe("M0,0L50,0L100,0L100,50L50,50L0,50Z");
  });
});

describe("marks", () => {
  it("are round, about as many as asked for, and no binary fraction", () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-0.31, 0.05, 4)).toEqual([-0.3, -0.2, -0.1, 0]);
    expect(ticks(0, 156, 6)).toEqual([0, 20, 40, 60, 80, 100, 120, 140]);
    expect(ticks(1_400_000, 2_100_000, 3)).toEqual([1_400_000, 1_600_000, 1_800_000, 2_000_000]);
  });
  it("are none where there is no room, and one where the ends meet", () => {
    expect(ticks(5, 5, 3)).toEqual([5]);
    expect([ticks(2, 1, 3), ticks(Number.NaN, 1, 3), ticks(0, 1, 0)]).toEqual([[], [], []]);
  });
});

describe("strips", () => {
  it("always hold zero and stay inside", () => {
    const scale = strip([-0.5, -0.1]);
    expect(scale(0)).toBe(97);
    expect(scale(-0.5)).toBe(3);
    expect(strip([])(0)).toBe(3);
    expect(strip([Number.NaN, 1])(1)).toBe(97);
  });
});

describe("waterfall", () => {
  it("starts each bar where the one before ended and ends at the sum", () => {
    const { bars, total } = cumulate([{ name: "a", value: -6 }, { name: "b", value: -3 }, { name: "back", value: 2 }]);
    expect(bars.map((b) => [b.from, b.to])).toEqual([[0, -6], [-6, -9], [-9, -7]]);
    expect(total).toBe(-7);
    expect(cumulate([])).toEqual({ bars: [], total: 0 });
  });
});
