// Installs the packed package as its users would, has it judged by publint and attw, and lets each
// consumer order a code to its end. `node run.mjs TARBALL`, with the sandbox's address in SATLINE_URL
// and the browser in CHROME; further words run only the consumers whose names begin so.
import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CONSUMERS } from "./consumers.mjs";
import { projects, run, sandbox } from "./tools.mjs";

const [tarball, ...wanted] = process.argv.slice(2);

const isWanted = (name) => wanted.length === 0 || wanted.some((beginning) => name.startsWith(beginning));

/** They wait for the service most of the time, so two are under way at once. */
const LANES = 2;

const CHECKS = {
  // Strict fails on warnings, and we want none of its suggestions either.
  "publint --strict": async () => assert.match(await run("publint", "run", tarball, "--strict"), /All good!/),
  "attw": () => run("attw", tarball, "--no-emoji", "--no-color"),
  "files": async () => assert.deepEqual((await readdir(join(projects, "node_modules/satline"))).sort(), FILES),
};

/** All that is installed. */
const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "all.cjs",
  "browser.mjs",
  "deno.mjs",
  "edge.mjs",
  "index.d.mts",
  "index.d.ts",
  "inline.cjs",
  "inline.mjs",
  "inline.node.mjs",
  "llms.txt",
  "node.cjs",
  "node.mjs",
  "package.json",
  "satline.mjs",
  "satline.wasm",
  "workerd.mjs",
];

/** A code that came, for money that the sandbox says is spent. */
const prove = async ({ state, code, paymentHash }) => {
  assert.equal(state, "code_received");
  assert.match(code, /^\d{4,}$/);
  const invoice = await fetch(`${sandbox}/sandbox/invoices/${paymentHash}`);
  assert.equal((await invoice.json()).state, "settled");
};

/** Nothing takes as long; what hangs is to be a failure, not a machine that waits. */
const DEADLINE_MS = 600_000;
setTimeout(() => {
  console.error(`The consumers are not done after ${DEADLINE_MS / 60_000} minutes.`);
  process.exit(1);
}, DEADLINE_MS).unref();

/** Does the work, tells what went wrong, and says how it was. */
const judge = async (name, work) => {
  const begun = performance.now();
  const failed = await work().then(
    () => false,
    (error) => {
      console.error(`\n${name}: ${error.stack ?? error}\n`);
      return true;
    },
  );
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  return { failed, line: `${failed ? "failed" : "ok    "} ${seconds.padStart(6)} s   ${name}` };
};

const toTheEnd = (consumer) => async () => {
  for (const report of await consumer()) await prove(report);
};

await rm(join(projects, "node_modules"), { recursive: true, force: true });
await run("npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", tarball);
for (const [handle, body] of [["reset", {}], ["settings", { numberAfterMs: 1, codeAfterMs: 1 }]]) {
  await fetch(`${sandbox}/sandbox/${handle}`, { method: "POST", body: JSON.stringify(body) });
}

const orders = Object.entries(CONSUMERS).map(([name, consumer]) => [name, toTheEnd(consumer)]);
const all = [...Object.entries(CHECKS), ...orders].filter(([name]) => isWanted(name));
const results = [];
let begun = 0;
const lane = async () => {
  while (begun < all.length) {
    const place = begun++;
    results[place] = await judge(...all[place]);
  }
};
await Promise.all(Array.from({ length: LANES }, lane));

for (const { line } of results) console.log(line);
process.exitCode = all.length && results.every(({ failed }) => !failed) ? 0 : 1;
