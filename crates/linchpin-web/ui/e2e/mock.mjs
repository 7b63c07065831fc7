// A stand-in for `linchpin serve` while the pages are built: the API with what the command line prints, and the page as an application.
// In: a linchpin binary, a folder of runs, the world's tables for the map, a port. Changes nothing but that folder.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [binary, runs, world, port = "8710"] = process.argv.slice(2);
if (!world) {
  console.error("usage: node e2e/mock.mjs LINCHPIN RUNS-FOLDER WORLD-FOLDER [PORT]");
  process.exit(2);
}

const slot = '<script type="application/json" id="report">null</script>';
const page = () =>
  readFileSync(new URL("../../src/index.html", import.meta.url), "utf8")
    .replace(slot, '<script type="application/json" id="report">{"schema":"linchpin/app/1"}</script>')
    .replace("form-action 'none'\"", "form-action 'none'; connect-src 'self'; img-src data:\"");

class Refused extends Error {
  constructor(status, message, help) {
    super(message);
    Object.assign(this, { status, help });
  }
}
const cli = (...args) =>
  new Promise((resolve, reject) => {
    execFile(binary, [...args, "--json", "--runs", runs], { maxBuffer: 1 << 28 }, (error, out, err) => {
      if (!(error?.code > 1)) resolve(out.startsWith("{") || out.startsWith("[") ? JSON.parse(out) : null);
      else reject(new Refused(400, err.split("\n")[0] ?? String(error), err.split("\n").find((l) => l.includes("help"))));
    });
  });

/** Comma-separated values, quotes included, as objects by column. */
function table(name, folder = world) {
  const [head, ...rows] = readFileSync(`${folder}/${name}.csv`, "utf8").trim().split("\n").map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"|"$/g, "").replaceAll('""', '"')));
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i] ?? ""])));
}
async function map() {
  const [sites, places, lines, actors, products] = ["sites", "places", "lines", "actors", "products"].map((name) => table(name));
  const by = (rows, id) => rows.find((row) => row.id === id) ?? {};
  return {
    sites: await Promise.all(sites.map(async (site) => {
      const at = by(places, site.place);
      const card = await cli("world", "show", site.id);
      return {
        id: site.id, name: site.name, firm: site.owner, firm_name: by(actors, site.owner).name, headquarters: by(actors, site.owner).nationality ?? by(actors, site.owner).country ?? null,
        country: at.country, place: at.name, latitude: Number(at.latitude), longitude: Number(at.longitude),
        products: lines.filter((line) => line.site === site.id).map((line) => {
          const name = by(products, line.product).name;
          return { product: line.product, name, capacity: card.values.find((v) => v.quantity === "capacity" && v.of === name)?.estimate ?? null };
        }),
      };
    })),
  };
}

const run = (id) => {
  try {
    const page = readFileSync(`${runs}/${id}/report.html`, "utf8");
    return JSON.parse(/<script type="application\/json" id="report">([\s\S]*?)<\/script>/.exec(page)[1]);
  } catch {
    throw new Refused(404, `there is no run \`${id}\``, "/api/runs");
  }
};
const list = () => readdirSync(runs).filter((name) => name !== "last").sort().map((id) => {
  const { study, headline, run: about, scenarios } = run(id);
  return { id, study, headline, run: about, scenarios };
});

const jobs = new Map();
function begin(wish) {
  const id = (jobs.size + 1).toString(16).padStart(8, "0");
  const job = { state: "running", done: 0, all: wish.members ?? 64, run: null, error: null };
  jobs.set(id, job);
  const args = ["run", wish.scenario ? `${wish.study}/${wish.scenario}` : wish.study, "--members", String(job.all), ...(wish.seed === null ? [] : ["--seed", String(wish.seed)])];
  const ticking = setInterval(() => (job.done = Math.min(job.all - 1, job.done + Math.ceil(job.all / 12))), 150);
  cli(...args)
    .then((made) => job.state === "running" && Object.assign(job, { state: "done", done: job.all, run: made.run.split("/").at(-1) }))
    .catch((error) => Object.assign(job, { state: "failed", error: { code: "LP-H001", message: error.message } }))
    .finally(() => clearInterval(ticking));
  return { job: id };
}
function watch(job, response) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let last = "";
  const look = setInterval(() => {
    const now = JSON.stringify(job);
    if (now !== last) response.write(`data: ${(last = now)}\n\n`);
    if (!["running", "waiting"].includes(job.state)) {
      clearInterval(look);
      response.end();
    }
  }, 60);
}

async function answer(method, path, q) {
  const given = (key) => q.get(key);
  const [, , kind, id, more] = path.split("/");
  const name = decodeURIComponent(id ?? "");
  if (path === "/api/health") return { ok: true, version: "mock" };
  if (path === "/api/studies") return cli("list");
  if (kind === "studies") {
    const study = (await cli("list")).studies.find((s) => s.id === name);
    if (!study) throw new Refused(404, `no bundled study is called \`${name}\``, "/api/studies");
    return { ...study, files: [{ name: "study.toml", text: readFileSync(`${world}/../../studies/${name}/study.toml`, "utf8") }] };
  }
  if (path === "/api/world") return cli("world", "show");
  if (path === "/api/world/map") return map();
  if (path === "/api/world/facts") {
    const out = mkdtempSync(join(tmpdir(), "linchpin-mock-"));
    await cli("world", "export", "--out", out);
    const rows = table("facts", out);
    return { columns: Object.keys(rows[0]), rows: rows.map(Object.values), digest: "" };
  }
  if (kind === "world") return cli("world", "show", name);
  if (path === "/api/policy/acts") return cli("policy", "list");
  if (path === "/api/policy/sites") return table("sites").filter((s) => /xian|wuxi|dalian|cxmt|ymtc/.test(s.id)).map((s) => ({ id: s.id, name: s.name, country: "CHN" }));
  if (path === "/api/policy/timeline") return cli("policy", "timeline", given("site"), ...["from", "until", "known"].flatMap((key) => (given(key) ? [`--${key}`, given(key)] : [])));
  if (path === "/api/policy/diff") return cli("policy", "diff", "--on", given("a"), "--on", given("b"));
  if (path === "/api/policy/ask") return cli("ask", "--why", ...[...q].flatMap(([key, value]) => [`--${key.replace("_", "-")}`, value]));
  if (path === "/api/runs") return list();
  if (kind === "runs" && more === "explain") return cli("explain", `${name}${given("cell") ? `#${given("cell")}` : ""}`);
  if (kind === "runs") return run(name);
  if (path === "/api/compare") return cli("compare", given("left"), given("right"));
  throw new Refused(404, "there is nothing at this path");
}

createServer(async (request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  const json = (status, body) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const job = url.pathname.startsWith("/api/jobs/") ? jobs.get(url.pathname.split("/")[3]) : undefined;
  try {
    if (request.method !== "GET" && request.headers["x-linchpin"] !== "1") throw new Refused(403, "the header X-Linchpin is missing");
    if (url.pathname === "/") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      return response.end(page());
    }
    if (job && url.pathname.endsWith("/events")) return watch(job, response);
    if (job && request.method === "DELETE") job.state = "cancelled";
    if (job) return json(200, job);
    if (request.method === "POST" && url.pathname === "/api/runs") {
      let body = "";
      for await (const part of request) body += part;
      return json(202, begin(JSON.parse(body)));
    }
    json(200, await answer(request.method, url.pathname, url.searchParams));
  } catch (error) {
    json(error.status ?? 500, { error: { code: "LP-H001", message: error.message, help: error.help } });
  }
}).listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
