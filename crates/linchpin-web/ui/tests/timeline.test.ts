import { describe, expect, it } from "vitest";
import type { Decision, Stretch, Timeline } from "../src/lib/answers";
import { changes, dayAt, hatch, placeOf, spans, stepOf, weightOf, years } from "../src/lib/timeline";

const decision = (verdict: string, cited: { cite: string; from: string; until: string | null }[] = [], lapsed: { cite: string; since: string }[] = []) =>
  ({ verdict, citations: cited.map((c) => ({ ...c, title: c.cite, url: "", says: "" })), lapsed: lapsed.map((l) => ({ ...l, says: "" })) }) as unknown as Decision;
const stretch = (from: string, until: string, maintain: Decision, expand = maintain): Stretch => ({ days: { from, until }, maintain, expand, reason: null, scheduled: false });
const line = (...stretches: Stretch[]): Timeline => ({ site: "site:a", tool: "tool:etch", origin: "USA", stretches });

describe("bands", () => {
  const found = spans([stretch("2020-01-01", "2021-01-01", decision("authorised")), stretch("2021-01-01", "2022-01-01", decision("authorised")), stretch("2022-01-01", "2024-01-01", decision("prohibited"))], "maintain", "2020-06-01", "2023-01-01");
  it("join where the verdict stays, and stay inside the window", () => {
    expect(found).toEqual([
      { verdict: "authorised", from: "2020-06-01", until: "2022-01-01" },
      { verdict: "prohibited", from: "2022-01-01", until: "2023-01-01" },
    ]);
  });
});

describe("changes", () => {
  const one = decision("authorised", [{ cite: "1 FR 1", from: "2021-01-01", until: "2022-01-01" }]);
  const list = changes(line(stretch("2020-01-01", "2021-01-01", decision("no-rule-found")), stretch("2021-01-01", "2022-01-01", one), stretch("2022-01-01", "2023-01-01", decision("licence-required", [{ cite: "0 FR 0", from: "2019-01-01", until: null }]))), "2020-01-01", "2023-01-01");
  it("are numbered and name the act that begins", () => expect(list[0]).toMatchObject({ number: 1, date: "2021-01-01", causes: [{ cite: "1 FR 1", ends: false }] }));
  it("name the act that ends, and never one of another day", () => expect(list[1]?.causes).toMatchObject([{ cite: "1 FR 1", ends: true }]));
  it("name an act once, though both lanes cite it", () => expect(list[0]?.causes.length).toBe(1));
  it("leave out a day on which no answer changes and no act is found", () => {
    const free = decision("authorised");
    const still = changes(line(stretch("2020-01-01", "2021-01-01", free), stretch("2021-01-01", "2022-01-01", free), stretch("2022-01-01", "2023-01-01", decision("prohibited"))), "2020-01-01", "2023-01-01");
    expect(still.map((one) => [one.number, one.date])).toEqual([[1, "2022-01-01"]]);
  });
  it("name what the server says has lapsed", () => {
    const ended = changes(line(stretch("2020-01-01", "2021-01-01", decision("authorised")), stretch("2021-01-01", "2022-01-01", decision("licence-required", [], [{ cite: "2 FR 2", since: "2021-01-01" }, { cite: "9 FR 9", since: "2015-01-01" }]))), "2020-01-01", "2022-01-01");
    expect(ended[0]?.causes.map((c) => c.cite)).toEqual(["2 FR 2"]);
  });
});

describe("places in time", () => {
  it("are a part of the window, on its edge when outside", () => {
    expect(placeOf("2020-01-02", "2020-01-01", "2020-01-03")).toBe(0.5);
    expect([placeOf("2019-01-01", "2020-01-01", "2021-01-01"), placeOf("2022-01-01", "2020-01-01", "2021-01-01"), placeOf("x", "2020-01-01", "2021-01-01")]).toEqual([0, 1, 0]);
  });
  it("have the first days of years", () => expect(years("2022-01-01", "2024-01-01")).toEqual(["2022-01-01", "2023-01-01"]));
  it("come back from a slider", () => expect(stepOf("2018-01-01", dayAt("2018-01-01", 300))).toBe(300));
});

it("weighs every verdict of the law", () => {
  expect(["no-rule-found", "authorised", "unknown", "licence-required", "prohibited-in-principle", "conflict"].map(weightOf)).toEqual(["open", "free", "asks", "needs", "bars", "asks"]);
});

it("hatches inside its box", () => {
  const numbers = [...hatch(10, 20, 30, 8, 5).matchAll(/([ML])([\d.]+) ([\d.]+)/g)];
  expect(numbers.length).toBeGreaterThan(8);
  for (const [, , x, y] of numbers) {
    expect(Number(x)).toBeGreaterThanOrEqual(10);
    expect(Number(x)).toBeLessThanOrEqual(40);
    expect(Number(y)).toBeGreaterThanOrEqual(20);
    expect(Number(y)).toBeLessThanOrEqual(28);
  }
});
