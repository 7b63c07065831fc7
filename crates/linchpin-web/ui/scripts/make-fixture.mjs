// Writes fixtures/report.json: a report with invented numbers in the shape of the contract, for tests and for looking at the page.
// In: nothing but the seed below. Out: the same bytes every time. No number here is an estimate of anything.
import { writeFileSync } from "node:fs";

let state = 20260105;
function random() {
  // mulberry32: small, seeded, the same everywhere.
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const round = (x) => Number(x.toPrecision(4));
const WEEKS = 156;
const weeks = Array.from({ length: WEEKS }, (_, i) => new Date(Date.UTC(2026, 0, 5 + 7 * i)).toISOString().slice(0, 10));
const spread = (p05, p50, p95) => ({ p05: round(p05), p50: round(p50), p95: round(p95) });
const around = (mid, rel) => spread(mid - Math.abs(mid) * rel, mid, mid + Math.abs(mid) * rel * 0.85);

const scenarios = [
  ["maintenance-only", "Yearly licences, maintenance only", "Approvals are renewed each year; replacement and spares pass, new and upgrade tools do not."],
  ["renewal-gap", "A gap at each renewal", "As maintenance only, but every January the renewal comes a quarter late."],
  ["no-upgrades-no-replacement", "No upgrades and no replacement", "Spares pass; worn-out tools are not replaced."],
  ["no-licence", "No licence at all", "From 1 January 2027 neither tools nor spares may enter."],
];
const hit = { "maintenance-only": 0.08, "renewal-gap": 0.11, "no-upgrades-no-replacement": 0.26, "no-licence": 0.61 };
const sites = [
  ["site:xian", "Samsung Xi'an", "product:nand", 1, 0.9],
  ["site:wuxi", "SK hynix Wuxi", "product:dram", 0.92, 1.1],
  ["site:dalian", "SK hynix Dalian (Solidigm)", "product:nand", 0.55, 1],
];

function band(path, width) {
  // An output cannot fall below nothing; a change cannot fall below −1.
  const floor = Math.min(0, ...path) < 0 ? -1 : 0;
  const at = (k) => path.map((v, i) => round(Math.max(floor, v + k * width(i))));
  return { p05: at(-1.64), p25: at(-0.67), p50: at(0), p75: at(0.67), p95: at(1.64) };
}
function path(level, growth, wobble) {
  let noise = 0;
  return weeks.map((_, i) => {
    noise = 0.85 * noise + (random() - 0.5) * wobble;
    return level * (1 + (growth * i) / WEEKS) * (1 + noise);
  });
}
const onset = { "maintenance-only": 22, "renewal-gap": 4, "no-upgrades-no-replacement": 14, "no-licence": 52 };
function drop(scenario, strength, i) {
  const start = onset[scenario];
  const wave = scenario === "renewal-gap" && i % 52 < 14 ? 0.03 : 0;
  return i < start ? 0 : Math.min(0.97, hit[scenario] * strength * (1 - Math.exp(-(i - start) / 40)) + wave * strength);
}

const series = [];
function add(scenario, level, entity, name, product, variable, label, unit, base, effect, widthOf) {
  const rel = base.map((_, i) => effect(i));
  const value = base.map((v, i) => v * (1 + rel[i]));
  series.push({
    scenario, level, entity, name, product, variable, label, unit,
    baseline: band(base, (i) => base[i] * 0.015),
    value: band(value, (i) => base[i] * (0.015 + widthOf(i))),
    change: band(rel, widthOf),
  });
}
const siteBase = Object.fromEntries(sites.map(([id, , , size]) => [id, path(size * 480, 0.22, 0.012)]));
const dramPrice = path(1, -0.15, 0.03);
const chinaFlow = path(980, 0.18, 0.02);
const world = path(9200, 0.3, 0.008);
for (const [id] of scenarios) {
  for (const [site, name, product, , strength] of sites) {
    add(id, "site", site, name, product, "output", "output", "Tb/week", siteBase[site], (i) => -drop(id, strength, i), (i) => 0.35 * drop(id, strength, i));
  }
  add(id, "product", "product:dram", "DRAM without HBM", "product:dram", "contract-price", "contract price", "index", dramPrice, (i) => 0.7 * drop(id, 0.4, i), (i) => 0.4 * drop(id, 0.4, i));
  add(id, "product", "product:dram", "DRAM without HBM", "product:dram", "output", "output", "Tb/week", world, (i) => -0.13 * drop(id, 1, i), (i) => 0.05 * drop(id, 1, i));
  add(id, "destination", "CHN", "China", "product:dram", "shipments", "shipments", "Tb/week", chinaFlow, (i) => -0.3 * drop(id, 1, i), (i) => 0.14 * drop(id, 1, i));
}

const causesOf = {
  "maintenance-only": [["node freeze without upgrade tools", 0.81], ["tool attrition", 0.14], ["spares delayed", 0.05]],
  "renewal-gap": [["node freeze without upgrade tools", 0.6], ["spares delayed in the gap", 0.31], ["tool attrition", 0.09]],
  "no-upgrades-no-replacement": [["tool attrition without replacement", 0.62], ["node freeze without upgrade tools", 0.38]],
  "no-licence": [["availability without spares", 0.66], ["tool attrition without replacement", 0.22], ["node freeze without upgrade tools", 0.12]],
};
const losses = [];
for (const [id] of scenarios) {
  const row = (level, entity, name, product, measure, unit, baseline, change, week, probability, contested) =>
    losses.push({
      scenario: id, level, entity, name, product, measure, unit, baseline: round(baseline),
      change: around(change, 0.42), amount: around(change * baseline, 0.42),
      first_week: week === null ? null : { ...spread(week - 2, week, week + 9), date: weeks[Math.min(week, WEEKS - 1)] },
      probability, cause: causesOf[id][0][0], causes: causesOf[id].map(([name, share]) => ({ name, share })), contested,
      cell: `${id}/${entity.split(":").at(-1)}${product === entity ? "" : `.${product.split(":").at(-1)}`}.${measure}`, horizon: "medium",
    });
  const start = onset[id];
  for (const [site, name, product, size, strength] of sites) {
    row("site", site, name, product, "output", "Tb", size * 83000, -hit[id] * strength * 0.72, start + Math.round(strength * 3), site === "site:wuxi" ? 1 : 0.97, site === "site:dalian" ? [] : [`${name}: share-of-maker`]);
  }
  row("firm", "samsung", "Samsung Electronics", "product:nand", "output", "Tb", 218000, -hit[id] * 0.26, start + 3, 0.97, ["Samsung Xi'an: share-of-maker"]);
  row("firm", "skhynix", "SK hynix", "product:dram", "output", "Tb", 176000, -hit[id] * 0.28, start + 3, 1, ["SK hynix Wuxi: share-of-maker"]);
  row("firm", "micron", "Micron", "product:dram", "output", "Tb", 121000, 0.00003, null, 0, []);
  row("product", "product:dram", "DRAM without HBM", "product:dram", "output", "Tb", 1430000, -hit[id] * 0.07, start + 4, 0.99, []);
  row("product", "product:nand", "NAND flash", "product:nand", "output", "Tb", 2210000, -hit[id] * 0.11, start + 5, 0.96, ["Samsung Xi'an: share-of-maker"]);
  row("destination", "CHN", "Buyers in China outside critical infrastructure, assemblers included", "product:dram", "shipments", "Tb", 152000, -hit[id] * 0.2, start + 8, 0.93, []);
  row("segment", "mobile", "Mobile phones", "product:nand", "shipments", "Tb", 640000, -hit[id] * 0.0031, start + 20, 0.58, []);
  row("segment", "automotive", "Automotive", "product:dram", "shipments", "Tb", 31000, -0.000021, start + 41, 0.12, []);
}
const pct = (x) => `${Math.abs(x * 100).toFixed(x > -0.1 ? 1 : 0)} %`;
const answerOf = (id) => {
  const r = losses.find((l) => l.scenario === id && l.entity === "site:wuxi");
  return `SK hynix Wuxi loses ${pct(r.change.p50)} of its output (${pct(r.change.p95)} to ${pct(r.change.p05)}) by the end of 2028, first in the week of ${r.first_week.date}, bound by ${r.cause}.`;
};

const shares = [];
const concentration = [];
const decomposition = [];
const waterfall = [];
const markets = {
  "product:dram": [["skhynix", "SK hynix", 0.36, -0.1], ["samsung", "Samsung Electronics", 0.335, 0.05], ["micron", "Micron", 0.215, 0.03], ["cxmt", "CXMT", 0.055, 0.015], ["nanya", "Nanya", 0.02, 0.003], ["others", "Others", 0.015, 0.002]],
  "product:nand": [["samsung", "Samsung Electronics", 0.31, -0.08], ["skgroup", "SK hynix and Solidigm", 0.21, -0.04], ["kioxia", "Kioxia", 0.15, 0.04], ["micron", "Micron", 0.135, 0.03], ["sandisk", "SanDisk", 0.115, 0.03], ["ymtc", "YMTC", 0.08, 0.02]],
};
for (const [id] of scenarios) {
  for (const [product, firms] of Object.entries(markets)) {
    for (const [firm, name, before, shift] of firms) {
      const after = before + shift * hit[id];
      const half = Math.abs(shift) * hit[id] * 0.5;
      shares.push({ scenario: id, product, firm, name, before: spread(before - 0.002, before, before + 0.002), after: spread(after - half, after, after + half) });
    }
    const hhi = firms.reduce((sum, f) => sum + (100 * f[2]) ** 2, 0);
    concentration.push({ scenario: id, product, before: spread(hhi - 10, hhi, hhi + 10), after: spread(hhi * (1 - 0.12 * hit[id]), hhi * (1 - 0.06 * hit[id]), hhi * (1 - 0.01 * hit[id])) });
  }
  for (const [firm, name, product, revenue, q, p] of [
    ["skhynix", "SK hynix", "product:dram", 62, -0.28, 0.21], ["samsung", "Samsung Electronics", "product:dram", 54, 0.03, 0.21], ["micron", "Micron", "product:dram", 36, 0.02, 0.21],
    ["samsung", "Samsung Electronics", "product:nand", 27, -0.26, 0.17], ["skgroup", "SK hynix and Solidigm", "product:nand", 17, -0.2, 0.17], ["kioxia", "Kioxia", "product:nand", 12, 0.04, 0.17],
  ]) {
    decomposition.push({ scenario: id, firm, name, product, unit: "USD_bn", baseline: revenue, quantity: around(q * revenue * hit[id], 0.4), price: around(p * revenue * hit[id], 0.6), total: around((q + p) * revenue * hit[id], 0.8) });
  }
  for (const [site, name, , size, strength] of sites) {
    const loss = hit[id] * strength * 0.72 * size * 83000;
    waterfall.push({ scenario: id, entity: site, name, unit: "Tb", steps: [...causesOf[id].map(([cause, part]) => ({ name: cause, value: -round(part * loss) })), { name: "given back by higher utilisation", value: round(0.09 * loss) }] });
  }
}

const invented = "Invented for the fixture of the report page";
const account = (value, low, high, as_of, basis, outlet, note) => ({ value, low, high, as_of, basis, source: `fixture:${outlet.toLowerCase().replaceAll(" ", "-")}`, outlet, title: invented, url: "https://example.org/fixture", grade: "assumption", note });
const input = (subject, name, quantity, unit, value, low, high, accounts) => ({ subject, name, quantity, unit, value, low, high, contested: accounts.length > 1, accounts });
const inputs = [
  input("site:xian", "Samsung Xi'an", "share-of-maker", "share", 0.35, 0.29, 0.425, [
    account(0.29, 0.29, 0.29, "2021-12-31", "revenue", "Outlet A", "counts the bits shipped from the site"),
    account(0.425, 0.42, 0.43, "2021-12-31", "wafer input", "Outlet B", "same year, other basis"),
    account(0.325, 0.3, 0.35, "2025-06-30", "bits", "Outlet C", ""),
  ]),
  input("site:wuxi", "SK hynix Wuxi", "share-of-maker", "share", 0.4, 0.3, 0.5, [
    account(0.4, 0.38, 0.42, "2023-10-09", "wafer starts", "Outlet A", ""),
    account(0.5, 0.45, 0.5, "2022-10-01", "not stated", "Outlet D", "roughly half"),
  ]),
  input("site:wuxi", "SK hynix Wuxi", "capacity", "wafers/month", 190000, 180000, 200000, [account(190000, 180000, 200000, "2025-07-14", "installed", "Outlet E", "quarterly figure divided by three")]),
  input("site:xian", "Samsung Xi'an", "capacity", "wafers/month", 185000, 170000, 250000, [
    account(200000, 200000, 200000, "2024-12-31", "installed", "Outlet F", ""),
    account(250000, 250000, 250000, "2021-12-31", "installed", "Outlet B", "two fabs"),
    account(170000, 170000, 170000, "2025-12-31", "planned", "Outlet F", "after the cut"),
  ]),
  input("site:dalian", "SK hynix Dalian (Solidigm)", "capacity", "wafers/month", 95000, 80000, 110000, [account(95000, 80000, 110000, "2025-06-30", "installed", "Outlet G", "")]),
];
const assumption = (id, name, unit, value, low, high, why, influence) => ({ id, name, unit, value, low, high, why, source: invented, influence });
const assumptions = [
  assumption("tool_attrition", "Tools lost per year without replacement", "1/year", 0.06, 0.03, 0.1, "Range of two fleet surveys, fixture only", -0.71),
  assumption("node_growth", "Bit growth per wafer forgone when nodes freeze", "1/year", 0.12, 0.06, 0.2, "Historic density growth, fixture only", -0.58),
  assumption("spares_stock", "Spares on the shelf at each site", "weeks", 12, 4, 26, "Vendors' guidance, fixture only", 0.33),
  assumption("approval_share", "Applications approved in the end", "share", 0.8, 0.5, 0.95, "No published count, fixture only", 0.27),
  assumption("review_weeks", "Weeks of review per application", "weeks", 18, 12, 26, "Stated by applicants, fixture only", -0.19),
  assumption("price_cover", "Price response to stock cover", "elasticity", -0.9, -1.6, -0.4, "Fitted to an episode, fixture only", 0.04),
  assumption("requalification", "Weeks to qualify another supplier", "weeks", 26, 13, 52, "Buyers' practice, fixture only", null),
];

const date = (date, label, kind, scenario = null, citation = "fixture") => ({ date, label, kind, scenario, act: kind === "act" ? label.toLowerCase().replaceAll(" ", "-") : null, citation });
const dates = [
  date("2022-10-07", "Tool rule of October 2022", "act"), date("2023-10-17", "Validated end user status", "act"), date("2025-08-29", "Status revoked", "act"),
  date("2026-01-01", "Annual licence 2026 begins", "act"), date("2026-01-14", "Tariff proclamation", "act"), date("2026-02-20", "Hearing on licences for fabs owned by allied firms, second session", "signal"),
  date("2026-04-06", "Allied list published", "event"), date("2026-05-18", "Trade ministers meet", "signal"), date("2026-07-01", "Tariff review", "event"),
  date("2026-09-14", "Application round closes", "event"), date("2026-11-27", "Suspension of mineral ban ends", "expiry"), date("2026-12-31", "Annual licence 2026 ends", "expiry"),
  date("2027-01-01", "No licence", "hypothetical", "no-licence"), date("2027-01-01", "Gap begins", "hypothetical", "renewal-gap"), date("2027-04-05", "Gap ends", "hypothetical", "renewal-gap"),
  date("2027-06-14", "Second allied list", "hypothetical"), date("2027-12-31", "Annual licence 2027 ends", "expiry"), date("2028-06-05", "Guardrail review", "event"),
];

const report = {
  schema: "linchpin/report/1",
  study: { id: "yearly-approvals", title: "Yearly approvals for Korean memory fabs in China (fixture)", question: "What do Korean memory fabs in China lose when their standing permission to import tools becomes a yearly licence?" },
  run: {
    digest: "f1c7a9e2d4b80356", engine: "market", seed: 20260105, members: 4096, design: "scrambled Sobol", from: weeks[0], until: weeks[WEEKS - 1], known: "2026-01-05", version: "0.1.0",
    world: { name: "fixture", digest: "00aa11bb22cc33dd" }, policy: { digest: "44ee55ff66001122", acts: 18 },
    reproduce: "linchpin run yearly-approvals --members 4096 --seed 20260105", citation: "Linchpin 0.1.0, study yearly-approvals, run f1c7a9e2 (fixture with invented numbers).",
  },
  headline: { text: answerOf("no-licence"), scenario: "no-licence", cell: "no-licence/wuxi.dram.output" },
  scenarios: scenarios.map(([id, title, summary]) => ({ id, title, summary, answer: answerOf(id) })),
  dates, weeks, series, losses, shares, concentration, decomposition, waterfall,
  curve: [{ entity: "site:wuxi", name: "SK hynix Wuxi", x_label: "Share of tool imports refused", y_label: "Output lost by the end of 2028", points: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((x) => ({ x, ...around(0.62 * x ** 1.7, 0.4) })) }],
  inputs, assumptions,
  observed: [
    { title: "Direct investment pledged from China to Korea, two accounts", columns: ["Year", "bn USD", "Change", "Basis"], rows: [["2024", "5.79", "+266%", "pledges, ministry"], ["2024", "6.79", "+147%", "basis not stated"]], source: "Fixture; see the facts table of the world for the cited figures" },
    { title: "What each side said about one meeting", columns: ["Topic", "Chinese statement", "Korean statement"], rows: [["Chip supply chains", "named first", "not named"], ["Raw materials", "not named", "named"], ["Predictable business environment", "not named", "named"]], source: "Fixture" },
  ],
  not_modelled: [
    "Military use, sanctions on persons, and anything that is not the supply chain of memory chips.", "Strategic answers of governments to the losses shown here.",
    "Exchange rates and interest; all money is in dollars of 2025.", "Yields that change with the age of a tool fleet beyond the attrition assumption.",
  ],
};
writeFileSync(new URL("../fixtures/report.json", import.meta.url), `${JSON.stringify(report)}\n`);
