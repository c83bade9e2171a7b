// Installs the packed package as its users would, runs publint and attw on it, and runs the consumers,
// each of which orders a code from the sandbox of npm/sandbox. `node run.mjs TARBALL`, with the browser in
// CHROME; further words run only the consumers whose names begin with one of them.
import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CONSUMERS } from "./consumers.mjs";
import { projects, run, sandbox, stopSandbox } from "./tools.mjs";

const [tarball, ...wanted] = process.argv.slice(2);

const isWanted = (name) => wanted.length === 0 || wanted.some((beginning) => name.startsWith(beginning));

/** Consumers wait for the service most of the time, so two run at once. */
const LANES = 2;

const CHECKS = {
  // `--strict` fails on warnings; there must be no suggestions either.
  "publint --strict": async () => assert.match(await run("publint", "run", tarball, "--strict"), /All good!/),
  "attw": () => run("attw", tarball, "--no-emoji", "--no-color"),
  "files": async () => assert.deepEqual((await readdir(join(projects, "node_modules/satline"))).sort(), FILES),
};

/** All files of the installed package. */
const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "LICENSES-OTHERS.txt",
  "README.md",
  "all.cjs",
  "bin",
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
  "sbom.cdx.json",
  "workerd.mjs",
];

/** Asserts that the code was received and that the sandbox's invoice is settled. */
const prove = async ({ state, code, paymentHash }) => {
  assert.equal(state, "code_received");
  assert.match(code, /^\d{4,}$/);
  const invoice = await fetch(`${sandbox}/sandbox/invoices/${paymentHash}`);
  assert.equal((await invoice.json()).state, "settled");
};

/** Longer than all consumers take: one that hangs is a failure. */
const DEADLINE_MS = 600_000;
setTimeout(() => {
  console.error(`The consumers are not done after ${DEADLINE_MS / 60_000} minutes.`);
  process.exit(1);
}, DEADLINE_MS).unref();

/** Runs a consumer or a check, prints its error, and returns a line for the summary. */
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
await stopSandbox();

for (const { line } of results) console.log(line);
process.exitCode = all.length && results.every(({ failed }) => !failed) ? 0 : 1;
