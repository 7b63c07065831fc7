import { describe, expect, it } from "vitest";
import { csv, fileName } from "../src/lib/csv";
import { webLink } from "../src/lib/link";

describe("csv", () => {
  it("quotes commas, quotes and line breaks, and leaves numbers as numbers", () => {
    expect(csv(["a", "b"], [["x, y", 'say "hi"'], ["two\nlines", -1.5], [null, Number.NaN]])).toBe('a,b\r\n"x, y","say ""hi"""\r\n"two\nlines",-1.5\r\n,\r\n');
  });
  it("lets no text start a formula, headers included", () => {
    const text = csv(["=head"], [["=1+1"], ["+1"], ["-1"], ["@sum"], ["\tx"], ['=cmd,"a"']]);
    expect(text).toBe("'=head\r\n'=1+1\r\n'+1\r\n'-1\r\n'@sum\r\n'\tx\r\n\"'=cmd,\"\"a\"\"\"\r\n");
  });
  it("keeps a negative number a number", () => {
    expect(csv(["change"], [[-0.48]])).toBe("change\r\n-0.48\r\n");
  });
});

describe("file names", () => {
  it("hold nothing but letters, digits and dashes", () => {
    expect(fileName("Yearly approvals", "no-licence", "site/xi'an//output")).toBe("yearly-approvals-no-licence-site-xi-an-output.csv");
    expect(fileName("한국", "../..")).toBe("table.csv");
  });
});

describe("links", () => {
  it("lead only to the web", () => {
    expect(webLink("https://example.org/a?b=c")).toBe("https://example.org/a?b=c");
    for (const bad of ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "seed:004", ""]) {
      expect(webLink(bad)).toBeNull();
    }
  });
});
