// Starts Chromium, and a server on this machine for its pages.
import { once } from "node:events";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const CHROME = process.env.CHROME ?? "/usr/bin/chromium";

export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export const launch = (more = []) => chromium.launch({ executablePath: CHROME, args: [...ARGUMENTS, ...more] });

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", wasm: "application/wasm", svg: "image/svg+xml", json: "application/json" };
export const typeOf = (path) => TYPES[path.split(".").pop()] ?? "application/octet-stream";

/** Headers that give pages a clock with microseconds. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** Starts a server that responds with `answer(request, response)`. */
export const listen = async (answer) => {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, close };
};

/** Serves these files by name; `/` is an empty page. */
export const serve = (files) =>
  listen((request, response) => {
    const name = request.url.slice(1) || "index.html";
    const body = files[name] ?? (name === "index.html" ? '<!doctype html><meta charset="utf-8"><title>bench</title>' : undefined);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": typeOf(name), "cache-control": "no-store", ...ISOLATED });
    response.end(body);
  });
