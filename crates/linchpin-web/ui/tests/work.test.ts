import { describe, expect, it } from "vitest";
import type { Comparison, Flow, MapSite } from "../src/lib/answers";
import { chain, concentrations } from "../src/lib/chain";
import { changed, opened } from "../src/lib/drafts";
import { difference, paired, productOf, sharedWeeks, sideOf, sidesOf, type Loaded } from "../src/lib/fans";
import type { Report } from "../src/lib/report";
import { fieldsOf, withField } from "../src/lib/toml";

const TEXT = `# A remark with key = 1
schema = "linchpin/study/1"
title = "A \\"quoted\\" title"  # kept
from = 2026-01-05
members = 1_000
list = [
  "x = 1",
  y = 2
]

[[act.op]]
do = true
note = """
inner = 5
"""
rate = -1.5e-3
`;

describe("a form over TOML", () => {
  const fields = fieldsOf(TEXT);
  const of = (key: string) => fields.find((f) => f.key === key)!;
  it("holds the one-line values and nothing from inside lists and long texts", () =>
    expect(fields.map((f) => [f.section, f.key, f.kind, f.value])).toEqual([
      ["", "title", "text", 'A "quoted" title'],
      ["", "from", "date", "2026-01-05"],
      ["", "members", "number", "1_000"],
      ["act.op", "do", "flag", "true"],
      ["act.op", "rate", "number", "-1.5e-3"],
    ]));
  it("changes one line and keeps its remark", () => {
    const next = withField(TEXT, of("title"), 'B\\ "x"\nnext = 1') ?? "";
    expect(next.split("\n")[2]).toBe('title = "B\\\\ \\"x\\" next = 1"  # kept');
    expect(next.split("\n").filter((_, i) => i !== 2)).toEqual(TEXT.split("\n").filter((_, i) => i !== 2));
    expect(fieldsOf(next).find((f) => f.key === "title")?.value).toBe('B\\ "x" next = 1');
  });
  it("takes back what it wrote", () => expect(withField(withField(TEXT, of("from"), "2027-02-01")!, of("from"), "2026-01-05")).toBe(TEXT));
  it.each([["from", "tomorrow"], ["from", ""], ["members", "12a"], ["members", ""], ["do", "yes"]])("refuses %s = %s", (key, value) => expect(withField(TEXT, of(key), value)).toBeUndefined());
  it("is not confused by dollar signs", () => expect(withField(TEXT, of("title"), "$1 $& $$")?.split("\n")[2]).toBe('title = "$1 $& $$"  # kept'));
});

describe("a draft", () => {
  const files = [{ name: "b.toml", text: "1" }, { name: "study.toml", text: "2" }];
  it("opens the study first, also without storage", () => expect(opened("s", files).map((f) => f.name)).toEqual(["study.toml", "b.toml"]));
  it("knows what was changed", () => expect(changed(files, [{ name: "study.toml", text: "3" }, { name: "b.toml", text: "1" }])).toEqual(["study.toml"]));
});

const amount = (value: number, unit = "share") => ({ low: value * 0.8, value, high: value * 1.1, unit, text: `${value} ${unit}`, contested: false });
const flow = (stage: Flow["stage"], from: string, to: string, what: string, value: number): Flow => ({ stage, from, from_name: from, to, to_name: to, what, what_name: what, amount: amount(value, stage === "line" ? "wafer/month" : "share") });
const FLOWS = [
  flow("input", "country:CHN", "country:KOR", "material:gallium", 0.7), flow("input", "country:JPN", "country:KOR", "material:gallium", 0.2),
  flow("line", "site:a", "country:KOR", "product:dram", 300), flow("line", "site:b", "country:CHN", "product:dram", 100),
  flow("demand", "product:dram", "country:USA", "product:dram", 0.6), flow("demand", "product:dram", "country:CHN", "product:dram", 0.4),
];
const site = (id: string, country: string, headquarters: string) => ({ id, name: id, firm: "f", firm_name: "F", headquarters, country, place: "p", latitude: 0, longitude: 0, products: [] }) as MapSite;
const SITES = [site("site:a", "country:KOR", "country:KOR"), site("site:b", "country:CHN", "country:KOR")];
const draw = (basis: "site" | "hq", sites = SITES) => chain(FLOWS, sites, "material:gallium", "", basis, 600, 400, (id) => id, "?");

describe("the chain", () => {
  it("conserves width through every node", () => {
    const { nodes, links } = draw("site");
    for (const node of nodes) {
      for (const [end, inner] of [["from", node.layer < 3], ["to", node.layer > 0]] as const) {
        const through = links.filter((l) => l[end] === node.id).reduce((total, l) => total + l.wide, 0);
        if (inner) expect(through).toBeCloseTo(node.height, 6);
      }
    }
  });
  it("shows what nobody states as a ghost", () => {
    const ghosts = draw("site").links.filter((l) => l.ghost).map((l) => [l.to, Math.round(l.flow.value * 10)]);
    expect(ghosts).toEqual([["1|country:KOR", 1], ["1|country:CHN", 10]]);
  });
  it("counts a site where it stands or where its owner sits", () => {
    const value = (basis: "site" | "hq") => draw(basis).nodes.filter((n) => n.layer === 1).map((n) => [n.name, Math.round(n.value)]);
    expect(value("site")).toEqual([["country:KOR", 300], ["country:CHN", 100]]);
    expect(value("hq")).toEqual([["country:KOR", 400]]);
  });
  it("is empty when no site passes", () => expect(draw("site", [])).toMatchObject({ nodes: [], links: [] }));
  it("names the largest origin of each input", () => expect(concentrations(FLOWS)).toEqual([{ input: "material:gallium", name: "material:gallium", to: "country:KOR", from: "country:CHN", share: 0.7, text: "0.7 share" }]));
});

describe("several sides", () => {
  const weeks = ["2026-01-05", "2026-01-12"];
  const band = (by: number) => ({ p05: [-0.3 * by, -0.4 * by], p25: [-0.2 * by, -0.3 * by], p50: [-0.1 * by, -0.2 * by], p75: [-0.05 * by, -0.1 * by], p95: [0, 0] });
  const side = (id: string, by: number, given = weeks): Loaded => ({
    side: sideOf(id),
    report: { weeks: given, headline: { scenario: "a", cell: "" }, series: [{ scenario: sideOf(id).scenario, entity: "e", product: null, variable: "output", change: band(by) }] } as unknown as Report,
  });
  it("are named by run and scenario", () => expect([sideOf("r#s"), sideOf("r")]).toEqual([{ id: "r#s", run: "r", scenario: "s" }, { id: "r", run: "r", scenario: "" }]));
  it("are at most six, empty ones left out", () => expect(sidesOf("a", "", "b,,c,d,e,f,g")).toEqual(["a", "b", "c", "d", "e", "f"]));
  it("differ by nothing from themselves", () => expect(difference(side("r#a", 1), side("r#a", 1), "e||output", weeks).p50.every((v) => v === 0)).toBe(true));
  it("keep the order of a band", () => {
    const gap = difference(side("r#a", 2), side("r#b", 1), "e||output", weeks);
    weeks.forEach((_, i) => expect(gap.p05[i]! <= gap.p50[i]! && gap.p50[i]! <= gap.p95[i]!).toBe(true));
    expect(gap.p50[1]).toBeCloseTo(0.2, 12);
  });
  it("are compared draw by draw also where a report calls a product by its name", () => {
    const fan = { cell: "c", entity: "site:a", name: "A", product: "product:nand", variable: "output", weeks, band: band(1), lower: [], higher: [], last: "" };
    const found = { pairing: { shared: true }, weekly: [fan] } as unknown as Comparison;
    const named = productOf({ side: sideOf("r#a"), report: { losses: [{ entity: "product:nand", name: "NAND flash" }] } as unknown as Report });
    expect(paired(found, "site:a|NAND flash|output", weeks, named)?.p50).toEqual(band(1).p50);
    expect(paired(found, "site:a|product:nand|output", weeks, named)?.p50).toEqual(band(1).p50);
    expect(paired(found, "site:a|HBM|output", weeks, named)).toBeUndefined();
  });
  it("are drawn where both have weeks", () => expect(sharedWeeks([side("r#a", 1), side("r#b", 1, ["2026-01-12", "2026-01-19"])])).toEqual(["2026-01-12"]));
});
