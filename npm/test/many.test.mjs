// Many orders in one process, from the order to its end. `node --expose-gc npm/test/many/run.mjs 10000` has ten thousand.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ORDERS = 200;

test("many orders are followed to their ends within bounds, none is lost, and the next ones need no more memory", async () => {
  const run = fileURLToPath(new URL("many/run.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", run, String(ORDERS)]);
  const rounds = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(rounds.map(({ orders }) => orders), [ORDERS, ORDERS, ORDERS]);
  for (const { codes } of rounds) assert.ok(codes > ORDERS * 0.9, stdout);
});
