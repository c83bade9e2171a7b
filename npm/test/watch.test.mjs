// Watches: many orders within bounds, updates from outside, ending, freeing.
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

/** A service with a thousand orders, which records its requests. */
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

test("one watch follows a thousand orders to their ends, within its bounds", async () => {
  const [model] = await orders(1);
  const { seen, fetch } = crowded();
  const client = new Sms4Sats({ fetch, network: "regtest" });
  const record = model.toJSON();
  const thousand = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) => client.resume({ ...record, id: i.toString(16).padStart(64, "0") })),
  );
  const ended = new Set();
  for await (const order of client.watch(thousand, { atOnce: 7, perSecond: 510 })) if (order.isOver) ended.add(order.id);
  assert.equal(ended.size, 1_000);
  assert.ok(seen.most <= 7, `${seen.most} at once`);
  for (let i = 510; i < seen.begun.length; i++) {
    // Timers sometimes fire a fraction of a millisecond early.
    const took = seen.begun[i] - seen.begun[i - 510];
    assert.ok(took >= 900, `510 questions in ${took} ms`);
  }
});

test("orders can be added and removed while a watch waits, and removing the last one ends it", async () => {
  const [one, two] = await orders(2);
  const watch = sms.watch(one);
  const next = watch.next();
  await until(() => timers() > 0);
  watch.add(two);
  await sandbox.pay(two.invoice);
  watch.walletIsPaying(two);
  assert.equal((await next).value, two);
  const last = watch.next();
  watch.remove(two);
  watch.remove(one);
  watch.remove(one);
  const ended = await Promise.race([last, new Promise((resolve) => setImmediate(resolve, "too late"))]);
  assert.deepEqual(ended, { value: undefined, done: true });
  assert.throws(() => watch.add(one), { code: "input.invalid", field: "watch" });
});

test("`attend(\"waking\")` makes the watch poll at once", async () => {
  let asked = 0;
  const [order] = await orders(1);
  const watch = sandbox.sms({ onRequest: () => (asked += 1) }).watch([order]);
  watch.attend("away");
  const next = watch.next();
  await until(() => timers() > 0);
  await sandbox.pay(order.invoice);
  await sandbox.advance(3_000); // longer than the shortest interval between polls
  asked = 0;
  watch.attend("waking");
  await new Promise(setImmediate);
  assert.equal(asked, 1);
  assert.equal((await next).value, order);
  await watch.return();
  assert.throws(() => watch.attend("asleep"), { code: "input.invalid", field: "attention" });
});

test("results arrive one at a time, however many were requested", async () => {
  const both = await orders(2);
  const watch = sms.watch(both);
  const answers = [watch.next(), watch.next()];
  for (const order of both) await sandbox.pay(order.invoice);
  for (const order of both) watch.walletIsPaying(order);
  const changed = await Promise.all(answers);
  assert.deepEqual(changed.map(({ done }) => done), [false, false]);
  await watch.return();
});

test("a signal ends a watch without an error, even while it waits, and has no listener afterwards", async () => {
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

/** Both kinds of watches, on the same order. */
const WATCHES = { "an order's": (order, options) => order.watch(options), "a client's": (order, options) => sms.watch(order, options) };

for (const [whose, watchOf] of Object.entries(WATCHES)) {
  test(`${whose} watch that is aborted ends at once and without an error, at every stage`, async () => {
    const [order] = await orders(1);
    const begun = await sandbox.count("GET", "/sms4sats/orderstatus");
    const before = AbortSignal.abort(new Error("the user left"));
    for await (const _ of watchOf(order, { signal: before })) assert.fail("yielded after the end");
    assert.equal(getEventListeners(before, "abort").length, 0);

    const atOnce = new AbortController();
    const first = watchOf(order, { signal: atOnce.signal }).next();
    atOnce.abort();
    assert.deepEqual(await first, { value: undefined, done: true });
    assert.equal(await sandbox.count("GET", "/sms4sats/orderstatus"), begun);

    await sandbox.pay(order.invoice);
    const between = new AbortController();
    let yielded = 0;
    for await (const _ of watchOf(order, { signal: between.signal })) {
      yielded += 1;
      between.abort();
    }
    assert.equal(yielded, 1);
    for (const { signal } of [atOnce, between]) assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  test(`${whose} watch that is left while it waits ends and stops polling`, async () => {
    const [order] = await orders(1);
    const watch = watchOf(order);
    if (whose === "an order's") await watch.next();
    const waiting = watch.next();
    await until(() => timers() > 0);
    assert.deepEqual(await watch.return(), { value: undefined, done: true });
    assert.deepEqual(await waiting, { value: undefined, done: true });
    assert.deepEqual(await watch.next(), { value: undefined, done: true });
    await until(() => timers() === 0, "polling has stopped");
  });
}

test("disposing of an order ends its watches", async () => {
  const [order] = await orders(1);
  const watching = (async () => {
    for await (const _ of order.watch());
  })();
  await until(() => timers() > 0);
  order[Symbol.dispose]();
  await watching;
});

test("leaving the loop ends the watch", async () => {
  const [order] = await orders(1);
  await sandbox.pay(order.invoice);
  for await (const { state } of order.watch()) if (state !== "awaiting_payment") break;
  await until(() => timers() === 0, "polling has stopped");
});

test("invalid bounds are an error before the first poll", async () => {
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
  assert.throws(() => order.watch({ perSecond: NaN }), { field: "perSecond" });
  assert.throws(() => order.watch({ perSecond: 0 }), { field: "perSecond" });
  assert.equal(await sandbox.count("GET", "/sms4sats/orderstatus"), asked);
});

test("watches without references are freed, even if the order or a signal lives on", async () => {
  const { signal } = new AbortController();
  const held = await sms.receive(CODE);
  await sandbox.pay(held.invoice);
  // In a separate function, so that nothing of it stays on the stack.
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
  await until(() => timers() === 0, "polling has stopped");
});

/** Creates a client whose responses arrive in the sequence that the test chooses. */
const puppet = () => {
  const asked = [];
  const fetch = (url, { signal }) =>
    new Promise((resolve, reject) => {
      const answer = (body) => resolve({ status: 200, headers: new Headers(), text: async () => JSON.stringify({ status: "OK", paid: true, ...body }) });
      asked.push({ path: new URL(url).pathname, answer });
      signal.addEventListener("abort", reject);
    });
  return { asked, client: new Sms4Sats({ fetch, network: "regtest" }) };
};

/** Creates an order that was paid a while ago, so that it may be cancelled and is polled at once. */
const held = async (client) => {
  const record = (await sms.receive(CODE)).toJSON();
  const then = Date.now() - 300_000;
  return client.resume({ ...record, state: "held", createdAt: then, paidAt: then, changedAt: then });
};

test("of two simultaneous polls, the older response does not undo the newer one, however late it arrives", async () => {
  const { asked, client } = puppet();
  const order = await held(client);
  const answers = [order.refresh(), order.refresh()];
  await until(() => asked.length === 2);
  asked[1].answer({ number: "49", code: "777" });
  assert.equal((await answers[1]).code, "777");
  asked[0].answer({ number: "49" });
  const late = await answers[0];
  assert.deepEqual([late.state, late.code, late.money], ["code_received", "777", "spent"]);
  assert.deepEqual(order.toJSON().codes.map(({ text }) => text), ["777"]);
});

test("a watch yields changes that another object learned, once", async () => {
  const { asked, client } = puppet();
  const order = await held(client);
  const watches = [client.watch([order]), client.watch(order)];
  const first = watches.map((watch) => watch.next());
  const states = [];
  const own = (async () => {
    for await (const { state } of order.watch()) states.push(state);
  })();
  await until(() => asked.length === 3);
  const refreshed = order.refresh();
  await until(() => asked.length === 4);
  asked[3].answer({ number: "49", code: "777" });
  assert.equal((await refreshed).state, "code_received");
  for (const next of first) assert.equal((await next).value, order);
  for (const watch of watches) assert.deepEqual(await watch.next(), { value: undefined, done: true });
  await own;
  assert.deepEqual(states, ["held", "code_received"]);
});

test("money that is returned during a cancel counts as cancelled, in watches too", async () => {
  const { asked, client } = puppet();
  const order = await held(client);
  const watch = client.watch([order]);
  const next = watch.next();
  await until(() => asked.length === 1);
  const cancelling = order.cancel();
  await until(() => asked.length === 3);
  // The service has cancelled, and a poll's response arrives first.
  const [cancel, question] = ["/cancelorder", "/orderstatus"].map((wanted) => asked.findLast(({ path }) => path === wanted));
  question.answer({ error: "Cancelled" });
  assert.equal((await next).value.state, "cancelled");
  cancel.answer();
  await until(() => asked.length === 4);
  asked[3].answer({ error: "Cancelled" });
  assert.equal((await cancelling).state, "cancelled");
  await watch.return();
});

test("a refund stays a refund if the cancel was not sent", async () => {
  const { asked, client } = puppet();
  const order = await client.resume({ ...(await held(client)).toJSON(), createdAt: Date.now() });
  await failure(order.cancel(), { code: "order.cancel_too_early", money: "held" });
  const refreshed = order.refresh();
  await until(() => asked.length === 1);
  asked[0].answer({ error: "No number" });
  assert.equal((await refreshed).state, "refunded");
});

test("a watch of many orders is notified of a payment, and a disposed order is removed from it", async () => {
  const { asked, client } = puppet();
  const [quiet, paying] = await Promise.all([1, 2].map(() => held(client)));
  const record = { ...paying.toJSON(), state: "awaiting_payment", paidAt: undefined, askedAt: Date.now() };
  const late = await client.resume({ ...record, changedAt: record.changedAt - 7_200_000 });
  const watch = client.watch([quiet, late]);
  const next = watch.next();
  await until(() => asked.length === 1);
  late.walletIsPaying();
  await until(() => asked.length === 2, "the paid order is polled");
  asked[1].answer();
  assert.equal((await next).value, late);
  const last = watch.next();
  quiet[Symbol.dispose]();
  late[Symbol.dispose]();
  assert.deepEqual(await last, { value: undefined, done: true });
});

test("an order that is resumed days later is polled once more, since it may have been paid", async () => {
  const { asked, client } = puppet();
  const then = Date.now() - 30 * 86_400_000;
  const times = { createdAt: then, changedAt: then, expiresAt: then + 600_000, askedAt: then + 60_000 };
  const order = await client.resume({ ...(await sms.receive(CODE)).toJSON(), ...times });
  const states = [];
  const watching = (async () => {
    for await (const { state } of order.watch()) states.push(state);
  })();
  await until(() => asked.length === 1);
  asked[0].answer({ number: "49", code: "777" });
  await watching;
  assert.deepEqual(states, ["awaiting_payment", "code_received"]);
});

test("an older copy that is added to a watch is brought up to date", async () => {
  const { asked, client } = puppet();
  const order = await held(client);
  const older = order.toJSON();
  const watch = client.watch([order]);
  const next = watch.next();
  await until(() => asked.length === 1);
  asked[0].answer({ number: "49", code: "777" });
  assert.equal((await next).value.code, "777");
  const copy = await client.resume(older);
  watch.add(copy);
  assert.equal((await watch.next()).value, copy);
  assert.deepEqual([copy.state, copy.code], ["code_received", "777"]);
  assert.deepEqual(await watch.next(), { value: undefined, done: true });
  assert.equal(asked.length, 1);
});

test("a change during the loop's body is yielded as well", async () => {
  const { asked, client } = puppet();
  const order = await held(client);
  const states = [];
  for await (const { state } of order.watch()) {
    states.push(state);
    if (state !== "held") continue;
    const refreshed = order.refresh();
    await until(() => asked.length > 0);
    asked.at(-1).answer({ number: "49", code: "777" });
    await refreshed;
  }
  assert.deepEqual(states, ["held", "code_received"]);
});

test("a response ends `unreachable`, even after a payment and with a clock that was set back", async () => {
  const { asked, client } = puppet();
  const record = (await held(client)).toJSON();
  for (const [ahead, sent] of [[0, true], [3_600_000, false]]) {
    const order = await client.resume({ ...record, askedAt: Date.now() + ahead, failures: 1 });
    assert.equal(order.status.unreachable, true);
    if (sent) order.walletIsPaying();
    const refreshed = order.refresh();
    await until(() => asked.length === 1);
    asked.pop().answer();
    assert.equal((await refreshed).unreachable, false);
  }
});

test("a payment can be reported with any object of the order", async () => {
  const { asked, client } = puppet();
  const { paidAt, ...record } = (await held(client)).toJSON();
  const unpaid = { ...record, state: "awaiting_payment", askedAt: Date.now(), changedAt: record.changedAt - 7_200_000 };
  const [one, other] = await Promise.all([client.resume(unpaid), client.resume(unpaid)]);
  const watch = client.watch([one]);
  const next = watch.next();
  await until(() => timers() > 0);
  watch.walletIsPaying(other);
  await until(() => asked.length === 1, "the paid order is polled");
  asked[0].answer();
  assert.equal((await next).value, one);
  await watch.return();
});

test("`waitForCode` resolves with number and code", async () => {
  const [order] = await orders(1);
  const waiting = order.waitForCode({ perSecond: 20 });
  await sandbox.pay(order.invoice);
  order.walletIsPaying();
  const { number, code } = await waiting;
  assert.equal(number, order.number);
  assert.match(code, /^\d{4,8}$/);
  // A code that is known already is returned at once.
  assert.deepEqual(await order.waitForCode(), { number, code });
});

test("`waitForCode` rejects with the reason why there is no code, and with what happened to the money", async () => {
  const [order] = await orders(1, { service: "soldout" });
  await sandbox.pay(order.invoice);
  order.walletIsPaying();
  const message = /^The money is back\. No code was received\. sms4sats says: “.+”$/;
  await failure(order.waitForCode(), { code: "order.no_code", money: "returned", message, service: "sms4sats" });
});

test("aborting `waitForCode` leaves the order as it is", async () => {
  const [order] = await orders(1);
  const giveUp = new AbortController();
  const waiting = order.waitForCode({ signal: giveUp.signal });
  giveUp.abort(new Error("enough"));
  const error = await failure(waiting, { code: "call.aborted", money: "untouched", message: /^Nothing was spent\./ });
  assert.equal(error.cause.message, "enough");
  await sandbox.pay(order.invoice);
  order.walletIsPaying();
  assert.match((await order.waitForCode()).code, /^\d{4,8}$/);
});

test("`waitForCode` refuses an order that receives no code", async () => {
  const order = await sms.sendSms({ phone: "+491512345678", message: "Hello" });
  await failure(order.waitForCode(), { code: "input.invalid", field: "order" });
  const [receiving] = await orders(1);
  await failure(receiving.waitForCode({ persecond: 2 }), { code: "input.invalid", field: "persecond" });
  await failure(receiving.waitForCode({ signal: "soon" }), { code: "input.invalid", field: "signal" });
});
