// The packed package, with satline and without.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { Bitrefill, Grid, Lava, Sms4Sats } from "../../pkg/node.mjs";
import { sandbox } from "../pkg/index.mjs";
import { serve } from "../pkg/server.mjs";

const ADDRESS = "https://sandbox.invalid";
const client = (services, options = {}) =>
  new Sms4Sats({ baseUrl: `${ADDRESS}/sms4sats`, network: "regtest", payee: services.nodeId, fetch: services.fetch, ...options });

test("an order is paid and gets its code without a network", async () => {
  const services = sandbox();
  const order = await client(services).receive({ country: "germany", service: "wa" });
  assert.equal(services.pay(order.invoice.text).state, "held");
  services.deliver(order.id, "063915");
  assert.equal((await order.waitForCode()).code, "063915");
  assert.equal(services.control(`invoices/${order.id}`).state, "settled");
});

test("all four services are there", async () => {
  const { fetch } = sandbox();
  const at = (path) => ({ baseUrl: ADDRESS + path, fetch });
  await new Bitrefill({ ...at("/bitrefill/v2"), apiId: "sandbox-business", apiSecret: "sandbox-business-secret" }).ping();
  assert.ok((await new Lava({ ...at("/lava/v1"), apiKey: "aks_test_sandbox" }).wallet()).balance);
  const grid = new Grid({ ...at("/grid/2025-10-13"), apiId: "sandbox-token", apiSecret: "sandbox-token-secret" });
  assert.ok((await grid.platformAccounts()).accounts.length > 0);
});

test("an order that fails says why, and its money is back", async () => {
  const services = sandbox();
  const order = await client(services).receive({ country: "germany", service: "wa" });
  services.pay(order.invoice.text);
  services.fail(order.id, "no such luck");
  await assert.rejects(order.waitForCode(), (error) => error.money === "returned");
  assert.equal(services.control(`invoices/${order.id}`).state, "cancelled");
});

test("advancing the clock lets everything happen that is due", async () => {
  const services = sandbox();
  const order = await client(services).receive({ country: "germany", service: "never" });
  services.pay(order.invoice.text);
  services.advance(21 * 60_000);
  assert.equal((await order.refresh()).state, "refunded");
});

test("faults reach the client as they would over a network", async () => {
  const services = sandbox();
  const sms = client(services);
  const failed = (fault, code) => {
    services.faults([{ route: "POST /sms4sats/createorder", ...fault }]);
    return assert.rejects(sms.receive({ country: "germany", service: "wa" }), (error) => error.code === code, JSON.stringify(fault));
  };
  await failed({ drop: true }, "outcome.unknown");
  await failed({ cutAfter: 5 }, "outcome.unknown");
  await failed({ status: 429, retryAfter: 7 }, "service.rate_limited");
  await failed({ wrongJson: true }, "outcome.unknown");
  assert.equal(services.requests("POST /sms4sats/createorder"), 4);
});

test("no other address is answered", async () => {
  await assert.rejects(sandbox().fetch("https://api2.sms4sats.com/price"), /was not asked/);
});

test("a request that is aborted stops", async () => {
  const services = sandbox();
  services.faults({ route: "/sms4sats/price", delayMs: 60_000 });
  await assert.rejects(services.fetch(`${ADDRESS}/sms4sats/price`, { signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
});

test("the same seed gives the same invoices, and another seed others", async () => {
  const number = (seed) => {
    const services = sandbox({ seed });
    const body = JSON.stringify({ country: 43, service: "wa" });
    const { orderId } = JSON.parse(services.handle({ method: "POST", target: "/sms4sats/createorder", body }).body);
    return orderId;
  };
  assert.equal(number(1), number(1));
  assert.notEqual(number(1), number(2));
});

test("the command serves the services until it is ended", async () => {
  const bin = new URL("../pkg/bin.mjs", import.meta.url).pathname;
  const server = spawn(process.execPath, [bin, "--port", "0", "--seed", "7"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(server.stdout, "data");
  const [address] = /http:\S+/.exec(line);
  const sms = new Sms4Sats({ baseUrl: `${address}/sms4sats`, network: "regtest" });
  const order = await sms.receive({ country: "germany", service: "wa" });
  const post = (path, body) => fetch(`${address}/sandbox/${path}`, { method: "POST", body: JSON.stringify(body) });
  await post("pay", { invoice: order.invoice.text });
  await post("code", { orderId: order.id, code: "12345" });
  assert.equal((await order.waitForCode()).code, "12345");
  server.kill();
  await once(server, "exit");
});

test("what the command does not understand is one sentence", async () => {
  const bin = new URL("../pkg/bin.mjs", import.meta.url).pathname;
  for (const [words, sentence] of [
    [["--port", "x"], /--port x is no number/],
    [["--frob"], /--frob/],
  ]) {
    const process_ = spawn(process.execPath, [bin, ...words], { stdio: ["ignore", "inherit", "pipe"] });
    const [text] = await once(process_.stderr, "data");
    assert.match(String(text), sentence);
    const [code] = await once(process_, "exit");
    assert.equal(code, 1);
  }
});

/** Returns the status of a request with headers that `fetch` does not let one set. */
const status = (address, path, headers) =>
  new Promise((resolve, reject) => {
    const request = httpRequest(address + path, { headers }, (response) => resolve(response.resume().statusCode));
    request.on("error", reject).end();
  });

test("the server answers this machine alone, and its controls no page of another", async () => {
  const { address, close } = await serve();
  assert.equal(await status(address, "/sandbox/", {}), 200);
  assert.equal(await status(address, "/sandbox/", { origin: "http://localhost:3000" }), 200);
  assert.equal(await status(address, "/sandbox/", { origin: "https://example.org" }), 403);
  assert.equal(await status(address, "/sandbox/pay/../../sandbox/", { origin: "https://example.org" }), 403);
  assert.equal(await status(address, "/sms4sats/", { host: "example.org" }), 403);
  assert.equal(await status(address, "/sms4sats/", { origin: "https://example.org" }), 200);
  const page = await fetch(`${address}/sandbox/`, { headers: { origin: "http://localhost:3000" } });
  assert.equal(page.headers.get("access-control-allow-origin"), "http://localhost:3000");
  await close();
});

test("a webhook is posted to this machine if webhooks are on", async () => {
  for (const webhooks of [true, false]) {
    const { sandbox: services, close } = await serve({ webhooks });
    const received = [];
    const { createServer } = await import("node:http");
    const listener = createServer(async (request, response) => {
      for await (const part of request) received.push(String(part));
      response.end();
    });
    await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const webhookUrl = `http://127.0.0.1:${listener.address().port}/hook`;
    const order = await client(services, { apiKey: "sandbox-key" }).sendSms({ phone: "+4915112345678", message: "hello", immediate: true, webhookUrl });
    assert.ok(order.id);
    const outcome = () => services.control("webhooks")[0]?.outcome;
    while (!outcome()) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(outcome(), webhooks ? "200" : "not posted: webhooks are off");
    assert.equal(received.length > 0, webhooks);
    listener.close();
    await close();
  }
});
