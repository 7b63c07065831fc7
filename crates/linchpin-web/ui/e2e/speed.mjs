// How fast the application answers a reader. In: the address of a running `linchpin serve`. Out: a line per measurement, exit 1 when one is over its limit.
// Limits: first page interactive in 1 s, an interaction in 100 ms, 99 of 100 answers in 50 ms at 200 questions a second beside a running sweep.
import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { launch } from "./browser.mjs";

const [base, seconds = "10"] = process.argv.slice(2);
if (!base) {
  console.error("usage: node e2e/speed.mjs http://127.0.0.1:PORT/ [SECONDS]");
  process.exit(2);
}
const home = new URL("/", base).href;
const RATE = 200;
let over = 0;
function told(what, milliseconds, limit) {
  const late = milliseconds > limit;
  if (late) over += 1;
  console.log(`${what.padEnd(44)} ${milliseconds.toFixed(1).padStart(8)} ms   limit ${limit} ms${late ? "   OVER" : ""}`);
}
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN;
const median = (values) => quantile([...values].sort((a, b) => a - b), 0.5);

// The page, cold: a new browser context each time, so nothing is in a cache.
const browser = await launch();
const first = [];
for (let i = 0; i < 5; i += 1) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(home, { waitUntil: "commit" });
  await page.locator('a[href^="#/scenario/"]').first().waitFor();
  first.push(performance.now() - began);
  await context.close();
}
told("first page interactive, median of 5", median(first), 1000);

// An interaction: from the event to the first frame in which the page stands still again, measured inside the page.
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const still = () => page.waitForFunction(() => !document.querySelector("[aria-busy=true]") && document.querySelector("main h1"), null, { timeout: 60_000 });
const runs = await (await fetch(`${home}api/runs`)).json();
const run = runs.find((r) => (r.scenarios ?? []).length > 1) ?? runs[0];
async function go(hash) {
  await page.goto(home + hash);
  await page.waitForTimeout(200);
  await still();
}
async function interaction(name, hash, selector, value) {
  await go(hash);
  const times = [];
  for (let i = 0; i < 7; i += 1) {
    const wanted = value(i);
    const took = await page.evaluate(
      async ([css, next]) => {
        const control = document.querySelector(css);
        if (!control) return NaN;
        const began = performance.now();
        if (next === null) control.click();
        else {
          control.value = next;
          control.dispatchEvent(new Event("input", { bubbles: true }));
          control.dispatchEvent(new Event("change", { bubbles: true }));
        }
        // Busy is set a moment after the event; two frames let it be, then the page must come to rest.
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        await new Promise((done) => setTimeout(done, 0));
        while (document.querySelector("[aria-busy=true]")) await new Promise((done) => setTimeout(done, 1));
        await frame();
        return performance.now() - began;
      },
      [selector, wanted],
    );
    times.push(took);
  }
  if (times.some(Number.isNaN)) {
    over += 1;
    console.log(`${name.padEnd(44)}  nothing to act on: ${selector}`);
  } else told(`${name}, median of 7`, median(times), 100);
}
await interaction("world: choose a product", "#/world", "main select", (i) => ["product:dram", "product:nand", "product:hbm", ""][i % 4]);
await interaction("world: headquarters or location", "#/world", 'input[name="basis"]:not(:checked)', () => null);
await interaction("policy: as known on", "#/policy", 'input[type="range"]', (i) => String(400 + 40 * i));
await interaction("scenario: a word in the text", "#/scenario/yearly-approvals", ".editor textarea", (i) => `# ${i}\n`);
if (run) {
  await interaction("results: another scenario", `#/results/${run.id}`, 'input[name="scenario"]:not(:checked)', () => null);
  const [a, b] = run.scenarios.map((s) => encodeURIComponent(`${run.id}#${s.id}`));
  await interaction("compare: another path", `#/compare?left=${a}&right=${b}`, "#fans ~ .fields select", () => null);
}
await browser.close();

// The API beside a running sweep, as many questions a second as promised, sent on the beat whether or not the last is answered.
const ours = { "x-linchpin": "1", "content-type": "application/json" };
const job = (await (await fetch(`${home}api/runs`, { method: "POST", headers: ours, body: JSON.stringify({ study: "yearly-approvals", members: 16_000, seed: Date.now() % 1e9 }) })).json()).job;
while ((await (await fetch(`${home}api/jobs/${job}`)).json()).state === "waiting") await new Promise((done) => setTimeout(done, 50));
// Every question of the law is a new one, so that none is answered from what was kept.
const day = (beat) => new Date(Date.UTC(2022, 0, 1 + (beat % 1700))).toISOString().slice(0, 10);
const paths = ["/api/health", "/api/world", "/api/world/wuxi", "/api/world/map", "/api/policy/ask?item=gallium&from=CHN&to=KOR&on=DAY", "/api/policy/timeline?site=site:skhynix-wuxi&from=2025-01-01&until=2026-06-01&known=DAY", "/api/studies", "/api/runs"];
const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const waits = new Map(paths.map((path) => [path, []]));
const wrong = new Map();
const pending = [];
const beats = Number(seconds) * RATE;
const began = performance.now();
for (let beat = 0; beat < beats; beat += 1) {
  const due = began + (1000 * beat) / RATE;
  while (performance.now() < due) await new Promise((done) => setTimeout(done, Math.max(0, due - performance.now())));
  const path = paths[beat % paths.length];
  pending.push(
    new Promise((done) => {
      const sent = performance.now();
      const question = request(new URL(path.replace("DAY", day(beat)), home), { agent }, (answer) => {
        if (answer.statusCode !== 200) wrong.set(answer.statusCode, (wrong.get(answer.statusCode) ?? 0) + 1);
        answer.resume();
        answer.on("end", () => done(waits.get(path).push(performance.now() - sent)));
      });
      question.on("error", (error) => done(wrong.set(error.code, (wrong.get(error.code) ?? 0) + 1)));
      question.end();
    }),
  );
}
await Promise.all(pending);
const sweep = await (await fetch(`${home}api/jobs/${job}`)).json();
await fetch(`${home}api/jobs/${job}`, { method: "DELETE", headers: ours });
for (const [path, times] of waits) {
  const sorted = times.sort((a, b) => a - b);
  console.log(`  ${path.split("?")[0].padEnd(30)} n ${String(sorted.length).padStart(5)}   p50 ${quantile(sorted, 0.5).toFixed(1)}   p99 ${quantile(sorted, 0.99).toFixed(1)}   most ${quantile(sorted, 1).toFixed(1)} ms`);
}
const all = [...waits.values()].flat().sort((a, b) => a - b);
told(`/api p99 at ${RATE}/s, sweep ${sweep.state} at ${sweep.done}`, quantile(all, 0.99), 50);
if (wrong.size > 0 || sweep.state !== "running") {
  over += 1;
  console.log(`not answered: ${JSON.stringify([...wrong])}; the sweep is ${sweep.state}`);
}
process.exit(over > 0 ? 1 : 0);
