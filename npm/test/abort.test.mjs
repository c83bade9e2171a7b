// Aborting works at once at every stage of a call, and the error says what it means for the money.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { before, test } from "node:test";
import { duration, failure, satline, startSandbox, timers, until } from "./helper.mjs";

const { Sms4Sats } = satline;
const CREATE = { country: "germany", service: "wa" };
const never = () => new Promise(() => {});
const reason = new Error("the user left");

/** Makes a call, and aborts it at this stage. */
const giveUpWhen = async (there, call) => {
  const controller = new AbortController();
  const calling = call(controller.signal);
  calling.catch(() => {});
  if (there) await until(there);
  let error;
  const took = await duration(async () => {
    controller.abort(reason);
    error = await failure(calling, { cause: reason });
  });
  assert.ok(took < 50, `giving up took ${took} ms`);
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
  return error;
};

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});

test("before the call: nothing is sent", async () => {
  const sms = new Sms4Sats({ fetch: () => assert.fail("sent") });
  const error = await failure(sms.receive({ ...CREATE, signal: AbortSignal.abort(reason) }), { code: "call.aborted", cause: reason });
  assert.equal(error.money, "untouched");
});

test("right after the call: nothing is sent", async () => {
  const error = await giveUpWhen(null, (signal) => new Sms4Sats({ fetch: () => assert.fail("sent") }).receive({ ...CREATE, signal }));
  assert.equal(error.code, "call.aborted");
});

test("in the `onRequest` hook: nothing is sent", async () => {
  const controller = new AbortController();
  const sms = new Sms4Sats({ fetch: () => assert.fail("sent"), onRequest: () => controller.abort(reason) });
  await failure(sms.prices({ signal: controller.signal }), { code: "call.aborted", cause: reason });
});

test("during a read: the request is aborted too", async () => {
  let sent;
  const sms = new Sms4Sats({ fetch: (url, { signal }) => ((sent = signal), never()) });
  const error = await giveUpWhen(() => sent, (signal) => sms.prices({ signal }));
  assert.equal(error.code, "call.aborted");
  assert.equal(sent.aborted, true);
});

test("between re-sends: it is not sent again", async () => {
  let sent = 0;
  const sms = new Sms4Sats({ fetch: () => ((sent += 1), Promise.reject(new Error("lost"))) });
  const error = await giveUpWhen(() => sent === 1 && timers() >= 2, (signal) => sms.prices({ signal }));
  assert.equal(error.code, "call.aborted");
  assert.equal(sent, 1);
});

test("while a response's body arrives", async () => {
  let reading = false;
  const fetch = async () => ({ status: 200, headers: new Headers(), text: () => ((reading = true), never()) });
  const error = await giveUpWhen(() => reading, (signal) => new Sms4Sats({ fetch }).prices({ signal }));
  assert.equal(error.code, "call.aborted");
});

test("while an order is created: it may exist, and nothing was paid", async () => {
  let sent = 0;
  const sms = new Sms4Sats({ fetch: () => ((sent += 1), never()) });
  const error = await giveUpWhen(() => sent, (signal) => sms.receive({ ...CREATE, signal }));
  assert.equal(error.code, "outcome.unknown");
  assert.equal(error.money, "untouched");
  assert.equal(sent, 1);
});

test("while an order is paid from the balance: the money is unknown", async () => {
  let sent = 0;
  const sms = new Sms4Sats({ apiKey: "key", fetch: () => ((sent += 1), never()) });
  const error = await giveUpWhen(() => sent, (signal) => sms.receive({ ...CREATE, immediate: true, signal }));
  assert.equal(error.code, "outcome.unknown");
  assert.equal(error.money, "unknown");
  assert.equal(error.retryable, false);
});

test("during a cancel: the money is held until the status says otherwise, and nothing more is sent", async () => {
  let sent = 0;
  let stuck = false;
  const sms = sandbox.sms({ fetch: (...args) => (stuck ? ((sent += 1), never()) : fetch(...args)) });
  const order = await sms.receive({ ...CREATE, service: "never" });
  await sandbox.pay(order.invoice);
  await order.refresh();
  assert.equal(order.money, "held");
  await sandbox.advance(121_000);
  stuck = true;
  const error = await giveUpWhen(() => sent, (signal) => order.cancel({ signal }));
  assert.equal(error.code, "outcome.unknown");
  assert.equal(error.money, "held");
  assert.equal(error.outcome, "unknown");
  assert.equal(sent, 1, "no request is begun for nobody");
  stuck = false;
  await order.cancel();
  assert.equal(order.money, "returned");
});

test("while its status is fetched: the order stays as it was", async () => {
  let stuck = false;
  const sms = sandbox.sms({ fetch: (...args) => (stuck ? never() : fetch(...args)) });
  const order = await sms.receive(CREATE);
  stuck = true;
  const error = await giveUpWhen(() => timers() > 0, (signal) => order.refresh({ signal }));
  assert.equal(error.code, "call.aborted");
  assert.equal(order.state, "awaiting_payment");
});

test("a signal for many calls has no listeners after they are done", async () => {
  const { signal } = new AbortController();
  const sms = sandbox.sms();
  await Promise.all(Array.from({ length: 20 }, () => sms.prices({ ...CREATE, signal })));
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("the abort reason may be undefined", async () => {
  const controller = new AbortController();
  const calling = new Sms4Sats({ fetch: never }).prices({ signal: controller.signal });
  controller.abort(null);
  assert.equal((await failure(calling)).cause, null);
});

test("nothing is left over", async () => {
  await until(() => timers() === 0, "all timers are gone");
});
