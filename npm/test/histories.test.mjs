// Histories of orders under faults. Each runs in a process of its own, whose clock jumps.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { promisify } from "node:util";

const HISTORIES = 40;

test("no order, code or money is lost in histories of faults, restarts, aborts and second copies", async () => {
  const run = fileURLToPath(new URL("histories/run.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [run, String(HISTORIES)]);
  const { histories, orders, asked, broken } = JSON.parse(stdout);
  assert.deepEqual({ histories, broken }, { histories: HISTORIES, broken: 0 });
  assert.ok(orders > HISTORIES && asked > 100 * orders, stdout);
});
