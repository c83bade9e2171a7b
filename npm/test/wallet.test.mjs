// Paying by WebLN, with the sandbox's wallet behind the provider.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { duration, failure, satline, startSandbox, until } from "./helper.mjs";

const { decodeInvoice, payWithWebln } = satline;
const CODE = { country: "germany", service: "wa" };

let sandbox, sms;
before(async () => {
  sandbox = await startSandbox();
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 0 });
  sms = sandbox.sms();
});

const wallet = (more) => sandbox.wallet(more);

test("a wallet pays an order, and the proof is the preimage of its invoice", async () => {
  const order = await sms.receive(CODE);
  const { paymentHash } = order.invoice;
  const watching = (async () => {
    for await (const status of order.watch()) if (status.isOver) return status;
  })();
  const paid = await payWithWebln(order, { provider: wallet() });
  assert.equal(paid.outcome, "paid");
  const digest = await crypto.subtle.digest("SHA-256", Buffer.from(paid.preimage, "hex"));
  assert.equal(Buffer.from(digest).toString("hex"), paymentHash);
  assert.equal((await watching).state, "code_received");
  await failure(payWithWebln(order, { provider: wallet() }), { code: "input.invalid", field: "order" });
});

test("a wallet pays an invoice that passes the check, once", async () => {
  const { invoice } = await sms.receive(CODE);
  const provider = wallet();
  const expectation = { network: "regtest", priceSat: invoice.amountSat };
  await failure(payWithWebln(invoice.text, { provider }), { code: "invoice.rejected" });
  const error = await failure(payWithWebln(invoice.text, { provider, ...expectation, priceSat: 1 }), { code: "invoice.rejected" });
  assert.ok(error.checks.some(({ rule, passed }) => rule === "price" && !passed));
  assert.equal(provider.asked, 0);
  assert.equal((await payWithWebln(invoice.text, { provider, ...expectation })).outcome, "paid");
  assert.equal((await payWithWebln(invoice.text, { provider, ...expectation })).outcome, "already_sent");
  assert.equal(provider.asked, 1);
  assert.equal(decodeInvoice(invoice.text).payee, invoice.payee);
});

/** Behaviours of wallets, and their outcomes. */
const OUTCOMES = [
  ["declined", { enable: async () => { throw new Error("User rejected"); } }],
  ["declined", { enable: async () => ({ enabled: false }) }],
  ["declined", { sendPayment: undefined }],
  ["declined", { sendPayment: () => Promise.reject(new Error("User rejected")) }],
  ["unknown", { sendPayment: () => Promise.reject(new Error("timed out")) }],
  ["unknown", { sendPayment: () => Promise.reject() }],
  ["unknown", { sendPayment: () => { throw { get message() { throw new Error("no"); } }; } }],
  ["unknown", { sendPayment: async () => ({ preimage: "00".repeat(32) }) }],
  ["unknown", { sendPayment: async () => null }],
  ["unknown", { sendPayment: async () => ({ get preimage() { throw new Error("no"); } }) }],
  ["pending", { sendPaymentAsync: async () => ({}) }],
];

test("every other behaviour of a wallet has its outcome", async () => {
  for (const [outcome, members] of OUTCOMES) {
    const order = await sms.receive(CODE);
    const paid = await payWithWebln(order, { provider: wallet(members) });
    assert.deepEqual(paid, { outcome }, String(Object.values(members)[0]));
    const again = await payWithWebln(order, { provider: wallet({ enable: async () => ({ enabled: false }) }) });
    assert.equal(again.outcome, outcome === "declined" ? "declined" : "already_sent");
  }
});

test("a poll from before the wallet was asked does not clear `maybePaid`", async () => {
  const order = await sms.receive(CODE);
  const watch = order.watch();
  await watch.next();
  const answers = [order.refresh(), watch.next()];
  const paying = payWithWebln(order, { provider: wallet({ sendPayment: () => Promise.reject(new Error("timed out")) }) });
  assert.deepEqual([order.toJSON().walletAsked, order.money], [true, "unknown"]);
  await answers[0];
  assert.deepEqual(await paying, { outcome: "unknown" });
  assert.equal(order.status.maybePaid, true);
  await sandbox.pay(order.invoice);
  const { value } = await answers[1];
  assert.deepEqual([value.maybePaid, value.money], [false, value.state === "code_received" ? "spent" : "held"]);
  await watch.return();
});

test("an invoice that was given to a wallet before may be paid, whatever the record says", async () => {
  const order = await sms.receive(CODE);
  const earlier = await sms.resume(order.toJSON());
  const provider = wallet({ sendPayment: () => Promise.reject(new Error("timed out")) });
  assert.equal((await payWithWebln(order, { provider })).outcome, "unknown");
  assert.equal((await payWithWebln(earlier, { provider })).outcome, "already_sent");
  assert.deepEqual([earlier.status.maybePaid, earlier.money], [true, "unknown"]);
});

test("aborting before the wallet was asked pays nothing; after that the outcome is unknown", async () => {
  const order = await sms.receive(CODE);
  const reason = new Error("the user left");
  for (const stuck of ["enable", "sendPayment"]) {
    const controller = new AbortController();
    let there = false;
    const provider = wallet({ [stuck]: () => ((there = true), new Promise(() => {})) });
    const paying = payWithWebln(order, { provider, signal: controller.signal });
    paying.catch(() => {});
    await until(() => there);
    const took = await duration(async () => {
      controller.abort(reason);
      if (stuck === "enable") await failure(paying, { code: "call.aborted", cause: reason, money: "untouched" });
      else assert.deepEqual(await paying, { outcome: "unknown" });
    });
    assert.ok(took < 50, `${took} ms`);
  }
  assert.equal((await payWithWebln(order, { provider: wallet() })).outcome, "already_sent");
});

test("without a wallet, or with unknown options, nothing is sent", async () => {
  const order = await sms.receive(CODE);
  for (const provider of [undefined, null, {}, 5]) await failure(payWithWebln(order, { provider }), { code: "wallet.missing" });
  const provider = wallet({ enable: () => assert.fail("asked") });
  await failure(payWithWebln(order, { provider, priceSat: 5 }), { code: "input.invalid", field: "priceSat" });
  await failure(payWithWebln("lnbc1", { provider }), { code: "invoice.rejected" });
});
