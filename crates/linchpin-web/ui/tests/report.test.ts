import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { choices, entities, ofEntity, pick } from "../src/lib/choose";
import { parse, write } from "../src/lib/hash";
import { byInfluence, headlineLoss, inputsBehind, inWords, read, subjectOf, type Report } from "../src/lib/report";
import { KEYS, LANGUAGES, phrase, voice } from "../src/lib/strings";

const text = readFileSync(new URL("../fixtures/report.json", import.meta.url), "utf8");

function fixture(): Report {
  const reading = read(text);
  if (reading.kind !== "report") throw new Error(JSON.stringify(reading));
  return reading.report;
}

describe("reading the slot", () => {
  it("reads the fixture and finds its headline row", () => {
    expect(headlineLoss(fixture())?.entity).toBe("site:wuxi");
  });
  it("tells an empty page from a broken one, and says what is wrong", () => {
    expect(read("null").kind).toBe("empty");
    expect(read("{").kind).toBe("unreadable");
    expect(read('{"schema":"linchpin/report/2"}')).toMatchObject({ reason: expect.stringContaining("linchpin/report/2") });
    const lacking = JSON.parse(text);
    delete lacking.losses;
    delete lacking.run;
    expect(read(JSON.stringify(lacking))).toEqual({ kind: "unreadable", reason: "the data lack: losses, run" });
  });
  it("refuses a series that does not have one number a week", () => {
    const short = JSON.parse(text);
    short.series[0].value.p50.pop();
    expect(read(JSON.stringify(short))).toMatchObject({ kind: "unreadable", reason: expect.stringContaining("xian") });
  });
});

describe("what stands behind a row", () => {
  it("lists contested inputs before the entity's other inputs", () => {
    const report = fixture();
    const loss = headlineLoss(report);
    if (!loss) throw new Error("no headline row");
    const behind = inputsBehind(report, { ...loss, contested: [...loss.contested, "Elsewhere: share"] });
    expect(behind.inputs.map((i) => `${i.subject} ${i.quantity}`)).toEqual(["site:wuxi share-of-maker", "site:wuxi capacity"]);
    expect(behind.unmatched).toEqual(["Elsewhere: share"]);
  });
  it("ranks assumptions by the size of their influence, unmeasured last", () => {
    const ids = byInfluence(fixture().assumptions).map((a) => a.id);
    expect(ids.slice(0, 3)).toEqual(["tool_attrition", "node_growth", "spares_stock"]);
    expect(ids.at(-1)).toBe("requalification");
  });
});

describe("ids in words", () => {
  it("writes products the way the trade does, and drops kinds and dashes", () => {
    expect(["product:dram", "product:memory", "site:xian", "contract-price", "share_of_maker", "fdi-change"].map(inWords)).toEqual(["DRAM", "memory", "xian", "contract price", "share of maker", "FDI change"]);
  });
  it("names the product of a row unless the row is the product or says it", () => {
    const rows = fixture().losses.filter((l) => l.scenario === "no-licence").map((l) => `${l.name}: ${subjectOf(l)}`);
    expect(rows).toContain("SK hynix Wuxi: output, DRAM");
    expect(rows).toContain("DRAM without HBM: output");
  });
});

describe("choosing a series", () => {
  const report = fixture();
  const list = choices(report, "no-licence");
  it("starts with what the headline speaks of", () => {
    expect(pick(list, undefined, headlineLoss(report))?.key).toBe("site/site:wuxi/product:dram/output");
  });
  it("keeps a wish that the scenario has, and falls back from one it lacks", () => {
    expect(pick(list, "product/product:dram/product:dram/contract-price", undefined)?.series.variable).toBe("contract-price");
    expect(pick(list, "site/nowhere//shipments", undefined)?.series.variable).toBe("shipments");
    expect(pick([], "site/site:wuxi/product:dram/output", undefined)).toBeUndefined();
  });
  it("groups entities by level, each once", () => {
    expect(entities(list).map((g) => [g.level, g.members.length])).toEqual([["site", 3], ["product", 1], ["destination", 1]]);
  });
  it("keeps the measure when the entity changes, where it can", () => {
    expect(ofEntity(list, "site/site:xian", "output")?.key).toBe("site/site:xian/product:nand/output");
    expect(ofEntity(list, "product/product:dram", "shipments")?.series.variable).toBe("contract-price");
  });
});

describe("the address", () => {
  it("gives back what was written, whatever the ids hold", () => {
    const view = { scenario: "a&b=c", series: "site/xi'an//output", as: "change", lang: "ko" } as const;
    expect(parse(write(view))).toEqual(view);
  });
  it("ignores what it does not know", () => {
    expect(parse("#losses")).toEqual({});
    expect(parse("#as=sideways&x=1")).toEqual({});
  });
});

describe("strings", () => {
  it("say every sentence in every language, with the same values", () => {
    const holes = (s: string) => [...s.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
    for (const key of KEYS) {
      const english = holes(voice("en")(key));
      for (const language of LANGUAGES) {
        expect(voice(language)(key), `${language} ${key}`).not.toBe("");
        expect(holes(voice(language)(key)), `${language} ${key}`).toEqual(english);
      }
    }
  });
  it("put values in and leave unknown words of the data alone", () => {
    expect(voice("en")("weekN", { n: 4 })).toBe("week 4");
    expect(phrase(voice("en"), "level", "site")).toBe("Sites");
    expect(phrase(voice("ko"), "level", "galaxy")).toBe("galaxy");
  });
});
