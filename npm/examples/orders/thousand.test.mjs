import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Sms4Sats } from "satline";
import { AT, afresh, pay, quick, started } from "./testing.mjs";

test("one watcher takes a thousand orders to their codes", async () => {
  await afresh();
  await quick();
  const sms = new Sms4Sats(AT.sms4sats);
  await pay(await sms.fund({ amountSat: 10_000_000 }));
  const records = [];
  const ordered = async () => records.push(JSON.stringify(await sms.receive({ country: "germany", service: "wa", immediate: true })));
  while (records.length < 1_000) await Promise.all(Array.from({ length: 20 }, ordered));
  const file = join(mkdtempSync(join(tmpdir(), "satline-")), "orders.jsonl");
  writeFileSync(file, `${records.join("\n")}\n`);
  const example = started("thousand.mjs", [file], { PER_SECOND: "1000" });
  assert.deepEqual(JSON.parse(await example.line()), { code_received: 1_000 });
  assert.equal(readFileSync(file, "utf8").trim().split("\n").length, 2_000);
});
