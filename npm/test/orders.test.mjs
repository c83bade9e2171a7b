// Orders at sms4sats, from the price to their end, against the sandbox.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { failure, satline, startSandbox } from "./helper.mjs";

const { Sms4Sats, readWebhook, stepOrder } = satline;
const CODE = { country: "germany", service: "wa" };

let sandbox, sms, rich;
before(async () => {
  sandbox = await startSandbox();
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 0, sentAfterMs: 0, deliveredAfterMs: 0 });
  sms = sandbox.sms();
  rich = sandbox.sms({ apiKey: "sandbox-key" });
});

/** Pays an order, and follows it to its end. */
const follow = async (order) => {
  const states = [];
  await sandbox.pay(order.invoice);
  order.walletIsPaying();
  for await (const { state } of order.watch()) states.push(state);
  return states;
};

test("a code is ordered, paid and received", async () => {
  const { receiveSat } = await sms.prices(CODE);
  const order = await sms.receive({ ...CODE, priceSat: receiveSat });
  assert.equal(order.service, "sms4sats");
  assert.equal(order.kind, "code");
  assert.equal(order.money, "untouched");
  assert.equal(order.invoice.amountSat, receiveSat);
  assert.ok(order.invoice.expiresAt > new Date());
  assert.match(order.qrSvg(), /^<svg/);
  assert.equal((await follow(order)).at(-1), "code_received");
  assert.match(order.code, /^\d+$/);
  assert.match(order.number, /^\d+$/);
  assert.equal(order.money, "spent");
  assert.equal(order.isOver, true);
  assert.equal(order.invoice, null);
  assert.throws(() => order.qrSvg(), /no invoice/);
});

test("a rental, a real phone, an SMS and an email are ordered, paid and completed", async () => {
  const [offer] = await sms.rentalCountries({ service: "wa" });
  const rental = await sms.receive({ country: offer.countryName, service: "wa", rental: true });
  assert.equal(rental.kind, "rental");
  await sandbox.pay(rental.invoice);
  assert.equal((await rental.refresh()).state, "code_received");

  const endings = [
    [await sms.receive({ ...CODE, realPhone: true }), "code_received"],
    [await sms.sendSms({ phone: "+4915112345678", message: "hello" }), "delivered"],
    [await sms.sendEmail({ address: "someone@example.org", message: "hello" }), "delivered"],
  ];
  for (const [order, last] of endings) assert.equal((await follow(order)).at(-1), last);
});

test("the money for an undeliverable message is returned", async () => {
  const order = await sms.sendSms({ phone: "+4915112340000", message: "hello" });
  await follow(order);
  assert.equal(order.status.state, "failed");
  assert.equal(order.money, "returned");
});

test("balance, history, funding, and an order paid from the balance", async () => {
  const before = await rich.balance();
  const funding = await rich.fund({ amountSat: 1_000 });
  assert.equal((await follow(funding)).at(-1), "credited");
  assert.equal(await rich.balance(), before + 1_000);
  const history = await rich.history();
  assert.ok(history.fundings[0].at instanceof Date);
  const order = await rich.receive({ ...CODE, immediate: true });
  assert.equal(order.invoice, null);
  assert.equal(order.status.fromBalance, true);
  assert.ok((await rich.balance()) < before + 1_000);
});

test("another process continues where this one ended", async () => {
  const order = await sms.receive(CODE);
  await sandbox.pay(order.invoice);
  const program = `
    import { Sms4Sats } from ${JSON.stringify(new URL("../pkg/node.mjs", import.meta.url).href)};
    const [record, baseUrl] = process.argv.slice(-2);
    const order = await new Sms4Sats({ baseUrl, network: "regtest" }).resume(record);
    for await (const { state } of order.watch()) console.log(state);
    console.log(order.code);`;
  const args = ["--input-type=module", "-e", program, "--", JSON.stringify(order), `${sandbox.address}/sms4sats`];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  assert.equal(stderr, "");
  assert.match(stdout, /^awaiting_payment\n(.*\n)*code_received\n\d+\n$/);
});

test("a cancel that is too early is not sent; after two minutes it returns the money; then it is too late", async () => {
  const order = await sms.receive({ ...CODE, service: "never" });
  await sandbox.pay(order.invoice);
  await order.refresh();
  const cancels = () => sandbox.count("GET", "/sms4sats/cancelorder");
  const early = await failure(order.cancel(), { code: "order.cancel_too_early", money: "held", message: /too early to cancel/ });
  assert.ok(early.retryAfterMs > 0 && early.retryAfterMs <= 120_000);
  assert.equal(await cancels(), 0);
  assert.equal(order.status.cancel, "later");
  await sandbox.advance(121_000);
  assert.equal(order.status.cancel, "allowed");
  const status = await order.cancel();
  assert.equal(status.state, "cancelled");
  assert.equal(status.money, "returned");
  await failure(order.cancel(), { code: "input.invalid", field: "order", message: /over already/ });
  assert.equal(await cancels(), 1);
});

test("after a lost response to a cancel, the status is fetched before the call returns", async () => {
  const order = await sms.receive({ ...CODE, service: "never" });
  await sandbox.pay(order.invoice);
  await order.refresh();
  await sandbox.advance(121_000);
  await sandbox.fault({ route: "GET /sms4sats/cancelorder", status: 502 });
  const error = await failure(order.cancel(), { code: "outcome.unknown", money: "held" });
  assert.equal(error.service, "sms4sats");
  assert.equal(order.money, "held", "the order is up to date all the same");
  assert.equal((await order.cancel()).money, "returned");
});

test("an invoice that differs from the agreement is never returned, and every check says what it found", async () => {
  const error = await failure(sms.receive({ ...CODE, priceSat: 1 }), { code: "invoice.rejected", service: "sms4sats", money: "untouched" });
  const refused = error.checks.filter(({ passed, warning }) => !passed && !warning);
  assert.deepEqual(refused.map(({ rule }) => rule), ["price"]);
  assert.ok(error.checks.length > 3);
  assert.ok(error.checks.every(({ rule, sentence, expected, found }) => rule && sentence && expected && found));
  assert.deepEqual(JSON.parse(JSON.stringify(error)).checks, error.checks);
  assert.doesNotMatch(JSON.stringify(error), /lnbcrt\d/);

  const foreign = new Sms4Sats({ baseUrl: `${sandbox.address}/sms4sats` });
  const rules = (await failure(foreign.receive(CODE), { code: "invoice.rejected" })).checks;
  assert.ok(rules.some(({ rule, passed }) => rule === "network" && !passed));
});

test("an invoice that was swapped on the way is rejected, whatever its price", async () => {
  const { invoice } = await sms.receive(CODE);
  const swapping = async (url, options) => {
    const answer = await fetch(url, options);
    const body = JSON.stringify({ ...(await answer.json()), payreq: invoice.text });
    return new Response(body, { status: answer.status });
  };
  const order = await sandbox.sms({ fetch: swapping }).receive(CODE);
  // No documentation says that the order's id is the payment hash, so this is only a warning.
  const finding = order.invoice.checks.find(({ rule }) => rule === "order_id");
  assert.deepEqual([finding.passed, finding.warning], [false, true]);

  const tampered = invoice.text.replace(/.{8}$/, (end) => [...end].reverse().join(""));
  const damaging = async (url, options) => new Response((await (await fetch(url, options)).text()).replace(/lnbcrt\w+/, tampered));
  const error = await failure(sandbox.sms({ fetch: damaging }).receive(CODE), { code: "invoice.rejected" });
  assert.equal(error.checks.find(({ passed }) => !passed).rule, "readable");

  const pinned = await failure(sandbox.sms({ payee: `02${"7".repeat(64)}` }).receive(CODE), { code: "invoice.rejected" });
  assert.equal(pinned.checks.find(({ passed }) => !passed).rule, "payee");
});

test("a refusal contains the service's message", async () => {
  const wrong = sandbox.sms({ apiKey: "wrong" });
  const refused = await failure(wrong.balance(), { code: "service.refused", status: 400, money: "untouched", retryable: false });
  assert.match(refused.serviceMessage, /\S/);
  assert.ok(refused.message.includes(refused.serviceMessage));
});

test("an order whose response is lost is sent once, and its outcome is unknown", async () => {
  const route = "/sms4sats/createorder";
  for (const fault of [{ cutAfter: 5 }, { status: 502 }, { wrongJson: true }]) {
    const before = await sandbox.count("POST", route);
    await sandbox.fault({ route: `POST ${route}`, ...fault });
    await failure(sms.receive(CODE), { code: "outcome.unknown", money: "untouched", retryable: true });
    assert.equal(await sandbox.count("POST", route), before + 1);
  }
  await sandbox.fault({ route: `POST ${route}`, status: 502 });
  await failure(rich.receive({ ...CODE, immediate: true }), { code: "outcome.unknown", money: "unknown", retryable: false });
});

test("a read whose response is lost is sent again", async () => {
  await sandbox.fault({ route: "GET /sms4sats/price", cutAfter: 3 });
  assert.ok((await sms.prices(CODE)).receiveSat > 0);
});

test("an order survives JSON, and changes to its status object don't affect it", async () => {
  const order = await sms.receive(CODE);
  const text = JSON.stringify(order);
  for (const record of [text, JSON.parse(text), order]) {
    const resumed = await sms.resume(record);
    assert.equal(JSON.stringify(resumed), text);
    assert.deepEqual(resumed.status, order.status);
  }
  order.toJSON().state = "credited";
  assert.equal(order.state, "awaiting_payment");
});

test("a queue processes an order step by step", async () => {
  let { order, askAt, status } = stepOrder(await sms.receive(CODE), { event: "payment_sent" });
  await sandbox.pay(status.invoice);
  for (let steps = 0; askAt; steps++) {
    assert.ok(steps < 10 && askAt instanceof Date);
    const answer = await fetch(`${sandbox.address}/sms4sats/orderstatus?orderId=${order.id}`);
    const event = { event: "answer", status: answer.status, body: await answer.text() };
    ({ order, askAt, status } = stepOrder(JSON.stringify(order), event));
  }
  assert.equal(status.state, "code_received");
  assert.match(status.code, /^\d+$/);
  assert.equal(stepOrder(order, { event: "no_answer" }).status.state, "code_received");
});

test("two copies of an order are merged, and say when to ask next", async () => {
  const order = await sms.receive(CODE);
  const copy = await sms.resume(order);
  await sandbox.pay(order.invoice);
  await order.refresh();
  assert.equal(order.state, "code_received");
  assert.equal(order.askAt(), undefined);
  assert.ok(copy.askAt() instanceof Date);
  assert.ok(copy.askAt("looking") <= copy.askAt("away"));
  assert.throws(() => copy.askAt("often"), { code: "input.invalid", field: "attention" });
  const old = copy.toJSON();
  copy.merge(order);
  assert.equal(copy.code, order.code);
  copy.merge(old);
  assert.equal(copy.state, "code_received");
  const other = await sms.receive(CODE);
  assert.throws(() => copy.merge(other), { code: "input.invalid", field: "copy" });
});

test("only a webhook's body is accepted by `readWebhook`", async () => {
  const order = await sms.receive(CODE);
  await sandbox.pay(order.invoice);
  const answer = await fetch(`${sandbox.address}/sms4sats/orderstatus?orderId=${order.id}`);
  const body = await answer.text();
  assert.equal(readWebhook(body).paid, true);
  assert.deepEqual(readWebhook(JSON.parse(body)), readWebhook(body));
  assert.throws(() => readWebhook("{}"), { code: "input.invalid", field: "body" });
});

test("a client refuses to resume or watch another service's order", async () => {
  const order = await sms.receive(CODE);
  const lava = new satline.Lava({ apiKey: "key" });
  await failure(lava.resume(order), { code: "input.invalid", field: "order" });
  assert.throws(() => lava.watch(order), { code: "input.invalid", field: "orders" });
});

test("all requests use the given fetch", async () => {
  const way = [];
  const proxied = sandbox.sms({ fetch: (url, options) => (way.push(new URL(url).pathname), fetch(url, options)) });
  const order = await proxied.receive(CODE);
  await order.refresh();
  assert.deepEqual(way, ["/sms4sats/createorder", "/sms4sats/orderstatus"]);
});
