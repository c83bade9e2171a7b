// Records of orders stay readable: these tests resume the core's fixtures, each written by some earlier version.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, test } from "node:test";
import { satline, startSandbox } from "./helper.mjs";

const { Bitrefill, Grid, Lava, Sms4Sats, stepOrder } = satline;
const CLIENTS = { sms4sats: Sms4Sats, Bitrefill, Lava, Grid };

/** Fields of `.expected` files that an order's status doesn't have. */
const ONLY_IN_THE_CORE = [
  "read at",
  "payable until",
  "clock",
  "awaited balance",
  "account",
  "network",
  "unpaid",
  "automatic refund",
  "next poll while watched",
  "next poll while away",
];

/** Records that were edited after they were written. */
const EDITED = ["unknown-fields", "required-fields-only"];

const folder = new URL("../../crates/core/tests/data/records/", import.meta.url);
const text = (path) => readFileSync(new URL(path, folder), "utf8");
const fixtures = readdirSync(folder)
  .flatMap((version) => readdirSync(new URL(version, folder)).map((file) => `${version}/${file}`))
  .filter((path) => path.endsWith(".json"))
  .map((path) => ({
    name: path.replace(/^.*\/|\.json$/g, ""),
    record: text(path),
    lines: text(path.replace(/json$/, "expected")).trimEnd().split("\n"),
  }));

const { now } = Date;
after(() => (Date.now = now));

/** Sets the clock to the time for which an `.expected` file was written. */
const travel = ({ lines }) => {
  const time = Number(lines[0].replace("read at: ", ""));
  Date.now = () => time;
};

/** Returns a status in the format of the `.expected` files. */
const describe = (status) => {
  const yes = (is) => (is ? "yes" : "no");
  const offset = (date) => date && String(date - status.createdAt).replace(/^(?!-)/, "+");
  const { invoice } = status;
  const check = ({ rule, passed, warning }) => (passed ? rule : `${warning ? "?" : "!"}${rule}`);
  const facts = [
    ["service", status.service],
    ["id", status.id],
    ["kind", status.kind],
    ["state", status.state],
    ["money", status.money],
    ["over", yes(status.isOver)],
    ["from balance", yes(status.fromBalance)],
    ["created", status.createdAt.getTime()],
    ["changed", offset(status.changedAt)],
    ["paid", offset(status.paidAt)],
    ["expires", offset(status.expiresAt)],
    ["number", status.number],
    ...status.codes.map(({ text, mayLackZeros }) => [mayLackZeros ? "code, zeros may be lost" : "code", text]),
    ["late code", yes(status.hasLateCode)],
    ["reason", status.reason],
    ["maybe paid", yes(status.maybePaid)],
    ["amount in sats", invoice?.amountSat],
    ["payee", invoice?.payee],
    ["payment hash", invoice?.paymentHash],
    ["checks", (invoice?.checks ?? status.failedChecks)?.map(check).join(" ")],
    ["unreachable", yes(status.unreachable)],
    ["cancel", status.cancel.replace("_", " ")],
    ["cancel from", offset(status.cancelFromAt)],
  ];
  return facts.filter(([, fact]) => fact !== undefined).map(([name, fact]) => `${name}: ${fact}`);
};

/** For a rejected invoice, the package returns only the failed checks. */
const failedOnly = (line) => (line.startsWith("checks: ") && line.includes("!") ? `checks: ${line.match(/!\w+/g).join(" ")}` : line);

const expected = ({ lines }) => lines.filter((line) => !ONLY_IN_THE_CORE.includes(line.split(": ")[0])).map(failedOnly);

test("every record is resumed with its status", async () => {
  assert.ok(fixtures.length > 80);
  for (const fixture of fixtures) {
    travel(fixture);
    const record = JSON.parse(fixture.record);
    const order = await new CLIENTS[record.service]().resume(fixture.record);
    assert.deepEqual(describe(order.status), expected(fixture), fixture.name);
    if (!EDITED.includes(fixture.name)) assert.deepEqual(order.toJSON(), record, fixture.name);
    const again = await new CLIENTS[record.service]().resume(order);
    assert.deepEqual(again.status, order.status, fixture.name);
    for (const name of ["id", "service", "kind", "state", "number", "code", "money", "isOver"]) {
      assert.equal(order[name], order.status[name], `${name} of ${fixture.name}`);
    }
  }
});

test("a step writes a record of the current version unchanged", () => {
  for (const fixture of fixtures) {
    travel(fixture);
    // No cancel was sent: nothing happens.
    const { order, status } = stepOrder(fixture.record, { event: "cancel_refused" });
    assert.deepEqual(describe(status), expected(fixture), fixture.name);
    const record = JSON.parse(fixture.record);
    if (order.version !== record.version || EDITED.includes(fixture.name)) continue;
    delete record.cancelling;
    assert.deepEqual(order, record, fixture.name);
  }
});

test("the package writes the same records", async () => {
  Date.now = now;
  const sandbox = await startSandbox();
  const order = await sandbox.sms().receive({ country: "germany", service: "wa" });
  const record = order.toJSON();
  const known = JSON.parse(fixtures.find(({ name }) => name === "code-awaiting-payment").record);
  if (record.version === known.version) assert.deepEqual(Object.keys(record), Object.keys(known));
});
