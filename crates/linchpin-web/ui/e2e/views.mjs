// The views that a walk or a look over all pages goes through: each page, and each kind of answer that a page gives. In: the address of a server that has
// runs, and perhaps the beginnings of the wanted names. Out: the runs that answer best, and pairs of a name and an address.

/** One study of each engine and kind of answer, beside the main one. */
const OTHERS = ["electronics-stop", "decoupling", "dual-strategy", "raw-materials"];

/** Opens an address of the application in a language, as if nothing had been there before, and waits until it stands still; refuses when it never does. */
export async function arrive(page, address, language) {
  await page.goto("about:blank");
  await page.goto(`${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]") && document.querySelector("main h1"), null, { timeout: 120_000 });
  await page.waitForTimeout(150);
}

export async function views(home, only = "") {
  const got = async (path) => (await fetch(`${home}api/${path}`)).json();
  const start = await got("start");
  const best = start.studies.flatMap((study) => (study.run ? [study.run] : []));
  if (best.length === 0) throw new Error("there is no run to look at");
  const main = best.find((run) => run.study.id === "yearly-approvals") ?? best[0];
  const whole = await got(`runs/${main.id}`);
  const side = (run, scenario) => encodeURIComponent(`${run.id}#${scenario}`);
  const of = (run, at) => (run.scenarios ?? []).at(at)?.id ?? "";
  const other = best.find((run) => run.study.id === "dual-strategy") ?? best.at(-1);
  const pages = [
    ["start", "#/start"],
    ...[main, ...OTHERS.map((id) => best.find((run) => run.study.id === id)).filter(Boolean)].map((run) => [`results-${run.study.id}`, `#/results/${run.id}`]),
    ...whole.scenarios.slice(0, 2).map((one) => [`scenario-${one.id}`, `#/results/${main.id}?s=${one.id}`]),
    ["why", `#/results/${main.id}?why=${encodeURIComponent(whole.headline.cell)}`],
    ["policy", "#/policy?site=site%3Askhynix-wuxi"],
    ["act", "#/policy?act=us.licence.2026"],
    ["ask-spares", "#/policy?q_item=tool%3Aetch&q_from=USA&q_site=site%3Asamsung-xian&q_purpose=spares&q_on=2026-02-01"],
    ["ask-hbm", "#/policy?q_item=HBM&q_from=KOR&q_to=CHN&q_on=2026-02-01&a=2025-08-01&b=2026-01-02"],
    ["ask-gallium", "#/policy?q_item=gallium&q_from=CHN&q_to=KOR&q_on=2026-02-01&calfrom=2023-01-01&caluntil=2027-01-01"],
    ["ask-lithography", "#/policy?q_item=tool%3Alithography&q_from=NLD&q_to=CHN&q_on=2024-06-01"],
    ["evidence", "#/evidence"],
    ["source", "#/evidence?doc=doc%3Aevertiq-51157"],
    ["world", "#/world"],
    ...["site:samsung-xian", "site:skhynix-wuxi", "firm:micron", "firm:cxmt", "person:xi-jinping", "product:hbm", "country:CHN"].map((id) => [`card-${id.replace(":", "-")}`, `#/world?at=${encodeURIComponent(id)}`]),
    ...best.slice(0, 2).map((run) => [`desk-${run.study.id}`, `#/scenario/${run.study.id}`]),
    ["desk-broken", `#/scenario/${main.study.id}`],
    ["compare", `#/compare?left=${side(main, of(main, 0))}&right=${side(main, of(main, -1))}`],
    ["compare-runs", `#/compare?left=${side(main, of(main, 0))}&right=${side(other, of(other, 0))}&more=${side(main, of(main, 1))}`],
    ["about", `#/about/${main.id}`],
    ["missing", "#/nowhere"],
    ["refused-run", "#/results/no-such-run"],
    ["refused-card", "#/world?at=site%3Ano-such-site"],
    ["refused-day", "#/policy?q_item=HBM&q_on=2026-02-31"],
  ].filter(([name]) => only.split(",").some((part) => name.startsWith(part)));
  return { best, pages };
}
