// Real answers of every call, in every state there is, against the sandbox.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as satline from "satline";
import { AT, afresh, pass, pay, site } from "../site.mjs";

const { Bitrefill, Grid, Lava, SatlineError, Sms4Sats } = satline;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** What was recorded: which call, and what it gave. */
export const recorded = async () => {
  await afresh();
  const all = [];
  const keep = (call, value) => {
    all.push({ call, value });
    return value;
  };
  keep.order = (order) => {
    for (const name of MEMBERS) keep(`Order.${name}`, order[name]);
    for (const name of ["status", "toJSON"]) keep(`Order.${name}`, order[name]());
  };
  for (const part of [atOnce, catalogue, receiving, ending, sending, wallets, errors, bitrefill, lava, grid]) await part(keep);
  await afresh();
  return all;
};

const MEMBERS = ["id", "service", "kind", "state", "number", "code", "money", "isOver", "invoice"];

/** Services that tell more than they did when this was written. */
const newer = async (url, options) => {
  const answer = await fetch(url, options);
  const body = JSON.parse(await answer.text(), (_, value) => (value?.constructor === Object ? { ...value, brand_new: 1 } : value));
  return { status: answer.status, headers: answer.headers, text: async () => JSON.stringify(body) };
};

const sms = new Sms4Sats(AT.sms4sats);
const ordered = async (service = "wa", more = {}) => sms.receive({ country: "germany", service, ...more });

/** The examples of BOLT11, and others that read the same to everyone. */
const INVOICES = readFileSync(new URL("../../../crates/core/tests/data/bolt11/specification.txt", import.meta.url), "utf8");

const atOnce = async (keep) => {
  for (const name of ["countries", "findCountry", "searchCountries"]) keep(name, satline[name]("ger"));
  keep("findCountry", satline.findCountry("germany"));
  for (const [, invoice] of INVOICES.matchAll(/^invoice: (\S+)\nnetwork/gm)) keep("decodeInvoice", satline.decodeInvoice(invoice));
  keep("checkInvoice", satline.checkInvoice("none"));
  const order = await ordered();
  const expectation = { network: "regtest", priceSat: 1, capSat: 1, payee: "02".padEnd(66, "1"), paymentHash: "0".repeat(64) };
  keep("checkInvoice", satline.checkInvoice(order.invoice.text, expectation));
  keep("checkInvoice", satline.checkInvoice(order.invoice.text, { network: "regtest" }));
  keep("qrSvg", satline.qrSvg(order.invoice.text));
  keep("textQrSvg", satline.textQrSvg("https://example.org"));
  keep("Order.qrSvg", order.qrSvg());
  keep.order(order);
  keep("decodeInvoice", satline.decodeInvoice(order.invoice.text));
  keep("stepOrder", satline.stepOrder(order, { event: "payment_sent" }));
  keep("stepOrder", satline.stepOrder(order, { event: "payment_asked" }));
  const body = JSON.stringify({ status: "OK", paid: true, number: 4915112345678, code: 48010 });
  const { order: stepped } = keep("stepOrder", satline.stepOrder(order, { event: "answer", status: 200, body }));
  keep("stepOrder", satline.stepOrder(JSON.parse(JSON.stringify(stepped)), { event: "no_answer" }));
  keep("readWebhook", satline.readWebhook(body));
  keep("readWebhook", satline.readWebhook({ status: "OK", paid: false, brand_new: 1 }));
};

const catalogue = async (keep) => {
  const later = new Sms4Sats({ ...AT.sms4sats, fetch: newer });
  keep("Sms4Sats.services", (await later.services({ country: "germany" })).slice(0, 40));
  keep("Sms4Sats.rentalCountries", await later.rentalCountries({ service: "wa" }));
  keep("Sms4Sats.prices", await sms.prices({ country: "germany", service: "wa" }));
  keep("Sms4Sats.balance", await sms.balance());
  keep("Sms4Sats.availability", await sms.availability());
  keep("Sms4Sats.methods", await sms.methods());
};

/** To the code, and past a refund. */
const receiving = async (keep) => {
  for (const more of [{}, { rental: true }, { realPhone: true }, { immediate: true }]) {
    const order = await ordered("wa", more);
    keep.order(order);
    if (order.invoice) await pay(order);
    for (const ms of [0, 2 * SECOND, 6 * SECOND]) {
      await pass(ms);
      keep("Order.refresh", await order.refresh());
      keep.order(order);
      keep("Sms4Sats.orderStatus", await sms.orderStatus({ id: order.id }));
    }
    keep("Order.waitForCode", await order.waitForCode());
  }
};

const ending = async (keep) => {
  const cancelled = await ordered("never");
  await pay(cancelled);
  await pass(2 * MINUTE);
  keep.order(cancelled);
  await failing(keep, async () => (await ordered()).cancel());
  keep("Order.cancel", await cancelled.cancel());
  await failing(keep, () => cancelled.waitForCode());
  keep.order(cancelled);
  const refunded = await ordered("soldout");
  await pay(refunded);
  await pass(5 * SECOND);
  keep("Order.refresh", await refunded.refresh());
  keep("Sms4Sats.orderStatus", await sms.orderStatus({ id: refunded.id }));
  await site("code", { orderId: refunded.id });
  keep("Order.refresh", await refunded.refresh());
  keep.order(refunded);
  const tampered = { ...(await ordered()).toJSON() };
  tampered.expectation = { ...tampered.expectation, minTimeLeftMs: 7 * DAY };
  keep("Order.status", (await sms.resume(tampered)).status());
  const expired = await ordered();
  await pass(DAY + 5 * MINUTE);
  keep("Order.refresh", await expired.refresh());
  keep.order(expired);
};

const sending = async (keep) => {
  for (const end of ["1234", "0000"]) {
    const message = await sms.sendSms({ phone: `+1987123${end}`, message: "hello" });
    const email = await sms.sendEmail({ address: `me${end}@shop.example`, message: "hello" });
    for (const order of [message, email]) await pay(order);
    for (const ms of [0, 2 * SECOND, 3 * SECOND]) {
      await pass(ms);
      for (const order of [message, email]) {
        keep("Order.refresh", await order.refresh());
        keep.order(order);
        keep("Sms4Sats.orderStatus", await sms.orderStatus({ id: order.id }));
      }
    }
  }
};

const wallets = async (keep) => {
  const enable = async () => {};
  const paid = async (provider, order) => {
    const asked = order ?? (await sms.fund({ amountSat: 1_000 }));
    keep("payWithWebln", await satline.payWithWebln(asked, { provider }));
    return asked;
  };
  const order = await paid({ enable, sendPayment: (invoice) => site("pay", { invoice }) });
  keep("Order.refresh", await order.refresh());
  keep.order(order);
  keep("Sms4Sats.history", await sms.history());
  const again = await paid({ enable, sendPaymentAsync: async () => ({}) });
  await paid({ enable, sendPaymentAsync: async () => ({}) }, again);
  await paid({ enable, sendPayment: async () => ({}) });
  await paid({ enable: async () => Promise.reject(new Error("no")) });
  await paid({ enable: () => pass(DAY), sendPayment: async () => ({}) });
};

/** What a call fails with. */
const failing = async (keep, call) => {
  const error = await Promise.resolve().then(call).then(() => assert.fail("It went well."), (thrown) => thrown);
  assert.ok(error instanceof SatlineError, error);
  keep("SatlineError.toJSON", error.toJSON());
};

const errors = async (keep) => {
  const fails = (call) => failing(keep, call);
  const fault = (route, what) => site("faults", { route: `/sms4sats/${route}`, times: 3, ...what });
  await fails(() => ordered("wa", { rental: "yes" }));
  await fails(() => new Sms4Sats({ ...AT.sms4sats, apiKey: undefined }).balance());
  await fails(() => ordered("wa", { priceSat: 1 }));
  await fails(() => sms.prices({ signal: AbortSignal.abort() }));
  await fails(() => satline.payWithWebln("x"));
  await fails(() => new Sms4Sats({ ...AT.sms4sats, apiKey: "none" }).balance());
  for (const [route, what, call] of [
    ["price", { drop: true }, () => sms.prices()],
    ["price", { wrongJson: true }, () => sms.prices()],
    ["price", { delayMs: 10_000 }, () => new Sms4Sats({ ...AT.sms4sats, timeoutMs: 100 }).prices()],
    ["price", { status: 429, retryAfter: 600 }, () => sms.prices()],
    ["createorder", { drop: true, times: 1 }, () => ordered()],
    ["createorder", { drop: true, times: 1 }, () => ordered("wa", { immediate: true })],
  ]) {
    await fault(route, what);
    await fails(call);
    await site("faults", []);
  }
  const order = await ordered();
  await pass(2 * MINUTE);
  await fault("cancelorder", { cutAfter: 3, times: 1 });
  await fault("orderstatus", { status: 500 });
  await fails(() => order.cancel());
  await site("faults", []);
};

const bitrefill = async (keep) => {
  await failing(keep, () => new Bitrefill({ ...AT.bitrefill, apiId: "nobody" }).balance());
  const client = new Bitrefill(AT.bitrefill);
  keep("Bitrefill.ping", await client.ping());
  keep("Bitrefill.balance", await client.balance());
  keep("Bitrefill.methods", await client.methods());
  const deposited = async (options) => {
    const { order, next } = await client.deposit(options);
    keep("TopUp.next", next);
    return order;
  };
  const told = async (order) => {
    keep("Order.refresh", await order.refresh());
    keep.order(order);
    keep("Bitrefill.invoice", await client.invoice({ id: order.id }));
  };
  const credited = await deposited({ method: "lightning", amount: 5, currency: "USD" });
  await pay(credited);
  await told(credited);
  await pass(10 * SECOND);
  await told(credited);
  const failed = await deposited({ method: "usdc_base" });
  await site("bitrefill/confirm", { invoiceId: failed.id, failure: "denied" });
  await told(failed);
  const expired = await deposited({ method: "usdc_base", amount: "5.64" });
  await told(expired);
  await pass(181 * MINUTE);
  await told(expired);
};

const lava = async (keep) => {
  await failing(keep, () => new Lava({ ...AT.lava, apiKey: "aks_test_nobody" }).wallet());
  const client = new Lava({ ...AT.lava, fetch: newer });
  keep("Lava.wallet", await client.wallet());
  keep("Lava.paymentMethods", await client.paymentMethods());
  keep("Lava.methods", await client.methods());
  for (const method of ["pm_sandbox_visa", "pm_sandbox_3ds"]) {
    const { order, next } = await client.fund({ method, amount: "10.00" });
    keep("TopUp.next", next);
    keep.order(order);
    keep("stepOrder", satline.stepOrder(order, { event: "no_answer" }));
  }
  await site("faults", { route: "POST /lava/v1/wallet/fund", drop: true });
  const { order, next } = await client.fund({ method: "pm_sandbox_visa", amount: "10.00" });
  keep("TopUp.next", next);
  keep.order(order);
};

const grid = async (keep) => {
  await failing(keep, () => new Grid({ ...AT.grid, apiSecret: "none" }).platformAccounts());
  const client = new Grid({ ...AT.grid, fetch: newer });
  keep("Grid.customersAccounts", await client.customersAccounts({ limit: 10 }));
  keep("Grid.platformAccounts", await client.platformAccounts());
  keep("Grid.methods", await client.methods());
  const { order, next } = await client.fund({ amount: "10" });
  keep("TopUp.next", next);
  keep.order(order);
};
