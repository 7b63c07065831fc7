import { describe, expect, it } from "vitest";
import { column, count, percent, plain, points, probability, quantity, range, share, spanned } from "../src/lib/numbers";

describe("percent", () => {
  it("uses a true minus and shows the sign of a gain", () => {
    expect([-0.48, 0.12, -0.096, 0.0012].map(percent)).toEqual(["−48%", "+12%", "−9.6%", "+0.1%"]);
  });
  it("never says zero for a change that is not zero", () => {
    expect(percent(0)).toBe("0%");
    expect(percent(-0.0003)).toBe("−0.03%");
    expect(percent(-0.00002)).toBe("−0.002%");
    expect(percent(1e-9)).toBe("≈\u00a00%");
  });
  it("shows a dash for what is not a number", () => {
    expect(percent(Number.NaN)).toBe("–");
    expect(percent(Number.POSITIVE_INFINITY)).toBe("–");
  });
});

describe("quantities", () => {
  it("keeps three digits, all digits of counts, and thousands apart", () => {
    expect([1_243_567, 0.05321, -12.34, 0, 0.00004].map(plain)).toEqual(["1,240,000", "0.0532", "−12.3", "0", "4.0e−5"]);
    expect(count(4096)).toBe("4,096");
  });
  it("reads shares as percent and rates as per year", () => {
    expect(quantity(0.425, "share")).toBe("42.5%");
    expect(quantity(0.06, "1/year")).toBe("0.06 per year");
    expect(quantity(-0.9, "1")).toBe("−0.9");
  });
  it("writes the unit of a range once, and a point without a range", () => {
    expect(spanned(190000, 180000, 200000, "wafers/month")).toBe("190,000 [180,000 to 200,000]\u202fwafers/month");
    expect(spanned(0.35, 0.29, 0.425, "share")).toBe("35% [29% to 42.5%]");
    expect(spanned(5, 5, 5, "weeks")).toBe("5\u202fweeks");
    expect(range("−1%", "−1%")).toBe("[−1%]");
  });
  it("gives a column of signed numbers the decimals of its largest", () => {
    expect([-10.64, 0.988, 0].map(column([-10.64, 0.988]))).toEqual(["−10.6", "+1.0", "0.0"]);
    expect(column([5120])(-5119.6)).toBe("−5,120");
    expect(column([0.0042])(0.0042)).toBe("+0.00420");
    expect(column([])(0)).toBe("0");
  });
  it("keeps market shares to one decimal and small ones above zero", () => {
    expect([share(0.3), share(0.0002), share(0)]).toEqual(["30.0%", "< 0.1%", "0.0%"]);
    expect([points(-0.061), points(0.0001)]).toEqual(["−6.1", "0.0"]);
  });
});

describe("probability", () => {
  it("claims certainty only when every draw agrees", () => {
    expect([0, 0.001, 0.58, 0.9999, 1].map(probability)).toEqual(["0%", "< 1%", "58%", "> 99%", "100%"]);
  });
});
