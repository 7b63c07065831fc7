import { describe, expect, it } from "vitest";
import { day, dayBefore, sayMonth, weekOf, weekTicks } from "../src/lib/dates";

const weeks = Array.from({ length: 156 }, (_, i) => new Date(Date.UTC(2026, 0, 5 + 7 * i)).toISOString().slice(0, 10));

describe("days", () => {
  it("refuses what is not a day", () => {
    expect([day("2025-02-30"), day("soon"), day("2026-1-5"), day("2026-13-01")]).toEqual([null, null, null, null]);
    expect(day("2026-01-05")).toBe(Date.UTC(2026, 0, 5));
  });
  it("knows the day before, across a month and a year", () => {
    expect([dayBefore("2027-01-01"), dayBefore("2024-03-01"), dayBefore("soon")]).toEqual(["2026-12-31", "2024-02-29", "soon"]);
  });
  it("names months on an axis in each language", () => {
    const march = Date.UTC(2026, 2, 9);
    expect(["en", "ko", "zh"].map((language) => sayMonth(march, language))).toEqual(["Mar", "3월", "3月"]);
  });
});

describe("weeks", () => {
  it("holds a day in its week, and none outside the window", () => {
    expect(weekOf(weeks, "2026-01-05")).toBe(0);
    expect(weekOf(weeks, "2026-01-11")).toBe(0);
    expect(weekOf(weeks, "2026-01-12")).toBe(1);
    expect(weekOf(weeks, "2028-12-31")).toBe(155);
    expect(weekOf(weeks, "2029-01-01")).toBeNull();
    expect(weekOf(weeks, "2026-01-04")).toBeNull();
    expect(weekOf([], "2026-01-04")).toBeNull();
  });
  it("marks each year once, and quarters only where there is room", () => {
    const years = weekTicks(weeks, 1.5, "en");
    expect(years.map((t) => t.label)).toEqual(["2026", "2027", "2028"]);
    const quarters = weekTicks(weeks, 6, "en").filter((t) => !t.major);
    expect(quarters.map((t) => t.label)).toEqual(["Apr", "Jul", "Oct", "Apr", "Jul", "Oct", "Apr", "Jul", "Oct"]);
  });
  it("marks months where weeks are wide", () => {
    expect(weekTicks(weeks.slice(0, 12), 60, "en").map((t) => t.label)).toEqual(["2026", "Feb", "Mar"]);
  });
  it("puts the year tick on the week that mostly lies in January", () => {
    const second = weekTicks(weeks, 6, "en").filter((t) => t.major)[1];
    expect(weeks[second?.index ?? 0]).toBe("2027-01-04");
  });
});
