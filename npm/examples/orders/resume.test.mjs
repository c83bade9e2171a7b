import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { afresh, calls, quick, site, started } from "./testing.mjs";

test("an order continues after its process was killed, and is not created again", { timeout: 60_000 }, async () => {
  await afresh();
  await quick();
  const file = join(mkdtempSync(join(tmpdir(), "satline-")), "order.json");
  const first = started("resume.mjs", [file, "germany", "wa"]);
  const [, invoice] = (await first.line()).match(/^Pay \d+ sats: (ln\w+)$/);
  first.child.kill("SIGKILL");
  await first.ended;
  await site("pay", { invoice });
  const second = started("resume.mjs", [file, "germany", "wa"]);
  const lines = [];
  for (let line; (line = await second.line()) !== undefined; ) lines.push(line);
  assert.match(lines.at(-1), /^code_received \d+$/);
  assert.deepEqual(await second.ended, [0, null]);
  assert.equal(await calls("/sms4sats/createorder"), 1);
});
