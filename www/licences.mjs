// The licences of everything that is in a release: licences.html of the app, LICENSES-OTHERS.txt of npm packages.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { whole } from "./whole.mjs";

/** The licences that a package may have: they ask for no more than that their texts come with the app. */
const ACCEPTED = new Set(["MIT", "Apache-2.0", "BSL-1.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unicode-3.0", "Zlib", "Unlicense", "CC0-1.0"]);

const read = (relative) => readFileSync(new URL(relative, import.meta.url), "utf8");
const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

const isAccepted = (license) => license.split(" OR ").some((choice) => choice.split(" AND ").every((part) => ACCEPTED.has(part.replace(/[()]/g, "").trim())));

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
const texts = (parts) => {
  const names = new Map();
  for (const each of parts) {
    const key = text(each);
    names.set(key, [...(names.get(key) ?? []), `${each.name} ${each.version} (${each.license})`]);
  }
  return [...names].map(([text, packages]) => [packages.join(", "), text]);
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
const section = ([packages, text]) => `<section><h2>${escape(packages)}</h2><pre>${escape(text)}</pre></section>`;

/** Returns the document's text: the licences of these parts. */
export const licences = (parts) =>
  `${whole(page, { style, script: "", directives: ["base-uri 'none'"] })}${texts(parts).map(section).join("\n")}\n  </body>\n</html>\n`;

/** Returns the same as plain text. */
export const listed = (parts) =>
  `The software that is compiled into the WebAssembly of this package, and its licences.\n\n${texts(parts)
    .map(([packages, text]) => `${packages}\n\n${text}\n`)
    .join(`\n${"-".repeat(80)}\n\n`)}`;
