import { describe, expect, it } from "vitest";
import { address, Refusal, refusalOf } from "../src/lib/api";
import { bibtex } from "../src/lib/cite";
import { dayOr } from "../src/lib/days";
import { disputesOf, documentsOf, factsOf } from "../src/lib/facts";
import { reasonLine, traceLine } from "../src/lib/lines";
import { read, type Report } from "../src/lib/report";
import { command, wish } from "../src/lib/runs";

it("is an application only by its exact mark", () => {
  expect(read('{"schema":"linchpin/app/1"}')).toEqual({ kind: "app" });
  expect(read('{"schema":"linchpin/app/2"}').kind).toBe("unreadable");
  expect(read('{"schema":"linchpin/app/1","losses":[]}').kind).toBe("unreadable");
});

describe("the server", () => {
  it("is asked with what was given, escaped", () => expect(address("/api/compare", { left: "a#b", right: "", tolerance: undefined })).toBe("/api/compare?left=a%23b"));
  it("is quoted when it refuses", () => {
    const refusal = refusalOf(404, { error: { code: "LP-H002", message: "there is no run", help: "/api/runs" } });
    expect(refusal).toBeInstanceOf(Refusal);
    expect([refusal.code, refusal.message, refusal.help]).toEqual(["LP-H002", "there is no run", "/api/runs"]);
  });
  it("is named by its status when it says nothing that can be read", () => expect([refusalOf(502, null).code, refusalOf(502, { error: "x" }).message]).toEqual(["502", "HTTP 502"]));
});

describe("a wish", () => {
  it("is what the server takes", () => expect(wish("s", "", " 64 ", "")).toEqual({ study: "s", scenario: null, members: 64, seed: null }));
  it.each(["0", "", "1.5", "-3", "16385", "1e3", "abc"])("of %s draws is refused", (members) => expect(wish("s", "", members, "")).toBe("badMembers"));
  it.each(["x", "1.5", "-1", "99999999999999999999"])("with seed %s is refused", (seed) => expect(wish("s", "", "8", seed)).toBe("badSeed"));
  it("reads the same on the command line", () => expect(command({ study: "s", scenario: "gap", members: 8, seed: 0 })).toBe("linchpin run s/gap --members 8 --seed 0"));
});

it("asks only about whole days", () => expect([dayOr("2026-02-01"), dayOr("2026-02-31"), dayOr("2026"), dayOr(undefined)]).toEqual(["2026-02-01", undefined, undefined, undefined]));

describe("facts", () => {
  const columns = ["subject", "quantity", "value", "low", "high", "unit", "as_of", "source", "use"];
  const facts = factsOf({
    columns,
    rows: [
      ["site:a", "capacity", "100", "90", "110", "w", "2024", "doc:x", "model"],
      ["site:a", "capacity", "150", "150", "150", "w", "2025", "doc:y", "model"],
      ["site:a", "capacity", "50", "50", "50", "w", "2015", "doc:z", "history"],
      ["site:b", "price", "1", "1", "1", "usd", "2024", "doc:x", "history"],
      ["site:b", "price", "2", "2", "2", "usd", "2025", "doc:y", "history"],
      ["site:c", "share", "0.4", "0.4", "0.4", "share", "2023", "doc:x", "history"],
      ["site:c", "share", "0.3", "0.3", "0.3", "share", "2023", "doc:y", "history"],
    ],
    texts: [],
    names: {},
    digest: "",
  });
  it("contradict each other on one day or in the model, not over years", () => {
    expect(disputesOf(facts).map((d) => [d.facts[0]?.subject, d.facts.length])).toEqual([["site:a", 2], ["site:c", 2]]);
  });
  it("call what they speak of by its name", () => {
    const [fact] = factsOf({ columns: ["of", "to"], rows: [["product:dram", "segment:twn-pc"]], texts: [], names: { "segment:twn-pc": "Taiwan: personal computers" }, digest: "" });
    expect([fact?.of_name, fact?.to_name]).toEqual(["DRAM", "Taiwan: personal computers"]);
  });
  it("stay with their documents, none lost", () => {
    expect(documentsOf(facts).map((d) => [d.id, d.facts.length])).toEqual([["doc:x", 3], ["doc:y", 3], ["doc:z", 1]]);
  });
});

describe("reasons", () => {
  const word = (_: string, name: string) => name;
  it("keep their shape", () => {
    const line = reasonLine({ kind: "number", text: "a", because: [{ kind: "account", text: "b", because: [] }] }, word);
    expect([line.mark, line.below[0]?.mark, line.below[0]?.tone]).toEqual(["number", "account", "cool"]);
  });
  it("link only to the web", () => {
    const source = "javascript:alert(1)";
    expect(traceLine({ says: "s", truth: "true", source, children: [] }, word)).toMatchObject({ link: null, cite: source, tone: "cool" });
  });
});

it("writes a bibliography entry whose braces balance", () => {
  const run = { citation: "X (2026). Y.", version: "0.1", digest: "ab", seed: 1, members: 8, world: { name: "w_1", digest: "" }, reproduce: "linchpin run s" } as unknown as Report["run"];
  const text = bibtex("s-1}", { id: "s", title: "A {bad} & title", question: "" }, run);
  expect(text.match(/\{/g)?.length).toBe(text.match(/\}/g)?.length);
  expect(text).toContain("year = {2026}");
  expect(text).toContain("A bad \\& title");
});
