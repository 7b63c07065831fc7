// Every page of the application in a real browser against a running server. In: its address, perhaps a folder for screenshots.
// Out: what does not hold, and exit 1. Uses what the server has; runs one small study itself, so an empty folder of runs is enough.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, launch, violations, wrong } from "./browser.mjs";

const [base, folder] = process.argv.slice(2);
if (!base) {
  console.error("usage: node e2e/app.mjs http://127.0.0.1:PORT/ [SCREENSHOT-FOLDER]");
  process.exit(2);
}
const home = new URL("/", base).href;
// Figures are set with true minus signs and unbreakable spaces; here only the words count.
const words = (text) => text.replaceAll("−", "-").replace(/[\u00a0\u202f]/g, " ");
if (folder) mkdirSync(folder, { recursive: true });

const browser = await launch();

/** A page that reports everything it should not do: errors, and requests to anyone but its server. */
async function open(name, options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => message.type() === "error" && !/status of 404/.test(message.text()) && wrong.push(`${name}: console: ${message.text()}`));
  // Hostile answers make all texts equal, and with them the keys of lists: a page may refuse that.
  const refused = (message) => name === "hostile" && message.includes("each_key_duplicate");
  page.on("pageerror", (error) => !refused(error.message) && wrong.push(`${name}: error: ${error.message}`));
  page.on("request", (request) => !request.url().startsWith(home) && !/^(blob|data):/.test(request.url()) && wrong.push(`${name}: request: ${request.url()}`));
  return page;
}
const still = (page) => page.waitForFunction(() => !document.querySelector("[aria-busy=true]") && document.querySelector("main h1"), null, { timeout: 30_000 });
async function go(page, hash) {
  await page.goto(home + hash);
  await page.waitForTimeout(60);
  await still(page);
}

// Under the page's own policy: start, run a study, follow it to its result, ask why, by keyboard where it matters.
const walk = await open("walk", { viewport: { width: 1280, height: 900 } });
await go(walk, "");
expect(await walk.getByRole("heading", { level: 1 }).isVisible(), "the page does not start under its own content policy");
await walk.keyboard.press("Tab");
expect((await walk.evaluate(() => document.activeElement?.className)) === "skip", "the first stop of the keyboard is not the skip link");
await walk.keyboard.press("Enter");
expect((await walk.evaluate(() => document.activeElement?.tagName)) === "H1", "the skip link does not reach the heading");
// The first screen answers: the main question with its picture, and every other question, as soon as the server has computed them.
await walk.waitForFunction(() => document.querySelectorAll("article").length > 5 && !document.querySelector("article [role=status]"), null, { timeout: 900_000, polling: 1000 });
const start = await (await fetch(`${home}api/start`)).json();
expect(start.studies[0].info.id === "yearly-approvals" && start.studies.every((study) => study.run), "a question has no answer");
for (const study of start.studies) {
  const { card } = (await (await fetch(`${home}api/runs/${study.run.id}`)).json()).headline;
  const shown = await walk.locator("article", { hasText: study.info.title }).first().innerText().then(words);
  expect(shown.includes(card.short.figure ? card.short.heading : card.sentence.split(" ")[0]) && shown.includes(card.short.figure), `${study.info.id}: the card does not say ${card.short.figure} ${card.short.heading}`);
}
expect((await walk.locator(".main article + * , .main svg").count()) > 1, "the main answer has no picture");
expect((await walk.getByText(`Law known through ${start.law_through}`).count()) > 0, "the horizons are not said");
// The search goes there: typed in any script, by keyboard.
await walk.getByRole("searchbox").fill("무석");
await walk.getByRole("searchbox").fill("우시");
await walk.locator(".found a").first().waitFor();
await walk.keyboard.press("Enter");
await walk.waitForURL(/#\/world\?at=site%3Askhynix-wuxi/);
await still(walk);
// Back undoes a choice before it leaves the page.
await walk.getByLabel(/^Product/).selectOption("product:hbm");
await walk.waitForURL(/product%3Ahbm/);
await walk.goBack();
expect(walk.url().includes("#/world") && !walk.url().includes("hbm"), "Back does not undo a filter");
// A mistyped address says so, after # and before it.
await go(walk, "#/nowhere");
expect(/no page/.test(await walk.getByRole("heading", { level: 1 }).innerText()), "a mistyped address is not named");
await walk.goto(`${home}wrold`);
await still(walk);
expect(/no page/.test(await walk.getByRole("heading", { level: 1 }).innerText()), "a mistyped path is not answered with a page");
await walk.getByRole("link", { name: "Start", exact: true }).first().click();
await still(walk);
expect(new URL(walk.url()).pathname === "/", "there is no way back from a mistyped path");
const questions = await walk.locator('a[href^="#/scenario/"]').count();
expect(questions > 0, "the start page has no question");
await walk.locator('a[href^="#/scenario/"]').last().click();
await still(walk);
await walk.getByLabel(/^Draws/).fill("0");
expect(await walk.getByRole("button", { name: "Run" }).isDisabled(), "a run of no draws can be started");
await walk.getByLabel(/^Draws/).fill("4");
await walk.getByRole("button", { name: "Run" }).click();
await walk.waitForURL(/#\/results\//, { timeout: 120_000 });
await still(walk);
const run = decodeURIComponent(new URL(walk.url()).hash.slice("#/results/".length).split("?")[0]);
await walk.getByRole("button", { name: /^Why/ }).first().click();
await still(walk);
expect((await walk.locator("dialog[open] details").count()) > 0, "'why' shows no reasons");
const opened = walk.url();
expect(opened.includes("why="), "the reasons are not in the address");
await walk.keyboard.press("Escape");
await walk.waitForFunction(() => !document.querySelector("dialog[open]"));
expect(!walk.url().includes("why="), "closing the reasons leaves them in the address");
await walk.goto("about:blank");
await walk.goto(opened);
await walk.waitForSelector("dialog[open] details");

// A run that is stopped leaves nothing behind.
const before = await (await fetch(`${home}api/runs`)).json();
await go(walk, "#/scenario/yearly-approvals?members=16000&seed=987654");
await walk.getByRole("button", { name: "Run" }).click();
await walk.getByRole("button", { name: "Cancel" }).click();
await walk.getByText("cancelled; nothing was kept").waitFor({ timeout: 60_000 });
expect((await (await fetch(`${home}api/runs`)).json()).length === before.length, "a cancelled run was kept");

// A study changed on the desk: checked while typing, form and text in step, kept over a reload, run as changed.
await go(walk, "#/scenario/yearly-approvals");
const text = walk.locator(".editor textarea");
const bundled = await text.inputValue();
await text.fill(bundled.replace('entity = "site:skhynix-wuxi"', 'entity = "site:skhynix-wuxo"'));
await walk.locator(".findings li").first().waitFor();
expect(/site:skhynix-wuxi/.test(await walk.locator(".findings").innerText()), "a misspelt site is not answered with the nearest");
expect(/study\.toml:\d+:\d+/.test(await walk.locator(".findings").innerText()), "a finding does not say its line and column");
expect(await walk.getByRole("button", { name: "Run" }).isDisabled(), "a study with errors can be run");
await walk.locator(".findings button").first().click();
expect(await walk.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA").then(() => true, () => false), "a finding does not lead to its line");
await walk.reload();
await still(walk);
expect((await text.inputValue()).includes("skhynix-wuxo"), "a reload loses what was typed");
await text.fill(bundled);
await walk.locator(".form").getByLabel("until", { exact: true }).fill("2027-01-04");
expect((await text.inputValue()).includes("until = 2027-01-04"), "the form does not change the text");
await text.fill((await text.inputValue()).replace("2027-01-04", "2027-02-01"));
expect((await walk.locator(".form").getByLabel("until", { exact: true }).inputValue()) === "2027-02-01", "the text does not change the form");
await walk.getByText("Checked: nothing is wrong.").waitFor();
await walk.getByLabel(/^Draws/).fill("4");
await walk.getByRole("button", { name: "Run" }).click();
await walk.waitForURL(/#\/results\/yearly-approvals-edited/, { timeout: 120_000 });
await still(walk);
const edited = decodeURIComponent(new URL(walk.url()).hash.slice("#/results/".length).split("?")[0]);
const weeks = (await (await fetch(`${home}api/runs/${edited}`)).json()).weeks;
expect(weeks.at(-1) < "2027-02-01" && weeks.at(-1) > "2027-01-01", `the changed study was not run: its last week is ${weeks.at(-1)}`);
await go(walk, "#/scenario/yearly-approvals");
await walk.getByRole("button", { name: "Undo all changes" }).click();
expect((await text.inputValue()) === bundled, "undoing does not bring the bundled text back");

// A document of the reader's own is read at once.
await go(walk, "#/evidence");
await walk.locator('input[type="file"]').setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("Seoul (Yonhap), 1 June 2026 - The minister said that exports rose by 5 percent.") });
await walk.getByText("Added: note.txt").waitFor();

// What a reader cannot have is said, not shown as an empty page.
await go(walk, "#/results/no-such-run");
expect((await walk.getByRole("alert").innerText()).includes("no-such-run"), "a missing run is not named");
await walk.context().close();

const report = await (await fetch(`${home}api/runs/${run}`)).json();
const two = report.scenarios.length > 1 ? [report.scenarios[0].id, report.scenarios.at(-1).id] : [report.scenarios[0].id, report.scenarios[0].id];
const edits = (await (await fetch(`${home}api/runs/${edited}`)).json()).scenarios.map((s) => s.id);
const side = (id) => encodeURIComponent(`${run}#${id}`);
const PAGES = [
  ["start", "#/start"],
  ["start-ko", "#/start?lang=ko"],
  ["results-zh", `#/results/${run}?lang=zh`],
  ["missing", "#/nowhere"],
  ["act", "#/policy?act=us.licence.2026"],
  ["world", "#/world"],
  ["world-card", "#/world?at=site%3Asamsung-xian"],
  ["world-hq", "#/world?basis=hq&product=product%3Anand"],
  ["policy", "#/policy?site=site%3Askhynix-wuxi"],
  ["policy-asked", "#/policy?known=2024-06-01&q_item=HBM&q_from=KOR&q_to=CHN&q_on=2026-02-01&a=2025-08-01&b=2026-01-02"],
  ["scenario", "#/scenario/yearly-approvals"],
  ["results", `#/results/${run}`],
  ["why", `#/results/${run}?why=${encodeURIComponent(report.headline.cell)}`],
  ["compare", `#/compare?left=${side(two[0])}&right=${side(two[1])}`],
  ["compare-many", `#/compare?left=${side(two[0])}&right=${side(two[1])}&more=${[edited, ...report.scenarios.slice(1, 3).map((s) => `${run}#${s.id}`)].map((id, i) => encodeURIComponent(i === 0 ? `${id}#${edits[0]}` : id)).join("%2C")}`],
  ["evidence", "#/evidence?doc=doc%3Aevertiq-51157"],
  ["about", `#/about/${run}`],
];

for (const [width, height, scheme] of [[1440, 900, "light"], [1440, 900, "dark"], [390, 780, "light"], [390, 780, "dark"]]) {
  // The browser's own tools (axe, measuring) are let in past the page's policy; the walk above stayed under it.
  const page = await open(`${width}-${scheme}`, { viewport: { width, height }, colorScheme: scheme, bypassCSP: true });
  for (const [name, hash] of PAGES) {
    // The views that differ most are enough in the dark.
    if (scheme === "dark" && !["start", "world", "policy", "scenario", "results", "compare", "evidence"].includes(name)) continue;
    const at = (what) => `${width}-${scheme} ${name}: ${what}`;
    await go(page, hash);
    expect((await page.locator("[role=alert]").count()) === 0, at(`refused: ${await page.locator("[role=alert]").allInnerTexts()}`));
    expect((await page.locator("main h1").count()) === 1, at("not one main heading"));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over <= 0, at(`scrolls ${over} px sideways`));
    for (const v of await violations(page)) wrong.push(at(`axe: ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary?.split("\n")[1]?.trim()}`).join(" | ")}`));
    if (folder) await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: name !== "why" });
  }
  await page.context().close();
}

// The pages do what their controls say, and keep it in the address.
const page = await open("controls", { viewport: { width: 1280, height: 900 } });
await go(page, "#/world");
const sites = page.locator('svg [role="button"]');
await sites.first().focus();
await page.keyboard.press("Enter");
await still(page);
expect(page.url().includes("at=site"), "a site chosen by keyboard is not in the address");
await page.locator(".card h2").waitFor();
const count = await sites.count();
await page.getByLabel(/^Product/).selectOption("product:hbm");
expect((await sites.count()) < count, "the product filter hides no site");
const links = page.locator("#chain ~ figure path.link");
expect((await links.count()) > 3, "the chain draws no flows");
const inputs = page.locator("#chain ~ .fields select").last().locator("option");
const every = await inputs.count();
await page.getByLabel(/^Concentration/).selectOption("0.9");
expect((await inputs.count()) < every && page.url().includes("least=0.9"), "the concentration filter hides no input");
const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Download as CSV/ }).first().click()]);
expect(file.suggestedFilename().endsWith(".csv"), "the download is not a CSV file");

// A drawing is saved as it is seen.
await go(page, `#/results/${run}`);
for (const kind of ["PNG", "SVG"]) {
  const [picture] = await Promise.all([page.waitForEvent("download"), page.locator("section", { has: page.locator("#paths") }).getByRole("button", { name: new RegExp(`^Download as ${kind}`) }).click()]);
  expect(picture.suggestedFilename().endsWith(kind.toLowerCase()), `the picture is no ${kind} file`);
}
// Nothing that loses or gains is missing: capacity by site and year stands on the page where the run has it.
if (report.capacity?.some((table) => table.scenario === report.headline.scenario)) expect((await page.locator("#capacity").count()) === 1, "the capacity of the run is not shown");

await go(page, "#/policy");
const slider = page.locator('input[type="range"]');
await slider.focus();
await page.keyboard.press("Home");
await page.waitForURL(/known=2018-01-01/);
await still(page);
await page.getByRole("button", { name: /gallium/ }).click();
await still(page);
expect(page.url().includes("q_item=gallium"), "a question is not in the address");
expect((await page.locator(".answered").count()) === 1, "the law does not answer");

for (const [language, title] of [["ko", "정책"], ["zh", "政策"]]) {
  await page.locator("header select").selectOption(language);
  expect((await page.locator("html").getAttribute("lang")) === language && (await page.getByRole("heading", { level: 1 }).innerText()) === title, `language ${language} is not shown`);
  await page.locator('nav a[href^="#/world"]').click();
  await still(page);
  expect(page.url().includes(`lang=${language}`), `language ${language} does not travel to the next page`);
  if (folder) await page.screenshot({ path: join(folder, `world-${language}.png`) });
  await page.goBack();
  await still(page);
}
// Text of the server is text: what looks like markup is shown, and nothing of it is built or run.
const attack = '</script><img src=x onerror="globalThis.hit=1"><a href="javascript:globalThis.hit=1">x</a>';
const hostile = await open("hostile", { viewport: { width: 1280, height: 900 }, bypassCSP: true });
const poison = (value) => (typeof value === "string" && / /.test(value) ? attack : Array.isArray(value) ? value.map(poison) : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === "url" ? "javascript:globalThis.hit=1" : poison(inner)])) : value);
await hostile.route("**/api/**", async (route) => {
  const answer = await route.fetch();
  await route.fulfill({ response: answer, json: poison(await answer.json()) });
});
for (const [name, hash] of PAGES) {
  await hostile.goto("about:blank");
  // A view may well refuse such answers, or wait for one that never comes: what counts is that nothing of them is built.
  await hostile.goto(home + hash);
  await hostile.locator("main h1").waitFor();
  await hostile.waitForTimeout(1500);
  const built = await hostile.evaluate(() => [document.querySelectorAll('img, a[href^="javascript:"]').length, globalThis.hit]);
  expect(built[0] === 0 && built[1] === undefined, `${name}: text of the server became markup`);
}
expect((await hostile.locator("body").innerText()).includes("<img"), "the hostile text is not shown as text");
await browser.close();

if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
console.log(`the application holds: ${PAGES.length} views, two widths, light and dark, WCAG AA, keyboard, addresses, a run, a stop, its reasons, hostile text, three languages`);
