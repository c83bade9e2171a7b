// The flags of the countries in one file of symbols: `satline-flags-….svg#de`.

import { readFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const PACKAGE = "node_modules/circle-flags";

/** The countries that the core knows, by their ISO codes. */
const countries = () => {
  const rows = read("../crates/core/src/country/table.rs").matchAll(/^\d+\|([A-Z]{2})\|/gm);
  return new Set([...rows].map(([, code]) => code.toLowerCase()));
};

// Each flag is a square behind a round mask. The style sheet rounds it, so no symbol needs a mask.
const FLAG = /^<svg [^>]*viewBox="([\d ]+)"[^>]*><mask id="a"><circle [^>]*\/><\/mask><g mask="url\(#a\)">([^]*)<\/g><\/svg>\s*$/;

const symbol = (code) => {
  const flag = read(`${PACKAGE}/flags/${code}.svg`).match(FLAG);
  // An id would mean another flag's, too.
  if (!flag || /\bid=/.test(flag[2])) throw new Error(`${PACKAGE} draws the flag of ${code} in another way than www/flags.mjs expects.`);
  return `<symbol id="${code}" viewBox="${flag[1]}">${flag[2]}</symbol>`;
};

/** Returns the file's text. */
export const flags = () => {
  const licence = read(`${PACKAGE}/LICENSE.md`).trim();
  const symbols = [...countries()].map(symbol).join("\n");
  return `<!-- The flags are those of the package circle-flags.\n\n${licence}\n-->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`;
};
