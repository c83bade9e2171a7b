// A wasm that really traps: its memory is overwritten. Pending calls are rejected, and the next call
// works in a new instance.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { assertError, failure, satline, startSandbox, timers, until } from "./helper.mjs";

const { Sms4Sats, countries, findCountry, payWithWebln } = satline;
const { bugs } = JSON.parse(readFileSync(new URL("../pkg/package.json", import.meta.url), "utf8"));

const instances = [];
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...args) {
    super(...args);
    instances.push(this);
  }
};
const breakIt = () => new Uint8Array(instances.at(-1).exports.memory.buffer).fill(0xff);

const sandbox = await startSandbox();
const never = () => new Promise(() => {});
const answered = (text) => ({ status: 200, headers: new Headers(), text: async () => text });

beforeEach(() => countries());

test("a synchronous call says that satline failed, and the next one works", () => {
  breakIt();
  assert.throws(
    () => countries(),
    (error) => {
      assertError(error, { code: "internal", money: "unknown", outcome: "unknown", message: new RegExp(`report it, .* at ${bugs}`) });
      return error.cause instanceof Error;
    },
  );
  assert.equal(countries().length, 185);
});

test("all pending calls are rejected, and their requests are aborted", async () => {
  const signals = [];
  const stuck = new Sms4Sats({ fetch: (url, { signal }) => (signals.push(signal), never()) });
  const order = await sandbox.sms().receive({ country: "germany", service: "wa" });
  const calls = [stuck.prices(), stuck.receive({ country: "germany", service: "wa" }), payWithWebln(order, { provider: { enable: never } })];
  const watching = sandbox.sms().watch(await sandbox.sms().resume(order)).next();
  const failing = Promise.all([...calls, watching].map((call) => failure(call, { code: "internal" })));
  await until(() => signals.length === 2 && timers() === 3); // the deadline of each call, and the watch
  breakIt();
  assert.throws(() => findCountry("germany"));
  await failing;
  assert.deepEqual(signals.map((signal) => signal.aborted), [true, true]);
});

test("a trap on a response or a signal causes no uncaught error", async () => {
  let answer;
  const waiting = new Sms4Sats({ fetch: () => new Promise((resolve) => (answer = resolve)) });
  const call = failure(waiting.prices(), { code: "internal" });
  await until(() => answer);
  breakIt();
  answer(answered('{"status":"OK"}'));
  await call;

  const controller = new AbortController();
  const given = failure(new Sms4Sats({ fetch: never }).prices({ signal: controller.signal }), { code: "internal" });
  await until(() => timers() > 0);
  breakIt();
  controller.abort();
  await given;
  assert.equal(countries().length, 185);
});

test("a response for the old instance does not reach the new one", async () => {
  const answers = [];
  const sms = new Sms4Sats({ fetch: () => new Promise((resolve) => answers.push(resolve)) });
  const before = failure(sms.prices(), { code: "internal" });
  await until(() => answers.length === 1);
  breakIt();
  assert.throws(() => countries());
  await before;
  const after = new Sms4Sats({ fetch: () => new Promise((resolve) => answers.push(resolve)) }).prices();
  await until(() => answers.length === 2);
  answers[0](answered('{"status":"OK","receive":666}'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  answers[1](answered('{"status":"OK","receive":3000}'));
  assert.equal((await after).receiveSat, 3_000);
});

test("an order of the old instance says to resume it, and continues from its record", async () => {
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 0 });
  const order = await sandbox.sms().receive({ country: "germany", service: "wa" });
  const record = order.toJSON();
  const watch = sandbox.sms().watch(order);
  const pending = failure(watch.next(), { code: "internal" });
  await until(() => timers() > 0);
  breakIt();
  assert.throws(() => order.status, { code: "internal" });
  await pending;
  for (const use of [() => order.status, () => watch.next(), () => order.toJSON()]) {
    assert.throws(use, { code: "internal", message: /Resume the order from its record/ });
  }
  const resumed = await sandbox.sms().resume(record);
  assert.equal(resumed.state, "awaiting_payment");
  await sandbox.pay(resumed.invoice);
  resumed.walletIsPaying();
  assert.match((await resumed.waitForCode()).code, /^\d+$/);
});

test("a resumed order that a wallet may have paid is not given to a wallet without `again`", async () => {
  const order = await sandbox.sms().receive({ country: "germany", service: "wa" });
  let asked = 0;
  const provider = { enable: async () => {}, sendPayment: async () => ((asked += 1), Promise.reject(new Error("timed out"))) };
  const paying = payWithWebln(order, { provider });
  const kept = JSON.stringify(order);
  assert.equal(asked, 0);
  assert.deepEqual(await paying, { outcome: "unknown" });
  // As after a reload, only the record knows.
  breakIt();
  assert.throws(() => countries());
  const resumed = await sandbox.sms().resume(kept);
  await resumed.refresh();
  const doubt = () => [resumed.status.maybePaid, resumed.money];
  assert.deepEqual(doubt(), [true, "unknown"]);
  await failure(payWithWebln(resumed, { provider, again: 1 }), { code: "input.invalid", field: "again" });
  assert.deepEqual(await payWithWebln(resumed, { provider }), { outcome: "already_sent" });
  assert.deepEqual([asked, ...doubt()], [1, true, "unknown"]);
  assert.deepEqual(await payWithWebln(resumed, { provider, again: true }), { outcome: "unknown" });
  assert.deepEqual([asked, ...doubt()], [2, true, "unknown"]);
  const no = { enable: () => Promise.reject(new Error("User rejected")) };
  assert.deepEqual(await payWithWebln(resumed, { provider: no, again: true }), { outcome: "declined" });
  assert.deepEqual(doubt(), [false, "untouched"]);
});
