import { describe, expect, it } from "vitest";
import { bare, column, count, percent, plain, points, probability, quantity, range, share, spanned, typeset } from "../src/lib/numbers";

describe("percent", () => {
  it("uses a true minus and shows the sign of a gain", () => {
    expect([-0.48, 0.12, -0.096, 0.0012].map(percent)).toEqual(["−48\u202f%", "+12\u202f%", "−9.6\u202f%", "+0.1\u202f%"]);
  });
  it("never says zero for a change that is not zero", () => {
    expect(percent(0)).toBe("0\u202f%");
    expect(percent(-0.0003)).toBe("−0.03\u202f%");
    expect(percent(-0.00002)).toBe("−0.002\u202f%");
    expect(percent(1e-9)).toBe("≈\u00a00\u202f%");
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
    expect(quantity(0.425, "share")).toBe("42.5\u202f%");
    expect(quantity(0.06, "1/year")).toBe("0.06 per year");
    expect(quantity(-0.9, "1")).toBe("−0.9");
  });
  it("writes the unit of a range once, and a point without a range", () => {
    expect(spanned(190000, 180000, 200000, "wafers/month")).toBe("190,000 [180,000\u00a0to\u00a0200,000]\u202fwafers/month");
    expect(spanned(0.35, 0.29, 0.425, "share")).toBe("35\u202f% [29\u202f%\u00a0to\u00a042.5\u202f%]");
    expect(spanned(5, 5, 5, "weeks")).toBe("5\u202fweeks");
    expect(range("−1\u202f%", "−1\u202f%")).toBe("[−1\u202f%]");
  });
  it("writes money units in words and shares in percent", () => {
    expect(quantity(12.3, "USD_mn/week")).toBe("12.3\u202fmn USD/week");
    expect([bare(0.3, "share"), bare(3, "week"), bare(Number.NaN, "share")]).toEqual(["30\u202f%", "3", "–"]);
  });
  it("gives a column of signed numbers the decimals of its largest", () => {
    expect([-10.64, 0.988, 0].map(column([-10.64, 0.988]))).toEqual(["−10.6", "+1.0", "0.0"]);
    expect(column([5120])(-5119.6)).toBe("−5,120");
    expect(column([0.0042])(0.0042)).toBe("+0.00420");
    expect(column([])(0)).toBe("0");
  });
  it("keeps market shares to one decimal and small ones above zero", () => {
    expect([share(0.3), share(0.0002), share(0)]).toEqual(["30.0\u202f%", "< 0.1\u202f%", "0.0\u202f%"]);
    expect([points(-0.061), points(0.0001)]).toEqual(["−6.1", "0.0"]);
  });
});

describe("generated sentences", () => {
  it("get true minus signs and keep numbers with their percent sign", () => {
    expect(typeset("falls (90 % between -10 % and -4 %) by 2026-03-16, re-export")).toBe("falls (90\u202f% between −10\u202f% and −4\u202f%) by 2026-03-16, re-export");
  });
});

describe("probability", () => {
  it("claims certainty only when every draw agrees", () => {
    expect([0, 0.001, 0.58, 0.9999, 1].map(probability)).toEqual(["0\u202f%", "< 1\u202f%", "58\u202f%", "> 99\u202f%", "100\u202f%"]);
  });
});
