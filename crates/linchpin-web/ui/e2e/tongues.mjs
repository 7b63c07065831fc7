// The path of a Korean and of a Chinese reader from Start to a source: no English sentence of ours on the way. In: the server's address, perhaps a
// folder for screenshots. Out: every text of three or more Latin words that is no name, title or quotation, and exit 1.
// What is a name, a title or a quotation says so where it stands (`translate="no"`, a link to a source, `q`, `code`, the text of a study), or is known to
// the server as the title, outlet or citation of somebody else. There is no other exception.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { arrive, views } from "./views.mjs";

const [base, folder, only = ""] = process.argv.slice(2);
if (!base) {
  console.error("usage: node e2e/tongues.mjs http://127.0.0.1:PORT/ [SCREENSHOT-FOLDER] [PAGE]");
  process.exit(2);
}
const home = new URL("/", base).href;
if (folder) mkdirSync(folder, { recursive: true });

/** Texts of a page that are English, with the element they stand in; runs in the browser. `theirs` are titles, outlets and citations of others. */
function english(theirs) {
  const OTHERS = '[translate="no"], a[rel~="external"], q, code, pre, textarea, script, style, noscript';
  // Words in a row, each of letters alone: what has a colon, a dot, a dash or a figure in it is an id, a number or a name. Small words make a sentence.
  const isWord = (token) => /^[\p{Script=Latin}'’]+[.:,;]?$/u.test(token);
  function sentence(text) {
    let [row, small] = [0, 0];
    for (const token of text.split(/[\s\u00a0()[\]"/，。：；、（）]+/u)) {
      [row, small] = isWord(token) ? [row + 1, small + (/^\p{Ll}{2,}/u.test(token) ? 1 : 0)] : [0, 0];
      if (row > 2 && small > 1) return true;
    }
    return false;
  }
  const found = [];
  let texts = 0;
  const bare = (text) => theirs.reduce((so, name) => (so.includes(name) ? so.replaceAll(name, "·") : so), text);
  const look = (all, element, where) => {
    // What stands between quotation marks is somebody's words.
    const own = (all ?? "").replace(/“[^”]*”/gu, "·");
    if (/\S\s+\S/u.test(own) || /[가-힣一-鿿]{4}/u.test(own)) texts += 1;
    if (!sentence(own)) return;
    const text = bare(own);
    if (sentence(text)) found.push(`${where}: ${text.replace(/\s+/g, " ").trim().slice(0, 180)}`);
  };
  /** A text with the days and ranges that stand in it in elements of their own, so that they stay on one line. */
  function whole(node) {
    let said = node.nodeValue ?? "";
    for (const [step, add] of [["previousSibling", (part) => (said = part + said)], ["nextSibling", (part) => (said += part)]]) {
      for (let at = node[step]; at; at = at[step]) {
        if (at.nodeType === Node.COMMENT_NODE) continue;
        if (at.nodeType !== Node.TEXT_NODE && !at.classList?.contains("nowrap")) break;
        add(at.textContent);
      }
    }
    return said;
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest(OTHERS)) continue;
    look(whole(node), parent, parent.closest("[class]")?.className?.toString().slice(0, 30) || parent.tagName.toLowerCase());
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt], [aria-valuetext]")) {
    if (element.closest(OTHERS)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"]) look(element.getAttribute(name), element, `@${name}`);
  }
  look(document.title, document.body, "@document");
  return { texts, found: [...new Set(found)] };
}

const { best, pages: PAGES } = await views(home, only);
const report = async (run) => (await fetch(`${home}api/runs/${run.id}`)).json();

/** What others wrote or are called: titles and outlets of sources, citations of acts, how a table wants to be named. Ours are not among them. */
async function names() {
  const facts = await (await fetch(`${home}api/world/facts`)).json();
  const at = (column) => facts.columns.indexOf(column);
  const acts = await (await fetch(`${home}api/policy/acts`)).json();
  const reports = await Promise.all(best.map(report));
  const kept = await (await fetch(`${home}api/evidence/documents`)).json();
  const all = [
    ...kept.documents.map((one) => one.label),
    ...facts.rows.flatMap((row) => [row[at("title")], row[at("outlet")]]),
    ...acts.flatMap((act) => [act.cite, act.issuer]),
    ...reports.flatMap((one) => [...one.inputs.flatMap((input) => input.accounts.flatMap((a) => [a.title, a.outlet])), one.spillover?.attribution, one.run.citation]),
  ];
  return [...new Set(all.filter((name) => name && / /.test(name) && !name.includes("Linchpin authors")))].sort((a, b) => b.length - a.length);
}

/** Opens all that a click opens, in the page itself: a click of the browser waits for buttons that stand still, seconds for each. Again until nothing is new. */
async function opened(page, language, name) {
  const more = name === "why" || name.startsWith("results");
  for (let turn = 0; turn < 4; turn += 1) {
    const done = await page.evaluate(([more, word]) => {
      const shut = [...document.querySelectorAll("details:not([open])")];
      shut.forEach((one) => (one.open = true));
      const all = more ? [...document.querySelectorAll("main button, aside button, dialog button")].filter((one) => new RegExp(word).test(one.textContent) && !one.dataset.walked) : [];
      all.forEach((one) => ((one.dataset.walked = "1"), one.click()));
      return shut.length + all.length === 0;
    }, [more, language === "ko" ? "모두|전체" : "全部"]);
    if (done) return;
    await page.waitForTimeout(120);
  }
}

/** A study as a reader breaks it, line by line: what the checker says of each is on the way too. */
const BROKEN = [
  [/^from = .*/m, "from = 2026-02-31"],
  [/^until = .*/m, "until = 2025-01-06"],
  [/^members = /m, "membres = "],
  [/^members = .*/m, 'members = "many"'],
  [/^title = "/m, "title = "],
  [/^scenarios = \[/m, 'scenarios = ["no-such-scenario", '],
  [/^sites = \["site:/m, 'sites = ["site:x'],
];
async function broken(page, look) {
  const area = page.locator(".editor textarea");
  const whole = await area.inputValue();
  for (const [right, wrong] of BROKEN) {
    await area.fill(whole);
    await page.waitForFunction(() => !document.querySelector(".findings"), null, { timeout: 20_000 });
    const text = whole.replace(right, wrong);
    if (text === whole) throw new Error(`nothing to break: ${right}`);
    await area.fill(text);
    await page.waitForFunction(() => document.querySelector(".findings li"), null, { timeout: 20_000 });
    await look();
  }
}

const theirs = await names();
const browser = await launch();
const wrong = new Set();
/** Said at once: the walk takes minutes. */
const says = (what) => {
  if (!wrong.has(what)) console.error(what);
  wrong.add(what);
};
const started = performance.now();
const languages = process.env.TONGUES?.split(",") ?? ["ko", "zh"];

/** Every page in one language: how many views and texts were looked at. */
async function walk(language) {
  const looked = { views: 0, texts: 0 };
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", locale: language });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  for (const [name, hash] of PAGES) {
    await arrive(page, `${home}${hash}`, language).catch(() => says(`${language} ${name}: does not come to rest`));
    const look = async () => {
      const { texts, found } = await page.evaluate(english, theirs);
      found.forEach((one) => says(`${language} ${name}: ${one}`));
      if (texts === 0) says(`${language} ${name}: nothing stands on the page`);
      looked.texts += texts;
    };
    if (name === "desk-broken") await broken(page, look).catch((error) => says(`${language} ${name}: no finding is shown: ${error.message.split("\n")[0]}`));
    await opened(page, language, name);
    if ((await page.locator("html").getAttribute("lang")) !== language) says(`${language} ${name}: the page is not in its language`);
    await look();
    looked.views += 1;
    if (folder) await page.screenshot({ path: join(folder, `${name}-${language}.png`), fullPage: name !== "why" });
  }
  await context.close();
  return looked;
}

// Side by side: each waits for the server most of the time.
const looked = await Promise.all(languages.map(walk));
await browser.close();

const seconds = Math.round((performance.now() - started) / 1000);
languages.forEach((language, i) => console.log(`${language}: ${looked[i].views} pages, ${looked[i].texts} texts; ${[...wrong].filter((one) => one.startsWith(language)).length} of ours were English`));
console.log(`walked in ${seconds} s over ${best.length} runs`);
if (wrong.size > 0) process.exit(1);
