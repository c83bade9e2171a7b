// Wallets over Nostr Wallet Connect: the most widely used client, with a relay on this machine.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NWCClient } from "@getalby/sdk/nwc";
import { NostrWebLNProvider } from "@getalby/sdk/webln";
import { satline, startSandbox } from "./helper.mjs";
import { startWallet } from "./relay.mjs";

const { payWith } = satline;
const CODE = { country: "germany", service: "wa" };

let sandbox, sms, wallet, client;
before(async () => {
  sandbox = await startSandbox();
  sms = sandbox.sms();
  wallet = await startWallet(sandbox);
  client = new NWCClient({ nostrWalletConnectUrl: wallet.url });
});
after(() => client.close());

test("a client pays an order, and its preimage proves it", async () => {
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 0 });
  const order = await sms.receive(CODE);
  const { paymentHash } = order.invoice;
  const paying = payWith(order, client);
  assert.equal(order.status.maybePaid, true); // before the wallet is asked
  const [paid, { code }] = await Promise.all([paying, order.waitForCode()]);
  assert.equal(paid.outcome, "paid");
  const digest = await crypto.subtle.digest("SHA-256", Buffer.from(paid.preimage, "hex"));
  assert.equal(Buffer.from(digest).toString("hex"), paymentHash);
  assert.match(code, /^\d+$/);
});

test("a wallet that refuses because of its budget has sent nothing, and may be asked again", async (context) => {
  context.after(() => wallet.behave());
  await wallet.behave("QUOTA_EXCEEDED");
  const order = await sms.receive(CODE);
  assert.deepEqual(await payWith(order, client), { outcome: "declined" });
  assert.deepEqual([order.status.maybePaid, order.money], [false, "untouched"]);
  await wallet.behave("PAYMENT_FAILED"); // which may also be a time-out
  assert.deepEqual(await payWith(order, client), { outcome: "unknown" });
});

test("its WebLN provider pays too, and says at once that the payment is pending", async () => {
  const provider = new NostrWebLNProvider({ client });
  const order = await sms.receive(CODE);
  const before = wallet.asked.length;
  const [paid] = await Promise.all([payWith(order, provider), order.waitForCode()]);
  assert.deepEqual([paid, wallet.asked.length], [{ outcome: "pending" }, before + 1]);
});

test("a payment that is held for longer than the client's timeout is neither lost nor repeated", async (context) => {
  const { setTimeout } = globalThis;
  context.after(() => (globalThis.setTimeout = setTimeout));
  // The client times out after a minute: here after a moment, while the wallet holds the payment.
  globalThis.setTimeout = (run, delay, ...args) => setTimeout(run, delay === 60_000 ? 300 : delay, ...args);
  await sandbox.set({ numberAfterMs: 3_600_000 });
  const order = await sms.receive(CODE);
  const before = wallet.asked.length;
  assert.deepEqual(await payWith(order, client), { outcome: "unknown" });
  assert.deepEqual([order.status.maybePaid, order.money], [true, "unknown"]);
  assert.deepEqual(await payWith(order, client), { outcome: "already_sent" });
  const resumed = await sms.resume(order.toJSON());
  assert.deepEqual(await payWith(resumed, client), { outcome: "already_sent" });
  assert.equal(wallet.asked.length, before + 1);
  await order.refresh();
  assert.deepEqual([order.state, order.money], ["held", "held"]);
  await sandbox.advance(21 * 60_000); // the order is cancelled automatically, and the money is returned
  await order.refresh();
  assert.deepEqual([order.state, order.money, order.status.maybePaid], ["refunded", "returned", false]);
});
