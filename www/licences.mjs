// licences.html: the licences of everything that is in a release.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { whole } from "./whole.mjs";

/** The licences that a package may have: they ask for no more than that their texts come with the app. */
const ACCEPTED = new Set(["MIT", "Apache-2.0", "BSL-1.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unicode-3.0", "Zlib", "Unlicense", "CC0-1.0"]);

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const read = (relative) => readFileSync(path(relative), "utf8");
const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** Our own packages that are compiled to wasm: the app, and the demo's sandbox. Its server's packages are listed too. */
const OURS = ["satline-app", "satline-sandbox"];

/** Returns the Rust packages in the app's wasm and in the demo's. Macros and build scripts run only while it is built. */
const crates = () => {
  const line = "metadata --format-version 1 --locked --filter-platform wasm32-unknown-unknown";
  const { packages, resolve } = JSON.parse(execFileSync("cargo", line.split(" "), { cwd: path(".."), maxBuffer: 1 << 28 }));
  const package_ = new Map(packages.map((each) => [each.id, each]));
  const node = new Map(resolve.nodes.map((each) => [each.id, each]));
  const isMacro = (id) => package_.get(id).targets.some(({ kind }) => kind.includes("proc-macro"));
  const found = new Set();
  const visit = (id) => {
    if (found.has(id) || isMacro(id)) return;
    found.add(id);
    for (const { pkg, dep_kinds } of node.get(id).deps) if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  for (const { id } of packages.filter(({ name }) => OURS.includes(name))) visit(id);
  return [...found]
    .map((id) => package_.get(id))
    .filter(({ source }) => source) // Not our own.
    .map(({ name, version, license, authors, manifest_path }) => ({ name, version, license, author: authors.join(", "), folder: dirname(manifest_path) }));
};

/** Returns the npm packages of the flags and of wallet.html: all in the lock file except the bundler. */
const npmPackages = () =>
  Object.keys(JSON.parse(read("package-lock.json")).packages)
    .filter((folder) => folder.startsWith("node_modules/") && !folder.includes("esbuild") && existsSync(path(folder)))
    .map((folder) => {
      const { name, version, license, author } = JSON.parse(read(`${folder}/package.json`));
      return { name, version, license, author: author?.name ?? author, folder: path(folder) };
    });

const STANDARD_LIBRARY = { name: "The Rust standard library", version: "", license: "MIT OR Apache-2.0", author: "The Rust Project Contributors" };

const isAccepted = (license) => license.split(/ OR |\//).some((choice) => choice.split(" AND ").every((part) => ACCEPTED.has(part.replace(/[()]/g, "").trim())));

/** Returns the text of a package's licence: its own files, or the usual text where it has none. Of several to
 *  choose from it is MIT, which is the shortest. */
const text = ({ name, license, author, folder }) => {
  if (!isAccepted(license ?? "")) throw new Error(`${name} has the licence ${license}, which www/licences.mjs does not accept.`);
  const files = folder ? readdirSync(folder).filter((file) => /^(licen[cs]e|copying|unlicense)/i.test(file)) : [];
  const mit = license.includes(" AND ") ? [] : files.filter((file) => /mit/i.test(file));
  const chosen = mit.length > 0 ? mit : files;
  if (chosen.length > 0) return chosen.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  const usual = license.includes("MIT") ? "../LICENSE-MIT" : license.includes("Apache-2.0") ? "../LICENSE-APACHE" : undefined;
  if (!usual) throw new Error(`${name} comes without the text of its licence, ${license}.`);
  return read(usual).replace(/^Copyright .*$/m, `Copyright (c) ${author || `the authors of ${name}`}`).trim();
};

/** Returns the texts, each with the packages that have it. */
const sections = () => {
  const names = new Map();
  for (const each of [...crates(), STANDARD_LIBRARY, ...npmPackages()]) {
    const key = text(each);
    names.set(key, [...(names.get(key) ?? []), `${each.name} ${each.version} (${each.license})`]);
  }
  return [...names].map(([text, packages]) => `<section><h2>${escape(packages.join(", "))}</h2><pre>${escape(text)}</pre></section>`);
};

const style = `${read("styles/tokens.css")}
body { max-width: 45rem; margin: auto; padding: var(--space-4); background: var(--paper); color: var(--ink); font: var(--text) / 1.55 var(--sans) }
h2 { font-size: var(--text) }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: var(--text-small) }`;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="{policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Licences · satline</title>
    <style>{style}</style>
  </head>
  <body>
    <h1>Licences</h1>
    <p>satline is MIT or Apache-2.0, as you like. This is the software that it is made of, and its licences.</p>
`;
/** Returns the document's text. */
export const licences = () => `${whole(page, { style, script: "", directives: ["base-uri 'none'"] })}${sections().join("\n")}\n  </body>\n</html>\n`;
