// Topping up, with the same calls at all four services, against the sandbox.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { failure, satline, startSandbox } from "./helper.mjs";

const { Bitrefill, Grid, Lava } = satline;

let sandbox, bitrefill, lava, grid, sms;
before(async () => {
  sandbox = await startSandbox();
  await sandbox.set({ depositAfterMs: 0, bitrefillCallsPerTenMinutes: 1_000 });
  const at = (path) => ({ baseUrl: sandbox.address + path });
  bitrefill = new Bitrefill({ ...at("/bitrefill/v2"), network: "regtest", apiId: "sandbox-business", apiSecret: "sandbox-business-secret" });
  lava = new Lava({ ...at("/lava/v1"), apiKey: "aks_test_sandbox" });
  const token = { apiId: "sandbox-token", apiSecret: "sandbox-token-secret" };
  const { accounts } = await new Grid({ ...at("/grid/2025-10-13"), ...token }).customersAccounts({ limit: 1 });
  grid = new Grid({ ...at("/grid/2025-10-13"), ...token, accountId: accounts[0].id });
  sms = sandbox.sms({ apiKey: "sandbox-key" });
});

const ended = async (order) => {
  for await (const status of order.watch()) if (status.isOver) return status;
  return order.status;
};

test("every service lists its payment methods", async () => {
  for (const client of [bitrefill, lava, grid, sms]) {
    const methods = await client.paymentMethods();
    assert.ok(methods.length > 0);
    for (const { id, name, currencies } of methods) assert.ok(id && name && currencies.length > 0);
  }
});

test("sms4sats: an invoice", async () => {
  const [method] = await sms.paymentMethods();
  const { order, nextStep } = await sms.topUp({ paymentMethodId: method.id, amount: 500 });
  assert.equal(nextStep.kind, "pay_invoice");
  assert.equal(order.invoice.amountSat, 500);
  await sandbox.pay(order.invoice);
  assert.equal((await ended(order)).state, "credited");
});

test("Bitrefill: a deposit over Lightning, whose status is fetched meanwhile", async () => {
  await bitrefill.ping();
  const before = await bitrefill.balance();
  assert.equal(typeof before.units, "bigint");
  const { order, nextStep } = await bitrefill.topUp({ paymentMethodId: "lightning", amount: "5", currency: "USD" });
  assert.equal(nextStep.kind, "pay_invoice");
  await sandbox.pay(order.invoice);
  order.walletIsPaying();
  const { progress } = await bitrefill.getDeposit({ id: order.id });
  assert.match(progress, /paid|credited|waiting/);
  await sandbox.post("clock", { advanceMs: 1 });
  assert.equal((await order.refresh()).state, "credited");
  assert.equal((await bitrefill.balance()).units, before.units + 500n);
});

test("Bitrefill: an invoice above the cap is not returned", async () => {
  const options = { paymentMethodId: "lightning", amount: "5", currency: "USD" };
  const { order } = await bitrefill.topUp({ ...options, capSat: 5_000 });
  assert.equal(order.invoice.amountSat, 5_000);
  const error = await failure(bitrefill.topUp({ ...options, capSat: 4_999 }), { code: "invoice.rejected", money: "untouched" });
  assert.equal(error.checks.find(({ passed }) => !passed).rule, "cap");
  await failure(lava.topUp({ paymentMethodId: "pm_sandbox_visa", amount: 10, capSat: 10 }), { code: "input.invalid", field: "capSat" });
});

test("Bitrefill: a deposit to an address", async () => {
  const { order, nextStep } = await bitrefill.topUp({ paymentMethodId: "usdc_base", amount: "5.64", currency: "USD" });
  assert.equal(nextStep.kind, "pay_address");
  assert.match(nextStep.address, /^0x/);
  assert.match(nextStep.price, /5\.64/);
  await sandbox.post("bitrefill/confirm", { invoiceId: order.id });
  await sandbox.post("clock", { advanceMs: 1 });
  assert.equal((await order.refresh()).state, "credited");
});

test("Lava: a saved card is charged at once", async () => {
  assert.equal((await lava.wallet()).balance.currency, "USD");
  assert.ok((await lava.savedCards()).some(({ id }) => id === "pm_sandbox_visa"));
  const charged = await lava.topUp({ paymentMethodId: "pm_sandbox_visa", amount: "10.00" });
  assert.equal(charged.nextStep.kind, "done");
  assert.equal(charged.order.state, "charged");
});

test("Lava: a charge is stored before it is sent, and not sent if it cannot be stored", async () => {
  const charges = () => sandbox.count("POST", "/lava/v1/wallet/fund");
  const before = await charges();
  let kept;
  const save = async ({ order, nextStep }) => {
    await sandbox.set({}); // `save` is awaited
    assert.equal(nextStep.kind, "wait");
    kept = order.toJSON();
    assert.equal(await charges(), before);
  };
  const { order } = await lava.topUp({ paymentMethodId: "pm_sandbox_visa", amount: "10.00", save });
  assert.deepEqual([kept.state, order.state, await charges()], ["unknown", "charged", before + 1]);
  // The stored record is enough to continue.
  assert.equal((await ended(await lava.resume(kept))).state, "charged");
  const full = () => Promise.reject(new Error("no room"));
  const error = await failure(lava.topUp({ paymentMethodId: "pm_sandbox_visa", amount: "10.00", save: full }), { code: "input.invalid", field: "save", money: "untouched" });
  assert.equal(error.cause.message, "no room");
  assert.equal(await charges(), before + 1);
});

test("Lava: a charge that needs confirmation is followed from the link to its end", async () => {
  const { order, nextStep } = await lava.topUp({ paymentMethodId: "pm_sandbox_3ds", amount: "10.00" });
  assert.equal(nextStep.kind, "confirm_here");
  assert.equal(order.state, "needs_confirmation");
  assert.equal(order.money, "untouched");
  const answer = await fetch(`${nextStep.link}/confirm`, { method: "POST" });
  assert.equal(answer.status, 200);
  assert.equal((await ended(order)).state, "charged");
});

test("Lava: a declined card is an error with the service's message", async () => {
  const error = await failure(lava.topUp({ paymentMethodId: "pm_sandbox_declined", amount: "10.00" }), { code: "service.refused", service: "Lava" });
  assert.match(error.serviceMessage, /\S/);
});

test("Grid: an account is funded", async () => {
  const [method] = await grid.paymentMethods();
  const { order } = await grid.topUp({ paymentMethodId: method.id, amount: "10", currency: method.currencies[0] });
  assert.equal(order.service, "Grid");
  assert.equal(order.isOver, true);
  assert.ok((await grid.platformAccounts()).accounts.length > 0);
});

test("Grid: accounts are listed by page, iterated over, and filtered", async () => {
  const walked = [];
  for await (const { id, balance } of grid.walkCustomersAccounts({ currency: "USD" })) walked.push([id, balance.currency]);
  const all = [];
  for await (const { id } of grid.walkCustomersAccounts()) all.push(id);
  assert.ok(walked.length > 0 && all.length > walked.length, `${walked.length} of ${all.length}`);
  assert.ok(walked.every(([, currency]) => currency === "USD"));
  assert.equal(new Set(all).size, all.length);
  const first = await grid.customersAccounts({ limit: 2 });
  assert.deepEqual(first.accounts.map(({ id }) => id), all.slice(0, 2));
  const { accounts } = await grid.customersAccounts({ limit: 2, cursor: first.next });
  assert.deepEqual(accounts.map(({ id }) => id), all.slice(2, 4));
  const [{ customerId }] = first.accounts;
  const theirs = await grid.customersAccounts({ customerId });
  assert.ok(theirs.accounts.length > 0 && theirs.accounts.every((account) => account.customerId === customerId));
  const fiat = await grid.platformAccounts({ type: "INTERNAL_FIAT" });
  assert.ok(fiat.accounts.every(({ kind }) => kind === "INTERNAL_FIAT"));
  assert.throws(() => grid.walkCustomersAccounts({ curency: "USD" }), { code: "input.invalid", field: "curency" });
});

test("Grid: two simultaneous top-ups are two orders", async () => {
  const { now } = Date;
  const moment = now();
  Date.now = () => moment;
  try {
    const [one, other] = await Promise.all([1, 2].map((amount) => grid.topUp({ paymentMethodId: "sandbox", amount })));
    assert.notEqual(one.order.id, other.order.id);
  } finally {
    Date.now = now;
  }
});

test("an invalid amount or method spends nothing", async () => {
  const routes = ["/bitrefill/v2/accounts/deposit", "/lava/v1/wallet/fund", "/sms4sats/fund"];
  const spent = () => Promise.all(routes.map((route) => sandbox.count("POST", route)));
  const before = await spent();
  for (const [client, method] of [[bitrefill, "lightning"], [lava, "pm_sandbox_visa"], [sms, (await sms.paymentMethods())[0].id], [grid, "sandbox"]]) {
    for (const amount of [-1, 0, "many", "", true, [], {}, "1e9", 1e30]) {
      await failure(client.topUp({ paymentMethodId: method, amount }), { code: "input.invalid", field: "amount" });
    }
    await failure(client.topUp({ paymentMethodId: "barter", amount: 10 }), { code: "input.invalid", field: "paymentMethodId" });
    await failure(client.topUp({ paymentMethodId: method, amount: 10, currency: "XXX" }), { code: "input.invalid", field: "currency" });
    await failure(client.topUp({ paymentMethodId: method, amount: 10, amuont: 10 }), { code: "input.invalid", field: "amuont" });
  }
  assert.deepEqual(await spent(), before);
});
