// Watches: many orders within bounds, told from outside, ended, forgotten.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { before, test } from "node:test";
import { collectGarbage, failure, satline, startSandbox, timers, until } from "./helper.mjs";

const { Sms4Sats } = satline;
const CODE = { country: "germany", service: "wa" };

let sandbox, sms;
before(async () => {
  sandbox = await startSandbox();
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 0 });
  sms = sandbox.sms();
});

const orders = (count, options) => Promise.all(Array.from({ length: count }, () => sms.receive({ ...CODE, ...options })));

/** A service that knows of a thousand orders, and notes how it is asked. */
const crowded = () => {
  const seen = { begun: [], atOnce: 0, most: 0 };
  const fetch = async (url) => {
    seen.begun.push(performance.now());
    seen.most = Math.max(seen.most, ++seen.atOnce);
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.atOnce -= 1;
    const body = { status: "OK", paid: true, number: 4915112345678, code: "01234" };
    return { status: 200, headers: new Headers(), text: async () => JSON.stringify(body) };
  };
  return { seen, fetch };
};

test("a thousand orders under one watch come to their ends, within the bounds", async () => {
  const [model] = await orders(1);
  const { seen, fetch } = crowded();
  const client = new Sms4Sats({ fetch, network: "regtest" });
  const record = model.toJSON();
  const thousand = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) => client.resume({ ...record, id: i.toString(16).padStart(64, "0") })),
  );
  const ended = new Set();
  for await (const order of client.watch(thousand, { atOnce: 7, perSecond: 500 })) if (order.isOver) ended.add(order.id);
  assert.equal(ended.size, 1_000);
  assert.ok(seen.most <= 7, `${seen.most} at once`);
  for (let i = 500; i < seen.begun.length; i++) {
    // Timers end early by a fraction of a millisecond here and there.
    const took = seen.begun[i] - seen.begun[i - 500];
    assert.ok(took >= 900, `500 questions in ${took} ms`);
  }
});

test("orders can be added and removed while it waits, and the last one's going ends it", async () => {
  const [one, two] = await orders(2);
  const watch = sms.watch(one);
  const next = watch.next();
  await until(() => timers() > 0);
  watch.add(two);
  await sandbox.pay(two.invoice);
  watch.paymentSent(two);
  assert.equal((await next).value, two);
  const last = watch.next();
  watch.remove(two);
  watch.remove(one);
  watch.remove(one);
  const ended = await Promise.race([last, new Promise((resolve) => setImmediate(resolve, "too late"))]);
  assert.deepEqual(ended, { value: undefined, done: true });
  assert.throws(() => watch.add(one), { code: "input.invalid", field: "watch" });
});

test("for somebody who comes back the question is asked at once", async () => {
  let asked = 0;
  const [order] = await orders(1);
  const watch = sandbox.sms({ onRequest: () => (asked += 1) }).watch([order]);
  watch.attend("away");
  const next = watch.next();
  await until(() => timers() > 0);
  await sandbox.pay(order.invoice);
  await sandbox.advance(3_000); // longer than an order is left alone in any case
  asked = 0;
  watch.attend("waking");
  await new Promise(setImmediate);
  assert.equal(asked, 1);
  assert.equal((await next).value, order);
  await watch.return();
  assert.throws(() => watch.attend("asleep"), { code: "input.invalid", field: "attention" });
});

test("answers come one after the other, however many were asked for", async () => {
  const both = await orders(2);
  const watch = sms.watch(both);
  const answers = [watch.next(), watch.next()];
  for (const order of both) await sandbox.pay(order.invoice);
  for (const order of both) watch.paymentSent(order);
  const changed = await Promise.all(answers);
  assert.deepEqual(changed.map(({ done }) => done), [false, false]);
  await watch.return();
});

test("a signal ends it quietly, also while it waits, and carries no listener then", async () => {
  const [order] = await orders(1);
  const controller = new AbortController();
  const states = [];
  const watching = (async () => {
    for await (const { state } of order.watch({ signal: controller.signal })) states.push(state);
  })();
  await until(() => timers() > 0);
  controller.abort();
  await watching;
  assert.deepEqual(states, ["awaiting_payment"]);
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
  const ended = sms.watch(order, { signal: controller.signal });
  assert.deepEqual(await ended.next(), { value: undefined, done: true });
});

test("disposing of an order ends who watches it", async () => {
  const [order] = await orders(1);
  const watching = (async () => {
    for await (const _ of order.watch());
  })();
  await until(() => timers() > 0);
  order[Symbol.dispose]();
  await watching;
});

test("leaving the loop ends it", async () => {
  const [order] = await orders(1);
  await sandbox.pay(order.invoice);
  for await (const { state } of order.watch()) if (state !== "awaiting_payment") break;
  await until(() => timers() === 0, "nothing is asked any more");
});

test("bounds that cannot be are said before anything is asked", async () => {
  const [order] = await orders(1);
  const asked = await sandbox.count("GET", "/sms4sats/orderstatus");
  for (const [field, wrongs] of Object.entries({ atOnce: [0, -1, "many"], perSecond: [0, 1_001, NaN], atonce: [1], signal: [1] })) {
    for (const wrong of wrongs) {
      const watching = async () => {
        for await (const _ of sms.watch(order, { [field]: wrong }));
      };
      await failure(watching(), { code: "input.invalid", field });
    }
  }
  await failure(order.watch({ perSecond: NaN }).next(), { field: "perSecond" });
  assert.equal(await sandbox.count("GET", "/sms4sats/orderstatus"), asked);
});

test("what nobody holds any more is forgotten, the order and a long-lived signal notwithstanding", async () => {
  const { signal } = new AbortController();
  const held = await sms.receive(CODE);
  await sandbox.pay(held.invoice);
  // In a function of its own, so that nothing of it stays on the stack.
  const begin = async () => {
    const watch = held.watch({ signal });
    await watch.next();
    await watch.next();
    return new WeakRef(watch);
  };
  const weak = await begin();
  assert.equal(getEventListeners(signal, "abort").length, 1);
  await until(() => {
    collectGarbage();
    return weak.deref() === undefined && getEventListeners(signal, "abort").length === 0;
  }, "the watch is forgotten");
  await until(() => timers() === 0, "nothing is asked any more");
});
