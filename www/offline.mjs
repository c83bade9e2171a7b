// The service worker with its lists: the app's files, their checksums, and its pages.

import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { paths } from "./pages.mjs";

const WORKER = "service-worker.js";

/** What the app loads. The others are for the host and for who installs the app, or need a network: the demo's
 *  own (`satline-demo-`, `satline-sandbox-`), and `wallet.html`, whose frame is out of a service worker's reach. */
const IS_NEEDED = /^(satline-(?!demo-|sandbox-)[^/]*|words\/[^/]*\.json|icons\/[^/]*\.svg)$/;

const hash = (bytes, encoding) => createHash("sha256").update(bytes).digest(encoding);

/** Writes the service worker into a release's folder, which has all else but the pages, and returns the page
 *  with its name and version. */
export const writeWorker = (folder, page) => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((name) => IS_NEEDED.test(name))
    .sort();
  const FILES = Object.fromEntries(names.map((name) => [name, `sha256-${hash(readFileSync(join(folder, name)), "base64")}`]));
  const VERSION = hash(page + JSON.stringify(FILES), "hex").slice(0, 16);
  const values = { FILES, PAGES: paths(), VERSION };
  const text = readFileSync(new URL(WORKER, import.meta.url), "utf8");
  const written = text.replace(/^const (FILES|PAGES|VERSION) = .*;$/gm, (_, name) => `const ${name} = ${JSON.stringify(values[name])};`);
  writeFileSync(join(folder, WORKER), written);
  return page.replace('data-worker=""', `data-worker="${WORKER}" data-version="${VERSION}"`);
};

/** Writes one that removes a release's: a build for development may have the same address. */
export const writeNoWorker = (folder) => copyFileSync(new URL("no-service-worker.js", import.meta.url), join(folder, WORKER));
