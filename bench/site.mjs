// Serves a folder as a host would: compressed, with the headers of its `_headers`; and simulates the service.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { SERVICES } from "./catalogue/services.mjs";
import { listen, typeOf } from "./browser.mjs";

const DIST = join(import.meta.dirname, "..", "dist");

/** The simulated responses of the service. */
const PLAYED = {
  "/sms4sats/getnumbersstatus": JSON.stringify(SERVICES),
  "/sms4sats/price": JSON.stringify({ status: "OK", receive: 3_000, send: 500, rent: 9_000, s4s: 4_000 }),
  "/sms4sats/": JSON.stringify({ status: "OK" }),
};

/** Returns all files of a folder, by their URL paths. */
const filesIn = (folder) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [`/${relative(folder, path)}`, readFileSync(path)]),
  );

/** Returns the built app with the address of the simulated service, as the sandbox inserts it. */
export const app = () => {
  let files;
  try {
    files = filesIn(DIST);
  } catch {
    throw new Error("There is no app in dist/. `cargo xtask bench` builds it.");
  }
  const page = files["/index.html"].toString().replace("</head>", '<meta name="satline-sandbox" content=""></head>');
  return { ...files, "/index.html": page };
};

/** Returns the app's style sheet, exactly as in its page. */
export const sheet = (files) => /<style>[^]*?<\/style>/.exec(files["/index.html"])[0];

/** Returns the headers that `_headers` sets for all pages. */
const headersOf = (text = "") =>
  Object.fromEntries(
    text
      .toString()
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]),
  );

const UNHASHED = /\.html$/;

export const host = (files, more = {}) => {
  const all = { ...PLAYED, ...files };
  const packed = Object.fromEntries(Object.entries(all).map(([path, body]) => [path, brotliCompressSync(body)]));
  const fixed = { ...headersOf(files["/_headers"]), ...more };
  return listen((request, response) => {
    const asked = request.url.split("?")[0];
    const path = asked === "/" ? "/index.html" : asked;
    if (!packed[path]) return response.writeHead(404, fixed).end();
    const cached = UNHASHED.test(path) || PLAYED[path] ? "no-cache" : "public, max-age=31536000, immutable";
    const type = PLAYED[path] ? "application/json" : `${typeOf(path)}; charset=utf-8`.replace(/(wasm|stream); .*/, "$1");
    response.writeHead(200, { ...fixed, "content-type": type, "content-encoding": "br", "cache-control": cached });
    return response.end(packed[path]);
  });
};
