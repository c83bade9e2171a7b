import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { AT, afresh, calls, site } from "./testing.mjs";
import { shop } from "./webhook.mjs";

const served = async () => {
  const server = shop(() => url, AT.sms4sats).listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => (server.closeAllConnections(), server.close()));
  const url = `http://127.0.0.1:${server.address().port}`;
  return (path, body) => fetch(url + path, body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
};

/** Waits until the condition holds. */
const until = async (holds) => {
  while (!(await holds())) await sleep(20);
};

test("a webhook makes the app ask the service, and only the response counts", { timeout: 20_000 }, async () => {
  await afresh();
  const call = await served();
  const { name, invoice } = await (await call("/messages", { phone: "+19871234567", message: "hello" })).json();
  const state = async () => (await (await call(`/messages/${name}`)).json()).state;

  const forged = { status: "OK", paid: true, smsStatus: "DELIVERED" };
  assert.equal((await call(`/webhook/${name}`, forged)).status, 204);
  assert.equal(await state(), "awaiting_payment");
  assert.equal((await call("/webhook/another", forged)).status, 404);
  assert.equal((await call(`/webhook/${name}`, ["spam"])).status, 400);
  assert.equal(await calls("/sms4sats/orderstatus"), 1);

  await site("pay", { invoice });
  await site("clock", { advanceMs: 10_000 });
  await until(async () => (await state()) === "delivered");
});

test("the error for an invalid message names the field", async () => {
  const call = await served();
  const answer = await call("/messages", { phone: "12", message: "hello" });
  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).field, "phone");
});
