// Puts the built page where the Rust crate includes it. In: dist/index.html. Out: ../src/index.html, with two things added:
// a content security policy that runs only the one script of the page (by its hash), fetches nothing and sends nothing;
// and the licences of the code inside, which ask to travel with every copy.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const built = readFileSync(new URL("../dist/index.html", import.meta.url), "utf8");
const scripts = [...built.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)];
if (scripts.length !== 1) throw new Error(`expected one script in the bundle, found ${scripts.length}`);
const hash = createHash("sha256").update(scripts[0][1], "utf8").digest("base64");
const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; img-src data:`;
const charset = '<meta charset="utf-8" />';
if (built.split(charset).length !== 2) throw new Error("the page must name its charset once");

// Packages whose code is in the bundle, by the text of their licence.
const inside = [
  ["svelte", "LICENSE.md"], ["clsx", "license"], ["esm-env", "LICENSE"],
];
const byText = new Map();
for (const [name, file] of inside) {
  const text = readFileSync(new URL(`../node_modules/${name}/${file}`, import.meta.url), "utf8").trim();
  byText.set(text, [...(byText.get(text) ?? []), name]);
}
const licences = [...byText].map(([text, names]) => `${names.join(", ")}:\n${text}`).join("\n\n");
if (licences.includes("--")) throw new Error("a licence would end its comment");

const page = built.replace(charset, () => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`);
const whole = `${page.trimEnd()}\n<!--\nThis page contains code of others:\n\n${licences}\n-->\n`;
writeFileSync(new URL("../../src/index.html", import.meta.url), whole);
console.log(`src/index.html ${(whole.length / 1000).toFixed(1)} kB`);
