// Whatever `fetch` does, a call ends with a result or a SatlineError, within its deadline.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { duration, failure, satline, startServer, timers, until } from "./helper.mjs";

const { Grid, Lava, Sms4Sats } = satline;
const PRICES = '{"status":"OK","receive":3000}';
const CREATE = { country: "germany", service: "wa" };

const never = () => new Promise(() => {});
const response = (members) => ({ status: 200, headers: new Headers(), text: async () => PRICES, ...members });
const trap = (name) => Object.defineProperty(response(), name, { get: () => assert.fail(`a trap at ${name}`) });
const client = (fetch, options) => new Sms4Sats({ fetch, timeoutMs: 400, ...options });

/** What `fetch` does, and the result of a read. */
const HOSTILE = {
  "throws at once": [() => assert.fail("no"), "service.unreachable"],
  "throws nothing": [() => { throw undefined; }, "service.unreachable"],
  "rejects with nothing": [() => Promise.reject(), "service.unreachable"],
  "rejects with a text": [() => Promise.reject("no"), "service.unreachable"],
  "gives nothing": [() => undefined, "service.unreachable"],
  "gives null": [async () => null, "service.unreachable"],
  "gives a text": [async () => PRICES, "service.unreachable"],
  "never settles": [never, "service.timed_out"],
  "gives something that is never there": [() => ({ then() {} }), "service.timed_out"],
  "gives something that throws when awaited": [() => ({ get then() { throw new Error("no"); } }), "service.unreachable"],
  "gives no status": [async () => response({ status: undefined }), "service.unreachable"],
  "gives a status that is none": [async () => response({ status: 1e9 }), "service.unreachable"],
  "gives a status that throws when counted": [async () => response({ status: { valueOf: () => assert.fail("no") } }), "service.unreachable"],
  "gives a status that throws": [async () => trap("status"), "service.unreachable"],
  "gives headers that throw": [async () => trap("headers"), "service.unreachable"],
  "gives no headers": [async () => response({ headers: null }), "service.unreachable"],
  "gives a body that throws": [async () => trap("text"), "service.unreachable"],
  "gives a body that is no text": [async () => response({ text: async () => ({ length: 3 }) }), "service.unreachable"],
  "gives a body that never ends": [async () => response({ text: never }), "service.timed_out"],
  "gives a body that breaks off": [async () => response({ text: () => Promise.reject(new Error("no")) }), "service.unreachable"],
  "gives ten million characters": [async () => response({ text: async () => "x".repeat(10_000_000) }), "service.unreadable"],
  "gives half a character": [async () => response({ text: async () => '{"status":"\ud800' }), "service.unreadable"],
  "gives a redirect that nobody followed": [async () => response({ status: 302 }), "service.unreadable"],
};

test("every failure of fetch during a read becomes an error that says so", async () => {
  await Promise.all(
    Object.entries(HOSTILE).map(async ([what, [fetch, code]]) => {
      const error = await failure(client(fetch).prices(), { service: "sms4sats", money: "untouched" });
      // With re-sends, the deadline may pass before the last one.
      assert.ok([code, "service.timed_out"].includes(error.code), `${what}: ${error.code}`);
    }),
  );
});

test("every failure of fetch during an order leaves its outcome unknown, and it is sent once", async () => {
  await Promise.all(
    Object.entries(HOSTILE).map(async ([what, [fetch]]) => {
      let sent = 0;
      const counting = (...args) => {
        sent += 1;
        return fetch(...args);
      };
      const error = await failure(client(counting).receive(CREATE));
      assert.equal(error.code, "outcome.unknown", what);
      assert.equal(error.outcome, "unknown");
      assert.equal(error.retryable, true, "an order that nobody pays may be made again");
      assert.equal(sent, 1, what);
    }),
  );
});

test("`navigator.onLine` is believed only if no money can have moved", async (t) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { onLine: false }, configurable: true });
  t.after(() => (before ? Object.defineProperty(globalThis, "navigator", before) : delete globalThis.navigator));
  const fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  const order = await failure(client(fetch).receive(CREATE), { code: "service.unreachable", money: "untouched", retryable: true });
  assert.match(order.message, /^No money moved\. Nothing was sent/);
  const read = { wallet_id: "w", balance: "1.00", data: [{ payment_method_id: "pm_1", brand: "visa", last4: "4242" }] };
  const lava = new Lava({ apiKey: "aks_test_sandbox", timeoutMs: 400, fetch: async (url, { method }) => (method === "POST" ? fetch() : Response.json(read)) });
  const { order: charge } = await lava.topUp({ amount: "10", currency: "USD", paymentMethodId: "pm_1" });
  assert.equal(charge.state, "unknown");
});

test("huge and invalid headers do no harm", async () => {
  const headers = { get: () => "9".repeat(5_000_000) + "\n\r\n\0" };
  assert.equal((await client(async () => response({ headers })).prices()).receiveSat, 3_000);
});

test("`Retry-After` pauses, in seconds or as a date", async () => {
  const at = new Date(Date.now() + 90_000).toUTCString();
  for (const [told, from, to] of [["90", 90_000, 90_000], [at, 85_000, 92_000], ["soon", undefined], ["Sun, 99 Nov 2099 08:00:00 GMT", undefined]]) {
    const headers = new Headers({ "retry-after": told });
    const { retryAfterMs } = await failure(client(async () => response({ status: 400, headers })).prices());
    if (from) assert.ok(retryAfterMs >= from && retryAfterMs <= to, `${told}: ${retryAfterMs}`);
    else assert.equal(retryAfterMs, undefined, told);
  }
});

test("the cause is fetch's own error", async () => {
  const cause = new Error("the cable is out");
  const error = await failure(client(() => Promise.reject(cause)).receive(CREATE), { code: "outcome.unknown" });
  assert.equal(error.cause, cause);
});

test("a response's error has no cause from an earlier attempt", async () => {
  const answers = [() => Promise.reject(new Error("once")), async () => response({ status: 404, text: async () => "{}" })];
  const error = await failure(client(() => answers.shift()(), { timeoutMs: 5_000 }).prices(), { status: 404 });
  assert.equal(error.cause, undefined);
});

test("reads are sent again, and the response counts", async () => {
  let sent = 0;
  const server = await startServer((request, reply) => {
    sent += 1;
    if (sent === 1) request.socket.destroy();
    else if (sent === 2) reply.writeHead(503).end();
    else reply.end(PRICES);
  });
  const prices = await new Sms4Sats({ baseUrl: server.address }).prices();
  assert.equal(prices.receiveSat, 3_000);
  assert.equal(sent, 3);
});

test("the deadline covers a slow body, and closes the connection", async () => {
  let closed = false;
  const server = await startServer((request, reply) => {
    reply.write('{"status":');
    const drip = setInterval(() => reply.write(" "), 20);
    reply.on("close", () => {
      clearInterval(drip);
      closed = true;
    });
  });
  const sms = new Sms4Sats({ baseUrl: server.address, timeoutMs: 300 });
  const took = await duration(() => failure(sms.prices(), { code: "service.timed_out" }));
  assert.ok(took >= 290 && took < 2_000, `${took} ms`);
  await until(() => closed, "the connection is closed");
});

test("the deadline covers all steps of a call, and no request that moves money starts after it", async () => {
  const answers = { payment_methods: { data: [{ payment_method_id: "pm", brand: "visa" }] }, wallet: { balance: "50.00" } };
  const sent = [];
  const server = await startServer((request, reply) => {
    const [name] = request.url.split("/").slice(-1);
    sent.push(name);
    setTimeout(() => reply.end(JSON.stringify(answers[name] ?? {})), 300);
  });
  const lava = new Lava({ baseUrl: server.address, apiKey: "aks_test_x", timeoutMs: 500 });
  const took = await duration(() => failure(lava.topUp({ paymentMethodId: "pm", amount: "25" }), { code: "service.timed_out", money: "untouched" }));
  assert.ok(took >= 490 && took < 800, `${took} ms`);
  assert.ok(sent.length > 1 && !sent.includes("fund"), String(sent));
});

test("redirects are not followed: they could carry the key away", async () => {
  const elsewhere = await startServer((request, reply) => reply.end(PRICES));
  const server = await startServer((request, reply) => reply.writeHead(307, { location: elsewhere.address }).end());
  await failure(new Sms4Sats({ baseUrl: server.address, apiKey: "key" }).receive(CREATE), { code: "outcome.unknown" });
  assert.equal(elsewhere.requests, 0);
});

test("fetch is called without `this`, as the engine's own requires", async () => {
  let self = "not called";
  await client(function () {
    self = this;
    return response();
  }).prices();
  assert.equal(self, undefined);
});

test("hooks see the path and the status, and never a key, a query or a body", async () => {
  const seen = [];
  const watching = { onRequest: (about) => seen.push(about), onResponse: (about) => seen.push(about) };
  const fetch = async () => response({ text: async () => '{"status":"OK","paid":false}' });
  await client(fetch, { ...watching, apiKey: "open-sesame" }).fetchStatus({ id: "my-order" });
  await failure(client(fetch, { ...watching, apiKey: "open-sesame" }).sendSms({ phone: "+4915112345678", message: "my words" }));
  await failure(new Grid({ fetch, ...watching, apiId: "me", apiSecret: "open-sesame" }).platformAccounts());
  assert.deepEqual(
    seen.map(({ call, method, status }) => [call, method, status]),
    [
      ["fetchStatus", "GET", undefined],
      ["fetchStatus", "GET", 200],
      ["sendSms", "POST", undefined],
      ["sendSms", "POST", 200],
      ["platformAccounts", "GET", undefined],
      ["platformAccounts", "GET", 200],
    ],
  );
  assert.doesNotMatch(JSON.stringify(seen), /sesame|my-order|4915112345678|my words|headers/);
});

test("hooks that throw, reject or modify their argument change nothing", async () => {
  const angry = [
    () => { throw new Error("no"); },
    () => Promise.reject(new Error("no")),
    () => ({ then: () => { throw new Error("no"); } }),
    (about) => { for (const name of Object.keys(about)) about[name] = "elsewhere"; },
  ];
  for (const hook of angry) {
    const sms = client(async (url) => response({ text: async () => `{"status":"OK","receive":${url.includes("sms4sats.com") ? 3_000 : 0}}` }), {
      onRequest: hook,
      onResponse: hook,
    });
    assert.equal((await sms.prices()).receiveSat, 3_000);
  }
  const seen = [];
  const forging = { onRequest: (about) => { about.url = "elsewhere"; }, onResponse: ({ url }) => seen.push(url) };
  await client(async () => response(), forging).prices();
  assert.deepEqual(seen, ["https://api2.sms4sats.com/price"]);
  await sleep(10);
});

test("headers of the client and of a call are sent, and ours cannot be replaced", async () => {
  let sent;
  const fetch = async (url, { headers }) => {
    sent = new Headers(headers);
    return response({ text: async () => '{"status":"error","reason":"no"}' });
  };
  const sms = client(fetch, { apiKey: "ours", headers: { "X-Trace": "client", "X-Client": "yes" } });
  const headers = { "x-trace": "call", "X-Api-Key": "theirs", "Content-Type": "text/plain" };
  for (const given of [headers, new Headers(headers), Object.entries(headers)]) {
    await failure(sms.receive({ ...CREATE, headers: given }), { code: "service.refused" });
    assert.deepEqual(Object.fromEntries(sent), {
      "content-type": "application/json",
      "x-api-key": "ours",
      "x-client": "yes",
      "x-trace": "call",
    });
  }
  // A relay holds the key, and may need its own header.
  await failure(new Sms4Sats({ fetch, headers: { "x-api-key": "relay" } }).balance(), { code: "input.key_missing" });
});

test("a service's key is never in an error", async () => {
  const cause = new Error("no");
  const error = await failure(client(() => Promise.reject(cause), { apiKey: "open-sesame" }).balance());
  assert.doesNotMatch(error.stack + JSON.stringify(error), /sesame/);
});

test("no timer and no effect is left", async () => {
  await until(() => timers() === 0, "all timers are gone");
});

before(() => client(async () => response()).prices());
