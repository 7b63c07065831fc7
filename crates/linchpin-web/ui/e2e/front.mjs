// The page as just built, in front of a running `linchpin serve`: everything but "/" goes on to it. For work on the pages without a Rust build.
// In: the server's address, a port. Out: the same answers, and src/index.html as an application.
import { readFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";

const [server, port = "8710"] = process.argv.slice(2);
if (!server) {
  console.error("usage: node e2e/front.mjs http://127.0.0.1:PORT [OWN-PORT]");
  process.exit(2);
}
const target = new URL(server);
const page = () =>
  readFileSync(new URL("../../src/index.html", import.meta.url), "utf8")
    .replace('id="report">null</script>', 'id="report">{"schema":"linchpin/app/1"}</script>')
    .replace("img-src data:\"", "img-src data:; connect-src 'self'\"");

createServer((request, response) => {
  if (request.url === "/") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    return response.end(page());
  }
  // The server answers only to its own name, and takes changes only from its own page.
  const headers = { ...request.headers, host: target.host, ...(request.headers.origin ? { origin: target.origin } : {}) };
  const onward = ask({ host: target.hostname, port: target.port, path: request.url, method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  return request.pipe(onward);
}).listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
