// However a Node process loads the package, it is loaded once.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const ENTRIES = {
  "import satline": await import("satline"),
  "import satline/inline": await import("satline/inline"),
  "require satline": require("satline"),
  "require satline/inline": require("satline/inline"),
};

const instances = [];
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...args) {
    super(...args);
    instances.push(this);
  }
};

test("every entry has the same exports", () => {
  const [first, ...others] = Object.values(ENTRIES).map((entry) => ({ ...entry }));
  for (const other of others) assert.deepEqual(other, first);
  assert.ok("Sms4Sats" in first);
});

test("they share one wasm, and an order from one entry works with the others", async () => {
  const record = { version: 1, service: "sms4sats", id: "1", kind: "code", state: "held", createdAt: 1, changedAt: 1, expectation: { network: "bitcoin" } };
  const order = await new ENTRIES["require satline"].Sms4Sats().resume(record);
  for (const entry of Object.values(ENTRIES)) {
    assert.equal(entry.countries().length, 185);
    assert.ok(new entry.Sms4Sats().watch(order));
  }
  assert.equal(instances.length, 1);
});

test("`require` needs no ES module, as in Jest", async () => {
  const code = `for (const name of ["satline", "satline/inline"]) if (require(name).countries().length !== 185) process.exit(1)`;
  await promisify(execFile)(process.execPath, ["--no-experimental-require-module", "-e", code], { cwd: fileURLToPath(new URL(".", import.meta.url)) });
});
