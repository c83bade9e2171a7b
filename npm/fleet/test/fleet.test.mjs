// Orders on BullMQ, in a real Redis, against the sandbox.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Redis } from "ioredis";
import { Sms4Sats } from "satline";
import { AT, afresh, pass, pay, site } from "../../test/site.mjs";
import { FleetError } from "../dist/index.js";
import { clientsOf, startFleet, startRedis, until } from "./support.mjs";

const CODE = { country: "germany", service: "wa" };
const NOW = { ...CODE, immediate: true };

let redis, running;
before(async () => (redis = await startRedis()));
after(() => redis.stop());
beforeEach(async (context) => {
  await afresh();
  await site("settings", { numberAfterMs: 0, codeAfterMs: 0, depositAfterMs: 0, bitrefillCallsPerTenMinutes: 1_000 });
  // Each test has its own part of Redis.
  const prefix = `{${context.name.replaceAll(/\W+/g, "-").slice(-40)}}`;
  running = { connection: redis.connection, client: clientsOf(AT), prefix };
});

/** Starts a fleet for a test. */
const started = (context, options, rest) => {
  const all = startFleet({ ...running, ...options }, rest);
  context.after(() => all.fleet.close());
  return all;
};

/** Returns how often a route of a service was called. */
const calls = async (method, path) => {
  const rows = await site("requests");
  return rows.find((row) => row.method === method && row.path === path)?.count ?? 0;
};

/** Returns everything that Redis stores for the fleet, as text. */
const everything = async () => {
  const client = new Redis(redis.connection);
  const keys = await client.keys(`${running.prefix}*`);
  const texts = keys.map(async (key) => {
    const read = { hash: () => client.hgetall(key), stream: () => client.xrange(key, "-", "+"), string: () => client.get(key) };
    const type = await client.type(key);
    return JSON.stringify([key, await read[type]?.()]);
  });
  const text = (await Promise.all(texts)).join("\n");
  client.disconnect();
  return text;
};

test("an order is made once per key, however often and from wherever it is called", async (context) => {
  const { fleet } = started(context);
  const other = started(context);
  const order = () => fleet.order({ key: "1001", receive: CODE });
  const orders = await Promise.all([order(), order(), other.fleet.order({ key: "1001", receive: CODE })]);
  assert.equal(new Set(orders.map(({ status }) => status.id)).size, 1);
  assert.equal(orders[0].status.state, "awaiting_payment");
  assert.equal(orders[0].status.invoice.amountSat, 3_600);
  assert.equal(await calls("POST", "/sms4sats/createorder"), 1);
  await assert.rejects(fleet.order({ key: "a:b", receive: CODE }), /key: must be/);
});

test("an order is followed to its code, handed over and forgotten, but not its key", async (context) => {
  const { fleet, event, events } = started(context);
  const { status } = await fleet.order({ key: "a", receive: CODE });
  await pay(status);
  await fleet.paid("a");
  const over = await event("a", "over");
  assert.equal(over.record.state, "code_received");
  const code = events.find(({ type }) => type === "code_received");
  assert.equal(code.status.code, over.status.code);
  assert.ok(code.at instanceof Date);
  const kinds = events.map(({ type }) => type);
  assert.deepEqual([kinds[0], kinds.at(-1)], ["made", "over"]);
  await until(async () => (await fleet.find("a")).stage === "over");
  assert.ok(!(await everything()).includes(over.status.code));
  assert.equal((await fleet.order({ key: "a", receive: CODE })).stage, "over");
  assert.equal(await calls("POST", "/sms4sats/createorder"), 1);
  assert.equal(await fleet.find("b"), undefined);
});

test("a refused order says why, and can be ordered again", async (context) => {
  const { fleet, event } = started(context);
  const wrong = { ...CODE, priceSat: 1 };
  const error = await fleet.order({ key: "a", receive: wrong }).catch((error) => error);
  assert.ok(error instanceof FleetError);
  assert.deepEqual([error.outcome, error.details.code, error.details.money], ["refused", "invoice.rejected", "untouched"]);
  assert.match(error.message, /\S/);
  assert.equal((await event("a", "refused")).error.code, "invoice.rejected");
  await assert.rejects(fleet.order({ key: "b", receive: { ...CODE, nonsense: 1 } }), { outcome: "refused" });
  assert.equal((await fleet.order({ key: "a", receive: CODE })).stage, "made");
});

test("if the response is lost, an order to be paid by invoice is made again", async (context) => {
  await site("faults", { route: "POST /sms4sats/createorder", drop: true });
  const { fleet } = started(context);
  assert.ok((await fleet.order({ key: "a", receive: CODE })).status.invoice);
  assert.equal(await calls("POST", "/sms4sats/createorder"), 2);
  assert.match(await fleet.metrics(), /satline_orders_made_again_total\{service="sms4sats"\} 1\n/);
});

test("if the response is lost, an order paid from a balance is unknown, and never sent again by itself", async (context) => {
  await site("faults", { route: "POST /sms4sats/createorder", drop: true });
  const { fleet, event } = started(context);
  const error = await fleet.order({ key: "a", receive: NOW }).catch((error) => error);
  assert.deepEqual([error.outcome, error.details.code], ["unknown", "outcome.unknown"]);
  await event("a", "outcome_unknown");
  await assert.rejects(fleet.order({ key: "a", receive: NOW }), { outcome: "unknown" });
  assert.match(await fleet.metrics(), /satline_orders\{service="sms4sats",state="outcome_unknown"\} 1\n/);
  assert.equal(await calls("POST", "/sms4sats/createorder"), 1);
  await fleet.settle("a", "not_made");
  await event("a", "code_received");
  assert.equal(await calls("POST", "/sms4sats/createorder"), 2);
  await assert.rejects(fleet.settle("a", "made"), /not unknown/);
  assert.match(await fleet.metrics(), /satline_orders\{service="sms4sats",state="outcome_unknown"\} 0\n/);
});

test("an order whose service cannot be reached is tried again, since nothing was sent", async (context) => {
  await site("faults", { route: "POST /sms4sats/createorder", status: 429, retryAfter: 1, times: 2 });
  const { fleet } = started(context);
  assert.equal((await fleet.order({ key: "a", receive: NOW })).stage, "made");
  assert.equal(await calls("POST", "/sms4sats/createorder"), 3);
});

test("a webhook makes the fleet ask, and only the response counts", async (context) => {
  await site("settings", { sentAfterMs: 0, deliveredAfterMs: 0 });
  const { fleet, event, events } = started(context, { webhookUrl: "https://shop.example/hooks/", seal: new Uint8Array(32).fill(1) });
  const { status } = await fleet.order({ key: "a", sendSms: { phone: "+4915112345678", message: "hello" } });
  const forged = { status: "OK", paid: true, smsStatus: "DELIVERED" };
  await assert.rejects(fleet.webhook("a~forged", "{}"), { field: "body" });
  assert.equal(await fleet.webhook("a~forged", forged), false);
  assert.equal(await calls("GET", "/sms4sats/orderstatus"), 0);
  await pay(status);
  const [{ url, body }] = await until(async () => (await site("webhooks")).length > 0 && site("webhooks"));
  assert.ok(url.startsWith("https://shop.example/hooks/a~"));
  assert.equal(await fleet.webhook(url.split("/").at(-1), body), true);
  await event("a", "delivered");
  assert.equal(await calls("GET", "/sms4sats/orderstatus"), 1);
  assert.ok(events.every(({ type }) => type !== "failed"));
});

test("webhook names cannot be guessed, and outlive a change of the seal", async (context) => {
  const names = [];
  const nameOf = async (options) => {
    const { fleet } = started(context, { webhookUrl: "https://shop.example", ...options });
    await pay((await fleet.order({ key: "a", sendSms: { phone: "+4915112345678", message: "hello" } })).status);
    const posted = async () => (await site("webhooks")).map(({ url }) => url.split("/").at(-1));
    names.push(await until(async () => (await posted()).find((name) => !names.includes(name))));
  };
  const [old, fresh] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  await nameOf({ seal: old });
  // Two fleets and the same key, without a seal: a name that could be computed would be the same.
  await nameOf({ prefix: "{one}" });
  await nameOf({ prefix: "{two}" });
  assert.equal(new Set(names).size, 3);
  for (const name of names) assert.match(name, /^a~[\w-]{43}$/);
  const { fleet } = started(context, { seal: [fresh, old] }, { worker: false, collect: false });
  const body = { status: "OK", paid: true, smsStatus: "DELIVERED" };
  assert.deepEqual(await Promise.all(names.map((name) => fleet.webhook(name, body))), [true, false, false]);
});

test("what two steps have learned at the same time is merged", async (context) => {
  const { fleet, event } = started(context);
  const sms = new Sms4Sats(AT.sms4sats);
  const order = await sms.receive(CODE);
  // The step's response says that the order is unpaid, and is slow.
  await site("faults", { route: "GET /sms4sats/orderstatus", delayMs: 1_500 });
  const key = await fleet.follow(order);
  await fleet.paid(key);
  await until(async () => (await calls("GET", "/sms4sats/orderstatus")) === 1);
  await pay(order);
  await order.refresh();
  assert.equal(order.state, "code_received");
  assert.equal(await fleet.follow(order), key);
  assert.equal((await event(key, "over")).status.code, order.code);
  // The slow step has merged what was followed meanwhile: no other request was needed.
  assert.equal(await calls("GET", "/sms4sats/orderstatus"), 2);
});

test("an order that is followed twice has one job, and an older record changes nothing", async (context) => {
  const { fleet, event } = started(context, {}, { worker: false });
  const order = await new Sms4Sats(AT.sms4sats).receive({ ...CODE, service: "never" });
  const old = order.toJSON();
  await pay(order);
  await order.refresh();
  await fleet.follow(order, { key: "a" });
  await fleet.follow(old, { key: "a" });
  assert.equal((await fleet.find("a")).status.state, order.state);
  fleet.worker();
  await pass(21 * 60_000);
  await fleet.paid("a");
  assert.equal((await event("a", "refunded")).status.money, "returned");
});

test("nothing in Redis can be read without the key, and nothing that is logged is secret", async (context) => {
  await site("settings", { codeAfterMs: 60_000 });
  const { fleet, event, logs } = started(context, { seal: new Uint8Array(32).fill(1) });
  const { status } = await fleet.order({ key: "a", receive: CODE });
  await pay(status);
  await fleet.order({ key: "b", sendSms: { phone: "+4915112345678", message: "a private message" } });
  await fleet.paid("a");
  const { number } = (await event("a", "number_given")).status;
  await until(async () => (await fleet.find("a")).status.number === number);
  const text = `${await everything()}\n${logs.join("\n")}`;
  for (const secret of [number, status.invoice.text, "4915112345678", "a private message", "sandbox-key"]) {
    assert.ok(!text.includes(secret), secret);
  }
  // Another key cannot read it; the old one beside a new one can.
  const wrong = startFleet({ ...running, seal: new Uint8Array(32).fill(2) }, { worker: false });
  await assert.rejects(wrong.fleet.find("a"), /does not have/);
  const both = startFleet({ ...running, seal: [new Uint8Array(32).fill(2), new Uint8Array(32).fill(1)] }, { worker: false });
  assert.equal((await both.fleet.find("a")).status.number, number);
  await Promise.all([wrong.fleet.close(), both.fleet.close()]);
});

test("an event is delivered until it is accepted, with the same id", async (context) => {
  const { fleet } = started(context, {}, { collect: false });
  const ids = [];
  fleet.events(({ id, type }) => {
    if (type !== "made") return;
    ids.push(id);
    if (ids.length < 3) throw new Error("The store is away.");
  });
  await fleet.order({ key: "a", receive: CODE });
  await until(() => ids.length === 3);
  assert.equal(new Set(ids).size, 1);
});

test("a charge whose response is lost is sent once, and settled by the balance", async (context) => {
  await site("faults", { route: "POST /lava/v1/wallet/fund", drop: true });
  const { fleet, event } = started(context);
  const { status, nextStep } = await fleet.order({ key: "a", at: "Lava", topUp: { paymentMethodId: "pm_sandbox_visa", amount: "10.00" } });
  assert.ok(["unknown", "charged"].includes(status.state));
  assert.equal(nextStep.kind, "wait");
  await event("a", "charged");
  assert.equal(await calls("POST", "/lava/v1/wallet/fund"), 1);
});

test("all four services can be topped up", async (context) => {
  const { fleet, event } = started(context);
  const topUp = (key, at, topUp) => fleet.order({ key, at, topUp });
  const sms = await topUp("sms", "sms4sats", { paymentMethodId: "lightning", amount: 500 });
  const deposit = await topUp("bitrefill", "Bitrefill", { paymentMethodId: "lightning", amount: "5", currency: "USD" });
  for (const [key, service, { status, nextStep }] of [["sms", "sms4sats", sms], ["bitrefill", "Bitrefill", deposit]]) {
    assert.equal(nextStep.kind, "pay_invoice");
    await pay(status);
    await fleet.paid(key, service);
    await event(key, "credited");
  }
  await topUp("lava", "Lava", { paymentMethodId: "pm_sandbox_visa", amount: "10.00" });
  await event("lava", "charged");
  const confirm = await topUp("confirm", "Lava", { paymentMethodId: "pm_sandbox_3ds", amount: "10.00" });
  assert.equal(confirm.nextStep.kind, "confirm_here");
  const declined = await topUp("declined", "Lava", { paymentMethodId: "pm_sandbox_declined", amount: "10.00" }).catch((error) => error);
  assert.deepEqual([declined.outcome, declined.details.code], ["refused", "service.refused"]);
  await topUp("grid", "Grid", { paymentMethodId: "sandbox", amount: "1.00", currency: "USD" });
  await event("grid", "charged");
});

test("a worker that was only slow does not lose the order that another one gave up", async (context) => {
  // The service does its work, and the response comes after the lock has expired.
  await site("faults", { route: "POST /sms4sats/createorder", delayMs: 4_000, act: true });
  const slow = started(context, {}, { worker: { lockDuration: 1_000 } });
  const waiting = slow.fleet.order({ key: "a", receive: NOW }).catch((error) => error);
  await until(async () => (await calls("POST", "/sms4sats/createorder")) === 1);
  // As if the event loop had been blocked: the lock is gone, and another worker's check finds the job.
  const client = new Redis(redis.connection);
  context.after(() => client.disconnect());
  const lock = `${running.prefix}:sms4sats:order-a:lock`;
  const taken = setInterval(() => client.del(lock), 20);
  assert.equal((await waiting).outcome, "unknown");
  clearInterval(taken);
  await slow.event("a", "outcome_unknown");
  await slow.event("a", "code_received");
  assert.equal(await calls("POST", "/sms4sats/createorder"), 1);
});
