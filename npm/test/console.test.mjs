// What consoles, logs and stack traces show.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inspect } from "node:util";
import * as page from "../pkg/browser.mjs";
import { failure, satline, startSandbox } from "./helper.mjs";

let sandbox, order;
before(async () => {
  sandbox = await startSandbox();
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 0 });
  order = await sandbox.sms({ apiKey: "sandbox-key" }).receive({ country: "germany", service: "wa" });
});

test("an order shows which it is and where its money is", () => {
  const shown = inspect(order, { breakLength: Infinity });
  assert.equal(shown, `Order { id: '${order.id}', service: 'sms4sats', kind: 'code', state: 'awaiting_payment', money: 'untouched' }`);
  assert.ok(inspect({ a: { b: { c: { order } } } }, { depth: 3 }).includes("awaiting_payment"));
});

test("an order shows no invoice, number or code, and its client no key", async () => {
  const invoice = order.invoice.text;
  await sandbox.pay(invoice);
  while (!order.code) await order.refresh();
  const shown = inspect([order, sandbox.sms({ apiKey: "sandbox-key" })], { depth: Infinity, showHidden: true });
  assert.match(shown, /money: 'spent'/);
  assert.match(shown, /Sms4Sats \{/);
  for (const secret of [invoice, order.number, order.code, "sandbox-key"]) assert.ok(!shown.includes(secret), secret);
});

test("logging an order that cannot be read does not fail", async () => {
  const { now } = Date;
  Date.now = () => {
    throw new Error("no clock");
  };
  try {
    assert.match(inspect(order), /state: 'code_received'/);
  } finally {
    Date.now = now;
  }
});

test("classes and functions have the names they are called by", async () => {
  for (const entry of [satline, page]) for (const [name, exported] of Object.entries(entry)) assert.equal(exported.name, name);
  assert.equal(order.constructor.name, "Order");
  assert.equal(sandbox.sms().watch(order).constructor.name, "Watch");
  let stack;
  try {
    new satline.Sms4Sats({ headers: 5 });
  } catch (error) {
    ({ stack } = error);
  }
  assert.match(stack, /at new Sms4Sats /);
});

test("a service's message cannot turn around the sentence that quotes it, or colour a terminal", async () => {
  const reason = "\u202e.dnes\u2066 \u001b[31mno\u200b luck";
  const sms = new satline.Sms4Sats({ apiKey: "a", fetch: async () => Response.json({ status: "ERROR", reason }, { status: 400 }) });
  const error = await failure(sms.balance());
  assert.equal(error.message.split("says: ")[1], "“.dnes [31mno luck”");
});
