// `node bench/run.mjs [part…] [--quick] [--check]`: measures, prints and stores the results.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { here } from "./bundle.mjs";
import { check } from "./check.mjs";
import { speed } from "./speed.mjs";
import { tablesOf, writeIntoReadme } from "./report.mjs";

/** Benchmarks of time have contenders; each other one has its own `measure`. */
const PARTS = ["qr", "decode", "recover", "size", "call", "catalogue", "app", "watch"];

const RESULTS = join(here, "results");

const words = process.argv.slice(2);
const options = { quick: words.includes("--quick"), check: words.includes("--check") };
const asked = words.filter((word) => !word.startsWith("--"));
const unknown = [...asked.filter((part) => !PARTS.includes(part)), ...words.filter((word) => /^--(?!quick$|check$)/.test(word))];
if (unknown.length) {
  console.error(`There is no \`${unknown[0]}\` here. The parts are ${PARTS.join(", ")}; the options --quick and --check.`);
  process.exit(1);
}

const machine = async () => {
  const browser = await launch();
  const chromium = browser.version();
  await browser.close();
  const all = cpus();
  return { date: new Date().toISOString().slice(0, 10), node: process.versions.node, chromium, cpu: `${all.length} × ${all[0].model}` };
};

const measured = async (part, where) => {
  const { default: row } = await import(`./${part}/row.mjs`);
  const begun = performance.now();
  const results = row.measure ? await row.measure(options) : await speed(part, row, options);
  const { title, about, why } = row;
  return { title, about, why, ...where, quick: options.quick, seconds: Math.round((performance.now() - begun) / 1_000), ...results };
};

mkdirSync(RESULTS, { recursive: true });
const where = await machine();
const results = {};
for (const part of asked.length ? asked : PARTS) {
  console.log(`\n== ${part}`);
  try {
    results[part] = await measured(part, where);
    console.log(tablesOf(results[part]));
  } catch (error) {
    console.error(`${part} could not be measured: ${error.stack}`);
    process.exitCode = 1;
  }
}
const kept = options.quick ? "quick" : "results";
writeFileSync(join(RESULTS, `${kept}.json`), `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(join(RESULTS, `${kept}.md`), Object.values(results).map(tablesOf).join("\n"));
// Two minutes are enough to see whether something broke, but not for published numbers.
if (!options.quick) writeIntoReadme(join(here, "README.md"), results);
if (options.check) {
  const budget = JSON.parse(readFileSync(join(here, "budget.json"), "utf8"));
  for (const sentence of check(results, budget.ratios)) {
    console.error(sentence);
    process.exitCode = 1;
  }
}
