// Opens a report from disk in a real browser and checks what a reader relies on; writes screenshots.
// Usage: node e2e/report.mjs REPORT.html [SCREENSHOT-FOLDER]
// Exit 0 when everything holds, 1 with the list of what does not. CHROMIUM names another browser than /usr/bin/chromium.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, launch, violations, wrong } from "./browser.mjs";

const [file, folder] = process.argv.slice(2);
if (!file) {
  console.error("usage: node e2e/report.mjs REPORT.html [SCREENSHOT-FOLDER]");
  process.exit(2);
}
const page_url = pathToFileURL(resolve(file)).href;
const slot = /<script type="application\/json" id="report"( data-packed="gzip")?>([\s\S]*?)<\/script>/.exec(readFileSync(file, "utf8"));
const report = JSON.parse(slot?.[1] ? gunzipSync(Buffer.from(slot[2], "base64")).toString("utf8") : (slot?.[2] ?? "null"));
// A page that is sent by mail: a fifth of what it was.
expect(statSync(file).size < 1_500_000, `the report has ${statSync(file).size} bytes`);
if (folder) mkdirSync(folder, { recursive: true });

// Sentences are set with true minus signs and unbreakable spaces; here only the words count.
const words = (text) => text.replaceAll("−", "-").replace(/[\u00a0\u202f]/g, " ").replaceAll("\u2060", "").trim();

const browser = await launch();

for (const [width, height, scheme] of [[1280, 900, "light"], [1280, 900, "dark"], [375, 740, "light"], [375, 740, "dark"]]) {
  const name = `${width}-${scheme}`;
  // The browser's own tools (axe, measuring) are let in past the page's policy; the policy itself is checked below.
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce", bypassCSP: true });
  const page = await context.newPage();
  const at = (what) => `${name}: ${what}`;
  page.on("console", (message) => message.type() === "error" && wrong.push(at(`console: ${message.text()}`)));
  page.on("pageerror", (error) => wrong.push(at(`error: ${error.message}`)));
  page.on("request", (request) => request.url() !== page_url && !/^(blob|data):/.test(request.url()) && wrong.push(at(`request: ${request.url()}`)));
  const shot = (part) => (folder ? page.screenshot({ path: join(folder, `${name}-${part}.png`), fullPage: part === "page" }) : undefined);
  const wide = async (when) => {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over <= 0, at(`${when}: the page scrolls ${over} px sideways`));
  };

  await page.goto(page_url);
  const { short, sentence } = report.headline.card;
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(words(await page.getByRole("heading", { level: 1 }).innerText()).replace(/\s+/g, " ") === [short.figure, short.range, short.heading].filter(Boolean).join(" "), at("the headline is not the answer"));
  expect(words(await page.locator(".answer").innerText()).includes(words(sentence)), at("the answer's sentence is missing"));
  await wide("as opened");
  await shot("top");
  await shot("page");

  if (report.series.length > 0) {
    const names = new Set(report.series.filter((s) => s.scenario === report.headline.scenario).map((s) => s.name));
    const chart = page.locator("section", { has: page.locator("#paths") }).locator("figure").getByRole("img").first();
    const said = (await chart.getAttribute("aria-label")) ?? "";
    expect((await chart.isVisible()) && [...names].some((n) => said.startsWith(n)), at(`the chart of the weekly paths is not named: "${said}"`));
    await page.locator("#paths").evaluate((heading) => heading.scrollIntoView());
    await shot("paths");
  }

  const why = page.getByRole("button", { name: /^Why/ }).first();
  if (await why.count()) {
    await why.click();
    expect((await page.locator("tr.behind").count()) === 1, at("'why' opens nothing"));
    await wide("with a reason open");
    await page.locator("#losses").evaluate((heading) => heading.scrollIntoView());
    await shot("why");
  }

  const radios = page.locator('input[name="scenario"]');
  for (let i = 0; i < (await radios.count()); i += 1) {
    const id = report.scenarios[i].id;
    // The scenario of the headline is chosen as the page opens and stands in the address only once it was chosen by hand.
    const chosen = await radios.nth(i).isChecked();
    await radios.nth(i).check();
    expect(chosen || new URLSearchParams(new URL(page.url()).hash.slice(1)).get("s") === id, at(`the address does not keep scenario ${id}`));
    // The headline's scenario has its answer at the top of the page, once.
    const told = page.locator(id === report.headline.scenario ? ".sentence" : ".said");
    expect(words(await told.innerText()) === words(report.scenarios[i].answer), at(`scenario ${id} does not show its answer`));
    await wide(`scenario ${id}`);
  }
  if (await radios.count()) {
    const first = report.scenarios[0];
    await page.goto(`${page_url}#s=${first.id}`);
    await page.reload();
    expect(await radios.first().isChecked(), at("the address does not choose the scenario"));
  }

  const table = page.getByRole("button", { name: "Table" }).first();
  if (await table.count()) {
    await table.click();
    await wide("with a table open");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Download as CSV/ }).first().click()]);
    expect(file.suggestedFilename().endsWith(".csv"), at("the download is not a CSV file"));
  }

  const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const audit = async (when) => {
    for (const v of await violations(page)) wrong.push(at(`axe, ${when}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary?.split("\n")[1]?.trim()}`).join(" | ")}`));
  };
  await audit(scheme);
  const before = await colour();
  await page.getByRole("button", { name: "Light or dark" }).click();
  expect((await colour()) !== before, at("the theme button changes nothing"));
  await audit("after the theme button");

  for (const language of ["ko", "zh", "en"]) {
    await page.locator("header select").selectOption(language);
    expect((await page.locator("html").getAttribute("lang")) === language, at(`language ${language} is not set`));
    await wide(`language ${language}`);
    if (language !== "en") await shot(language);
  }
  await context.close();
}

// The page under its own policy, without JavaScript, and on paper.
const strict = await browser.newPage();
strict.on("console", (message) => message.type() === "error" && wrong.push(`policy: ${message.text()}`));
await strict.goto(page_url);
expect(await strict.getByRole("heading", { level: 1 }).isVisible(), "the page does not start under its own content policy");
if (folder) await strict.pdf({ path: join(folder, "print.pdf"), format: "A4", printBackground: false });
await strict.close();

const bare = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
await bare.goto(page_url);
expect((await bare.locator("body").innerText()).includes(report.headline.text), "without JavaScript the answer is missing");
if (folder) await bare.screenshot({ path: join(folder, "no-script.png"), fullPage: true });
await browser.close();

if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
console.log("the report holds: headline, charts, scenarios, tables, no requests, no sideways scroll, WCAG AA, light and dark, three languages");
