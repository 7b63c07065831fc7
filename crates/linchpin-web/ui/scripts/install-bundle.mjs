// Puts the built page where the Rust crate includes it, after sealing it: a content security policy that lets run only the one
// script of the page (by its hash), fetches nothing, and sends nothing. In: dist/index.html. Out: ../src/index.html.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const built = readFileSync(new URL("../dist/index.html", import.meta.url), "utf8");
const scripts = [...built.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)];
if (scripts.length !== 1) throw new Error(`expected one script in the bundle, found ${scripts.length}`);
const hash = createHash("sha256").update(scripts[0][1], "utf8").digest("base64");
const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
const charset = '<meta charset="utf-8" />';
if (built.split(charset).length !== 2) throw new Error("the page must name its charset once");
const page = built.replace(charset, () => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`);
if (!page.includes(scripts[0][1])) throw new Error("sealing changed the script");
writeFileSync(new URL("../../src/index.html", import.meta.url), page);
console.log(`src/index.html ${(page.length / 1000).toFixed(1)} kB`);
