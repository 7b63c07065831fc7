import { describe, expect, it } from "vitest";
import { parseRoute, writeRoute } from "../src/lib/route";

describe("the address", () => {
  it("comes back as it was written", () => {
    const state = { left: "a-1#x", known: "2024-06-01" };
    expect(parseRoute(writeRoute("compare", "run/one#two?", state))).toEqual({ page: "compare", id: "run/one#two?", state });
  });
  it("leaves out what is empty", () => expect(writeRoute("world", "", { at: "", basis: undefined })).toBe("#/world"));
  it("says that an address is none of ours", () => {
    expect(parseRoute("#s=x&v=y").page).toBe("missing");
    expect(parseRoute("#/nowhere/else")).toEqual({ page: "missing", id: "nowhere/else", state: {} });
    expect(parseRoute("#/?lang=ko")).toEqual({ page: "start", id: "", state: { lang: "ko" } });
    expect(parseRoute("")).toEqual({ page: "start", id: "", state: {} });
  });
  it("survives a broken escape", () => expect(parseRoute("#/results/%E0%A4%A").id).toBe("%E0%A4%A"));
});
