import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pointTick, px, tick } from "../src/lib/axis";
import { basisOf, cardIn } from "../src/lib/card";
import { count, toneOf, typeset, unitName } from "../src/lib/numbers";
import { ends, read } from "../src/lib/report";

const at = (path: string) => new URL(path, import.meta.url);

describe("figures", () => {
  it("are formatted by the core alone: only the labels of axes are made here", () => {
    const files = readdirSync(at("../src"), { recursive: true, encoding: "utf8" }).filter((name) => /\.(svelte|ts)$/.test(name) && name !== "lib/axis.ts");
    expect(files.length).toBeGreaterThan(60);
    const own = files.filter((name) => /toFixed|toPrecision|toExponential|toLocale|Intl\./.test(readFileSync(at(`../src/${name}`), "utf8")));
    expect(own).toEqual([]);
  });
  it("have no range in a file where the core tells none", () => {
    const spread = { p05: -0.3, p50: -0.2, p95: -0.1 };
    expect(ends(spread, { middle: "-20 %", range: "[-30, -10]" })).toEqual([-0.3, -0.2, -0.1]);
    expect(ends(spread, { middle: "-20 %", range: "" })).toEqual([null, -0.2, null]);
    expect(ends(null, { middle: "-", range: "" })).toEqual([null, null, null]);
  });
});

describe("the card", () => {
  it("is the core's in every language, letter for letter", () => {
    const reading = read(readFileSync(at("../fixtures/report.json"), "utf8"));
    const card = reading.kind === "report" ? reading.report.headline.card : null;
    if (!card) throw new Error("the fixture has no card");
    const told = ["en", "ko", "zh"].map((language) => cardIn(card, language));
    expect(told.map((one) => one.language)).toEqual(["en", "ko", "zh"]);
    const texts = told.map(({ language, sentence, lines }) => [sentence, ...lines.map((line) => `${line.label}${language === "zh" ? "：" : ": "}${line.text}`)].join("\n"));
    expect(`${texts.join("\n\n")}\n`).toBe(readFileSync(at("../fixtures/card.txt"), "utf8"));
  });
  it("keeps a line of several numbers whole, and leaves of another what the number rests on", () => {
    const text = (line: string) => ({ language: "en", sentence: "", lines: [{ kind: "number", label: "number", text: line }], short: { heading: "", figure: "-49", range: "[-60, -40]" } }) as unknown as Parameters<typeof basisOf>[0];
    expect(basisOf(text("China -49 [-60, -40], Korea +16; 90 % of 48 draws"))).toBe("China -49 [-60, -40], Korea +16; 90 % of 48 draws");
    expect(basisOf(text("-49 [-60, -40]; 90 % of 48 draws"))).toBe("90 % of 48 draws");
  });
  it("is in English where its run knew no other language", () => {
    const card = { key: "falls", sentence: "It falls.", lines: [], why: "", slots: {} } as unknown as Parameters<typeof cardIn>[0];
    expect(cardIn(card, "ko")).toEqual({ language: "en", sentence: "It falls.", lines: [] });
  });
});

describe("what the page sets itself", () => {
  it("keeps a number with its per cent sign and a range on its line, and changes no letter but the minus sign", () => {
    const text = "-17 % (-3 points) falls by 10 % [-27, -3] by 2026-03-16, re-export";
    expect(typeset(text)).toBe("\u221217\u00a0% (\u22123 points) falls by 10\u00a0% [\u221227,\u00a0\u22123] by 2026-03-16, re-export");
    expect(typeset(text).replaceAll("\u00a0", " ").replaceAll("\u2212", "-")).toBe(text);
  });
  it("colours what is printed: a change that reads as none has no colour", () => {
    expect(["-0.2 %", "\u221217 %", "+0.1 %", "0 %", "-0.0 %", "", "12"].map(toneOf)).toEqual(["cut", "cut", "cool", "", "", "", "cool"]);
  });
  it("groups what it counted as the core groups numbers", () => {
    expect([4096, 1_234_567, 12, Number.NaN].map(count)).toEqual(["4,096", "1,234,567", "12", "–"]);
    expect(unitName("USD_mn/week")).toBe("mn USD/week");
  });
  it("labels axes, in per cent where they hold parts", () => {
    expect([tick(0.1, true), tick(-0.025, true), tick(120_000, false), tick(0, true)]).toEqual(["10 %", "−2.5 %", "120,000", "0 %"]);
    expect(pointTick(-0.15)).toBe("−15");
    expect(px(1.23456)).toBe(1.23);
  });
});
