// Every page as a reader sees it: 1440 and 390 pixels wide, light and dark, in three languages, and printed on A4. In: the server's address, a folder for
// the pictures, and perhaps the beginnings of the wanted pages (LOOKS="ko,zh/390/dark" narrows languages, widths and kinds). Out: a picture for each
// (`kind-width-language-page.png`), what does not hold (axe, sideways scrolling, text that is cut), and exit 1.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, launch, violations, wrong } from "./browser.mjs";
import { arrive, views } from "./views.mjs";

const [base, folder, only = ""] = process.argv.slice(2);
if (!base || !folder) {
  console.error("usage: node e2e/looks.mjs http://127.0.0.1:PORT/ SCREENSHOT-FOLDER [PAGE,...]");
  process.exit(2);
}
const home = new URL("/", base).href;
mkdirSync(folder, { recursive: true });
const [languages = "en,ko,zh", widths = "1440,390", kinds = "light,dark,print"] = (process.env.LOOKS ?? "").split("/").map((part) => part || undefined);
const has = (list, one) => list.split(",").includes(String(one));
/** A sheet of A4 less its margins, in pixels. */
const A4 = 688;

/** Texts that are cut at the edge of their box though nothing says so, and text laid over text; runs in the browser. */
function cut() {
  const found = [];
  for (const element of document.querySelectorAll("main *, header *, dialog[open] *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? ""));
    if (!own || element.closest("svg, select, textarea, .sr-only, [hidden]")) continue;
    const style = getComputedStyle(element);
    if (style.overflowX === "visible" || style.clipPath !== "none" || element.clientWidth < 2) continue;
    if (element.scrollWidth > element.clientWidth + 1 && style.overflowX === "hidden") found.push(`cut: ${element.textContent.trim().slice(0, 60)}`);
  }
  // Labels of one picture that lie over each other.
  for (const svg of document.querySelectorAll("svg")) {
    const boxes = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim() && getComputedStyle(one).visibility !== "hidden" && getComputedStyle(one).opacity > 0.2)
      .map((one) => [one.textContent.trim(), one.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
    for (const [i, [a, p]] of boxes.entries()) {
      for (const [b, q] of boxes.slice(i + 1)) {
        const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
        const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
        if (wide > 3 && high > Math.min(p.height, q.height) * 0.45) found.push(`overlap: ${a.slice(0, 30)} / ${b.slice(0, 30)}`);
      }
    }
  }
  return [...new Set(found)].slice(0, 6);
}

const { pages } = await views(home, only);
const browser = await launch();
let taken = 0;

/** A page under work (PAGE) in the place of the program's own, before a program is built that holds it: what the server writes into its slots stays. */
async function fresh(route) {
  const served = await (await route.fetch()).text();
  const slot = (id) => new RegExp(`<script[^>]* id="${id}"[^>]*>[^<]*</script>`);
  const body = ["report", "words"].reduce((page, id) => page.replace(slot(id), () => slot(id).exec(served)[0]), readFileSync(process.env.PAGE, "utf8"));
  await route.fulfill({ body: body.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""), contentType: "text/html; charset=utf-8" });
}

/** All pages of one language, width and kind, each once. */
async function look(language, width, kind) {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 780 : 900 }, colorScheme: kind === "dark" ? "dark" : "light", reducedMotion: "reduce", locale: language, bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  if (process.env.PAGE) await page.route((url) => url.href.startsWith(home) && url.pathname === "/", fresh);
  for (const [name, hash] of pages) {
    const at = (what) => `${language} ${width} ${kind} ${name}: ${what}`;
    await page.emulateMedia({ media: null });
    await arrive(page, `${home}${hash}`, language).catch(() => wrong.push(at("does not come to rest")));
    if (name === "start") await page.waitForFunction(() => !document.querySelector("article [role=status]"), null, { timeout: 300_000 });
    // A page without its way to the others is the empty one, on which everything holds.
    expect((await page.locator("header nav a").count()) > 3, at("the page is not the application"));
    const path = join(folder, `${kind}-${width}-${language}-${name}`);
    if (kind === "print") {
      await page.pdf({ path: `${path}.pdf`, format: "A4", printBackground: true, margin: { top: "14mm", right: "14mm", bottom: "14mm", left: "14mm" } });
      await page.emulateMedia({ media: "print" });
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over <= 0, at(`${over} px wider than the ${kind === "print" ? "sheet" : "screen"}`));
    for (const one of await page.evaluate(cut)) wrong.push(at(one));
    if (kind !== "print") {
      for (const v of await violations(page)) wrong.push(at(`axe: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target).join(" | ")}`));
      await page.screenshot({ path: `${path}.png`, fullPage: name !== "why" });
    }
    taken += 1;
  }
  await context.close();
}

const all = languages.split(",").flatMap((language) => [
  ...widths.split(",").flatMap((width) => ["light", "dark"].filter((kind) => has(kinds, kind)).map((kind) => [language, Number(width), kind])),
  ...(has(kinds, "print") ? [[language, A4, "print"]] : []),
]);
// Two at a time: a browser waits for its server much of the time.
const next = all.values();
await Promise.all([0, 1].map(async () => {
  for (const one of next) await look(...one);
}));
await browser.close();
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exitCode = 1;
}
console.log(`${taken} looks in ${all.length} combinations of language, width and kind, ${pages.length} pages each; ${wrong.length} do not hold`);
