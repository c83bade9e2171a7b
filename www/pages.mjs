// A page for each route, so that a host that only serves files has every address of the app.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const ROUTER = new URL("../crates/app/src/router.rs", import.meta.url);

/** Returns the routes' paths, from the router's own table. */
export const paths = () => {
  const [, table] = readFileSync(ROUTER, "utf8").match(/const PATHS: [^=]*= \[([^]*?)\];/);
  return [...table.matchAll(/"(.+?)"/g)].map(([, path]) => path);
};

/** Writes each route's page into the folder. They differ only in where the folder is from there. */
export const writePages = (folder, page) => {
  for (const path of paths()) {
    if (!page.includes(`<a href="${path}">`)) throw new Error(`index.html has no tab for the router's ${path}`);
    const base = path === "./" ? path : path.replace(/[^/]+/g, "..");
    mkdirSync(`${folder}/${path}`, { recursive: true });
    writeFileSync(`${folder}/${path}index.html`, page.replace('<base href="./"', `<base href="${base}"`));
  }
};

/** Writes `_headers`, with a rule for each page's file. */
export const writeHeaders = (folder) => {
  const files = paths().flatMap((path) => ["", "index.html"].map((name) => path.replace("./", "") + name));
  const rules = files.map((file) => `/${file}\n  Cache-Control: no-cache`).join("\n");
  writeFileSync(`${folder}/_headers`, readFileSync(new URL("_headers", import.meta.url), "utf8").replace("{pages}", rules));
};
