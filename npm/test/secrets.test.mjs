// Where keys, numbers, codes and preimages get to: canaries are walked through everything, and then searched for.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inspect } from "node:util";

/** Every instance of the wasm in this process, to look into its memory. */
const instances = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct: (made, given) => {
    const instance = Reflect.construct(made, given);
    instances.push(instance);
    return instance;
  },
});
const { failure, satline, startSandbox, until } = await import("./helper.mjs");
const { Bitrefill, Grid, Lava, Sms4Sats, payWithWebln, readWebhook } = satline;

/** The secrets of every client, each only here. */
const KEYS = {
  sms4sats: "canary-key-of-sms4sats-8d1f",
  bitrefill: "canary-secret-of-bitrefill-27aa",
  lava: "aks_live_canary-key-of-lava-90c3",
  grid: "canary-secret-of-grid-51be",
};

/** Returns the encodings in which a secret could stay. */
const forms = (secret) =>
  [
    secret,
    // Freed memory loses its beginning to the allocator.
    secret.slice(-14),
    Buffer.from(secret).toString("base64").slice(0, -4),
    // As the password of Basic, after `id:`, and what is left of that: of a short one nothing.
    Buffer.from(`id:${secret}`).toString("base64").slice(24, -4),
    Buffer.from(secret).toString("hex"),
    encodeURIComponent(secret),
  ].filter((form) => form.length > 6);

/** Returns which of the secrets are in this text, or in these bytes. */
const found = (where, secrets = Object.values(KEYS)) => secrets.filter((secret) => forms(secret).some((form) => where.includes(form)));

/** Returns the secrets in the memory of all instances. */
const inMemory = (secrets) => found(Buffer.concat(instances.map(({ exports }) => Buffer.from(exports.memory.buffer))), secrets);

/** Returns a client of each service, which sends to this `fetch`. */
const clients = (fetch, mark = "") => {
  const options = { fetch, network: "regtest" };
  return [
    new Sms4Sats({ apiKey: KEYS.sms4sats + mark, ...options }),
    new Bitrefill({ apiId: "id", apiSecret: KEYS.bitrefill + mark, ...options }),
    new Lava({ apiKey: KEYS.lava + mark, fetch }),
    new Grid({ apiId: "id", apiSecret: KEYS.grid + mark, accountId: "InternalAccount:1", fetch }),
  ];
};

/** Returns everything that can be seen of an error. */
const shown = (error) => [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: Infinity, showHidden: true }), String(error.cause)].join();

/** A call that sends the key. */
const ask = (client, options) => (client.balance ?? client.wallet ?? client.platformAccounts).call(client, options);

let written = "";
before(() => {
  for (const name of ["log", "info", "warn", "error", "debug", "trace"]) {
    const before = console[name];
    console[name] = (...values) => {
      written += values.map((value) => inspect(value, { depth: 9, showHidden: true })).join(" ");
      before(...values);
    };
  }
});

test("a key goes to its service in a header, and is in no address and no body", async () => {
  const requests = [];
  const fetch = async (url, options) => {
    requests.push({ url: String(url), body: String(options?.body ?? ""), headers: JSON.stringify([...new Headers(options?.headers)]) });
    return new Response("{}", { status: 500 });
  };
  for (const client of clients(fetch)) await ask(client).catch(() => {});
  assert.ok(requests.length >= 4);
  assert.deepEqual(found(requests.map(({ headers }) => headers).join()), Object.values(KEYS));
  assert.deepEqual(found(requests.map(({ url, body }) => url + body).join()), []);
});

test("no key is in an error, its stack, its JSON or in what inspect shows of it, whatever the service answers", async () => {
  const answers = [
    () => new Response("", { status: 401 }),
    () => new Response("<html>", { status: 500 }),
    () => new Response("{", { status: 200 }),
    () => Response.json({ status: "ERROR", reason: "X-API-Key is not valid." }, { status: 400 }),
    () => Promise.reject(new TypeError("fetch failed")),
    () => {
      throw new Error("no fetch");
    },
    () => "no response",
  ];
  const errors = answers.flatMap((answer) => clients(async () => answer()).map((client) => failure(ask(client))));
  for (const error of await Promise.all(errors)) assert.deepEqual(found(shown(error)), [], error.message);
});

test("no key can be read from a client, by its members, its JSON or inspect", () => {
  for (const client of clients()) {
    const members = [];
    for (let at = client; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const name of Reflect.ownKeys(at)) members.push(String(name), inspect(Reflect.get(at, name, client), { depth: Infinity, showHidden: true }));
    }
    assert.deepEqual(found([...members, JSON.stringify(client), String(client), inspect(client, { depth: Infinity, showHidden: true })].join()), []);
  }
});

test("no hook is called with a key", async () => {
  const heard = [];
  const hook = (...values) => void heard.push(inspect(values, { depth: Infinity, showHidden: true }));
  const answering = async () => new Response("{}", { status: 500 });
  const all = [
    new Sms4Sats({ apiKey: KEYS.sms4sats, fetch: answering, onRequest: hook, onResponse: hook }),
    new Lava({ apiKey: KEYS.lava, fetch: answering, onRequest: hook, onResponse: hook }),
  ];
  for (const client of all) await ask(client).catch(() => {});
  await all[1].topUp({ paymentMethodId: "pm_sandbox_visa", amount: "10.00", save: hook }).catch(hook);
  assert.ok(heard.length >= 4);
  assert.deepEqual(found(heard.join()), []);
});

/** Clients whose keys are nowhere else, since those of the other tests may not have been freed. */
const MARK = "-in-memory";
const MARKED = Object.values(KEYS).map((key) => key + MARK);

test("after a client is freed its key is nowhere in the memory of the wasm", async () => {
  const answers = [
    async () => new Response('{"status":"OK","balance":1}'),
    async () => new Response("no", { status: 401 }),
    async () => Promise.reject(new TypeError("fetch failed")),
    () => new Promise(() => {}),
  ];
  for (const answer of answers) {
    const all = clients(answer, MARK);
    // The search finds it while it has to be there.
    assert.deepEqual(inMemory(MARKED), MARKED);
    for (const client of all) {
      const giving = new AbortController();
      const asking = [client.paymentMethods({ signal: giving.signal }), ask(client, { signal: giving.signal })];
      setTimeout(() => giving.abort(), 20);
      await Promise.allSettled(asking);
      client[Symbol.dispose]();
    }
    assert.deepEqual(inMemory(MARKED), [], String(answer));
  }
});

test("after a client is freed its headers are nowhere in the memory of the wasm: they may be a relay's tokens", async () => {
  const token = "canary-token-of-relay-51d0";
  const fetch = async () => new Response('{"status":"OK"}');
  const client = new Sms4Sats({ network: "regtest", fetch, headers: { authorization: token } });
  assert.deepEqual(inMemory([token]), [token]);
  await client.availability({ headers: [["x-token", `${token}-call`]] });
  client[Symbol.dispose]();
  assert.deepEqual(inMemory([token, `${token}-call`]), []);
});

/** Orders a code, pays it and receives it. Returns the order and its secrets. */
const received = async (sandbox, sms) => {
  const code = "482910573646";
  const order = await sms.receive({ country: "germany", service: "wa" });
  const invoice = order.invoice.text;
  const paying = payWithWebln(order, { provider: sandbox.wallet() });
  await until(async () => (await order.refresh(), order.number));
  await sandbox.post("code", { orderId: order.id, code });
  await until(async () => (await order.refresh(), order.code));
  const paid = await paying;
  assert.deepEqual([order.code, paid.outcome], [code, "paid"]);
  return { order, secrets: { code, number: order.number.slice(1), invoice, preimage: paid.preimage } };
};

test("after an order is freed its number, code, invoice and preimage are nowhere in the memory of the wasm", async () => {
  const sandbox = await startSandbox();
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 3_600_000 });
  const sms = sandbox.sms();
  const { order, secrets } = await received(sandbox, sms);
  // The search finds what has to be there.
  assert.deepEqual(inMemory([secrets.code, secrets.number]), [secrets.code, secrets.number]);
  const resumed = await sms.resume(JSON.stringify(order));
  const webhook = (number, code) => JSON.stringify(readWebhook(JSON.stringify({ orderId: order.id, paid: true, number, code })));
  assert.ok(webhook(Number(secrets.number), secrets.code).includes(secrets.code));
  // A number's digits are written on the stack, where those of the next one replace them.
  webhook(4_915_100_000_000, "000000");
  for (const object of [order, resumed, sms]) object[Symbol.dispose]();
  assert.deepEqual(inMemory(Object.values(secrets)), []);
});

test("what a crash says has no key, number, code, invoice or preimage in it", async () => {
  const sandbox = await startSandbox();
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 3_600_000 });
  const sms = sandbox.sms();
  const { order, secrets } = await received(sandbox, sms);
  const pending = new Lava({ apiKey: KEYS.lava, fetch: () => new Promise(() => {}) }).wallet();
  const rejected = failure(pending, { code: "internal" });
  new Uint8Array(instances.at(-1).exports.memory.buffer).fill(0xff);
  const errors = [];
  for (const use of [() => order.status, () => sms.receive({ country: "germany", service: "wa" }), () => order.toJSON()]) assert.throws(use, (error) => Boolean(errors.push(error)));
  errors.push(await rejected);
  const all = [...Object.values(KEYS), ...Object.values(secrets)];
  for (const error of errors) assert.deepEqual(found(shown(error), all), [], error.message);
});

test("a key that a client refuses is nowhere in the memory of the wasm", () => {
  for (const Client of [Sms4Sats, Lava]) assert.throws(() => new Client({ apiKey: `${KEYS.sms4sats}-refused \u20ac`, network: "regtest" }));
  assert.throws(() => new Sms4Sats({ apiKey: `${KEYS.lava}-refused`, timeoutMs: -1 }));
  assert.deepEqual(inMemory([`${KEYS.sms4sats}-refused`, `${KEYS.lava}-refused`]), []);
});

test("the console was told nothing of a key", () => {
  assert.deepEqual(found(written), []);
});
