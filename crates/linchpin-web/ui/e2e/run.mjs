// Both browser tests in one command, against a binary it starts and ends itself. In: the binary, perhaps a folder for screenshots and test names.
// Out: exit 0 when the report and every page of the application hold. Needs chromium and `npm ci`, nothing else.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [binary, folder, only] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node e2e/run.mjs PATH-TO-LINCHPIN [SCREENSHOT-FOLDER] [report|app|tongues|looks|speed]");
  process.exit(2);
}
const runs = mkdtempSync(join(tmpdir(), "linchpin-e2e-"));
const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a program to its end; a failure of it is ours. */
function through(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? `exit ${status}`}`);
}

/** The address that a fresh server prints, on a port of its own choice. */
function served() {
  const server = spawn(resolve(binary), ["--runs", runs, "serve", "--bind", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  const address = new Promise((found, failed) => {
    let said = "";
    const late = setTimeout(() => failed(new Error(`the server does not start: ${said}`)), 60_000);
    server.stderr.on("data", (bytes) => {
      said += bytes;
      const at = /http:\/\/[^\s/]+\//.exec(said)?.[0];
      if (at) found((clearTimeout(late), at));
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { server, address };
}

let server;
try {
  through(resolve(binary), ["--runs", runs, "run", "yearly-approvals", "--members", "48"]);
  // The first page computes what it has no answer to: one question is enough to see that.
  for (const study of ["china-demand", "chip-block", "controls-2022", "decoupling", "dual-strategy", "electronics-stop", "hbm-controls", "match-act", "raw-materials", "super-cycle", "tool-coalition"]) {
    through(resolve(binary), ["--runs", runs, "run", study, "--members", "2", "--format", "csv"]);
  }
  const started = served();
  server = started.server;
  const address = await started.address;
  const [run] = readdirSync(runs).filter((name) => name.startsWith("yearly-approvals"));
  const shots = folder ? [folder] : [];
  const wants = (name) => !only || only === name;
  if (wants("report")) through(process.execPath, [script("report.mjs"), join(runs, run, "report.html"), ...shots]);
  // Speed depends on the machine and on what else it does: measured on request only.
  if (only === "speed") through(process.execPath, [script("speed.mjs"), address]);
  // Every page in two languages takes minutes: walked on request only.
  if (only === "tongues") through(process.execPath, [script("tongues.mjs"), address, ...shots]);
  // Every page in every combination of width, light, language and print: pictures for a person, on request.
  if (only === "looks") through(process.execPath, [script("looks.mjs"), address, folder || join(tmpdir(), "linchpin-looks")]);
  if (wants("app")) through(process.execPath, [script("app.mjs"), address, ...shots]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  server?.removeAllListeners("exit");
  server?.kill();
  rmSync(runs, { recursive: true, force: true });
}
