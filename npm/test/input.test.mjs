// For every wrong argument there is an error of the package that names the field, nothing is sent, and
// the next call works.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertError, failure, satline, startServer } from "./helper.mjs";

const { AccountWalk, Bitrefill, Grid, Lava, Order, OrderWatch, SatlineError, Sms4Sats, Watch, stepOrder } = satline;
const INVOICE =
  "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqq" +
  "syqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53u" +
  "t353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";

const fail = () => {
  throw new Error("a trap of the caller's");
};
const cyclic = {};
cyclic.self = cyclic;
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const deep = JSON.parse("[".repeat(5_000) + "]".repeat(5_000));

/** Values that no call should accept. */
const STRANGE = {
  undefined: undefined,
  null: null,
  zero: 0,
  "minus one": -1,
  NaN: NaN,
  Infinity: Infinity,
  true: true,
  "an empty text": "",
  "a text": "strange",
  "a huge text": "x".repeat(5_000_000),
  "half a character": "\ud800",
  "a zero byte": "\0",
  bigint: 10n ** 400n,
  symbol: Symbol("strange"),
  function: () => {},
  class: class {},
  "empty list": [],
  list: [1, "two", null],
  "deep list": deep,
  "empty object": {},
  "a getter that throws": Object.defineProperty({}, "country", { enumerable: true, get: fail }),
  "a proxy that throws": new Proxy({}, { ownKeys: fail, get: fail, has: fail, getPrototypeOf: fail }),
  "a revoked proxy": revoked.proxy,
  "a cyclic object": cyclic,
  "toJSON that throws": { toJSON: fail },
  "a field's toJSON that throws": { country: { toJSON: fail } },
  "toString that throws": { toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail },
  "an unknown field": { cuntry: "germany" },
  "a field called __proto__": JSON.parse('{"__proto__":{"country":"germany","headers":{"x":"y"}}}'),
  "a field with a huge name": { ["x".repeat(5_000_000)]: 1 },
  date: new Date(NaN),
  map: new Map([["country", "germany"]]),
  bytes: new Uint8Array(9),
  promise: Promise.resolve(1),
  error: new Error("strange"),
};

let server, clients, functions;

before(async () => {
  server = await startServer((request, response) => response.end('{"status":"OK","balance":5}'));
  const baseUrl = server.address;
  const network = "regtest";
  const token = { apiId: "id", apiSecret: "secret" };
  clients = {
    sms: new Sms4Sats({ baseUrl, network, apiKey: "key" }),
    bitrefill: new Bitrefill({ baseUrl, network, ...token }),
    lava: new Lava({ baseUrl, apiKey: "key" }),
    grid: new Grid({ baseUrl, ...token }),
  };
  functions = allFunctions();
});

after(() => assert.equal(server.requests, 1, "nothing but the last call was sent"));

/** Classes without a public constructor, and members that wasm-bindgen adds to each class. */
const MADE_BY_OTHERS = [SatlineError, AccountWalk, Order, OrderWatch, Watch];
const OF_THE_GLUE = ["constructor", "free", "__destroy_into_raw"];

/** Every exported function, method and constructor, by name. */
const allFunctions = () => {
  const found = {};
  for (const [name, exported] of Object.entries(satline)) {
    if (name === "ready" || MADE_BY_OTHERS.includes(exported)) continue;
    const isClass = /^class/.test(String(exported));
    found[name] = isClass ? (...args) => new exported(...args) : exported;
  }
  for (const [owner, client] of Object.entries(clients)) {
    for (let level = Object.getPrototypeOf(client); level !== Object.prototype; level = Object.getPrototypeOf(level)) {
      for (const name of Object.getOwnPropertyNames(level)) {
        if (!OF_THE_GLUE.includes(name)) found[`${owner}.${name}`] = (...args) => client[name](...args);
      }
    }
  }
  for (const name of ["decodeInvoice", "checkInvoice", "qrSvg", "qrText", "textQrSvg", "payWithWebln", "payWith"]) {
    found[`${name}(invoice)`] = (...args) => satline[name](INVOICE, ...args);
  }
  return found;
};

/** Calls that accept no argument, or one that other calls refuse, and send nothing. */
const MAY_SUCCEED =
  /^(countries|findCountry|searchCountries|textQrSvg|(Sms4Sats|Bitrefill|Lava|Grid)|decodeInvoice\(invoice\)|checkInvoice(\(invoice\))?|(textQ|q)rSvg\(invoice\)|qrText\(invoice\)|.*\.watch|readWebhook)$/;

/** Calls that accept no argument and send a request: tried only with wrong arguments. */
const NEEDS_NOTHING = /\.(balance|history|availability|ping|wallet|paymentMethods|platformAccounts|customersAccounts|savedCards|walkCustomersAccounts|prices)$/;
const IS_NOTHING = ["undefined", "null", "empty object", "bytes", "date", "map", "promise", "error"];

const outcomeOf = async (call) => {
  try {
    const value = call();
    const isPromise = value instanceof Promise;
    return { value: await value, isPromise };
  } catch (error) {
    return { error };
  }
};

test("every function survives every wrong argument, in every position", async () => {
  for (const [name, call] of Object.entries(functions)) {
    for (const [what, strange] of Object.entries(STRANGE)) {
      if (NEEDS_NOTHING.test(name) && IS_NOTHING.includes(what)) continue;
      for (const args of [[strange], [strange, strange], [undefined, strange]]) {
        if (NEEDS_NOTHING.test(name) && args[0] === undefined) continue;
        const { error, value } = await outcomeOf(() => call(...args));
        const where = `${name} with ${what} as ${args.length}`;
        if (error === undefined) assert.ok(MAY_SUCCEED.test(name), `${where} gave ${typeof value}`);
        else assert.notEqual(assertError(error, {}, where).code, "internal", where);
        assert.equal(server.requests, 0, where);
      }
    }
  }
});

const text = [5, true, [], {}, "x".repeat(5_000_000), Symbol(), () => {}, { toJSON: fail }, cyclic];
const key = [...text, "with space", "line\nfeed", "schlüssel"];
const whole = [-1, 1.5, NaN, Infinity, "many", true, [], {}, 10n ** 30n];
const flag = [1, "yes", [], {}, NaN];
const country = ["", "atlantis", -1, 1e9, true, [], {}, NaN];
const functionOnly = [1, "yes", {}, [], true];
const signal = [1, "yes", {}, [], { aborted: false, addEventListener() {}, removeEventListener() {} }];
const headers = [1, "text", { "x-a": 1 }, { "x a": "b" }, { "x-a": "b\r\nc" }, { "x-a": "ж" }, { "x-a": undefined }, [["x"]]];
const message = { message: text, immediate: flag, webhookUrl: [...text, "no address", "ftp://example.org"] };
const common = { signal, headers };
const options = {
  baseUrl: [...text, "no address", "ftp://example.org", "http://example.org", "https://user:word@example.org"],
  network: [5, "moon", [], {}],
  timeoutMs: [...whole, 0, 600_001],
  headers,
  fetch: functionOnly,
  onRequest: functionOnly,
  onResponse: functionOnly,
};
const sms = { number: () => ({ country: "germany", service: "wa" }) };

/** Valid options of each call, and invalid values for each field. */
const FIELDS = [
  ["sms.receive", sms.number(), { country, service: [...text, ""], rental: flag, realPhone: flag, immediate: flag, referral: text, priceSat: whole, ...common }],
  ["sms.sendSms", { phone: "+4915112345678", message: "hi" }, { phone: [...text, "", "0049"], priceSat: whole, ...message, ...common }],
  ["sms.sendEmail", { address: "a@example.org", message: "hi" }, { address: [...text, "", "a", "a b@example.org"], ...message, ...common }],
  ["sms.fund", { amountSat: 5 }, { amountSat: [...whole, 0], ...common }],
  ["sms.services", { country: "germany" }, { country, ...common }],
  ["sms.rentalCountries", { service: "wa" }, { service: text, ...common }],
  ["sms.prices", {}, { country, service: text, ...common }],
  ["sms.fetchStatus", { id: "a" }, { id: [...text, ""], ...common }],
  ["sms.balance", {}, common],
  ["bitrefill.getDeposit", { id: "a" }, { id: [...text, ""], ...common }],
  ["grid.customersAccounts", {}, { limit: [...whole, 0, 101], cursor: text, ...common }],
  ["checkInvoice(invoice)", {}, { network: ["", 5, "moon", []], priceSat: whole, toleranceSat: whole, capSat: whole, minTimeLeftMs: whole, payee: text, paymentHash: [true, [], {}] }],
  ["decodeInvoice(invoice)", {}, { payee: [1, "no", {}, NaN] }],
  ["qrSvg(invoice)", {}, { title: text, level: ["", "m", 5, true, [], {}] }],
  ["qrText(invoice)", {}, { level: ["", "m", 5, true, [], {}] }],
  ["textQrSvg(invoice)", {}, { title: text, level: ["", "m", 5, true, [], {}] }],
  ["payWithWebln(invoice)", { provider: { enable() {} } }, { signal, priceSat: whole, provider: [1, {}, { get enable() { return fail(); } }] }],
];

test("the error names the wrong field", async () => {
  for (const [name, right, fields] of FIELDS) {
    for (const [field, wrongs] of Object.entries(fields)) {
      for (const wrong of wrongs) {
        const { error, value } = await outcomeOf(() => functions[name]({ ...right, [field]: wrong }));
        assert.ok(error, `${name} took ${String(typeof wrong)} as ${field}: ${JSON.stringify(value)}`);
        assertError(error, { field, money: "untouched", outcome: "none" });
      }
    }
  }
  assert.equal(server.requests, 0);
});

test("a client's wrong option is named, before any call", async () => {
  for (const [field, wrongs] of Object.entries({ ...options, apiKey: key, payee: [...text, "02"] })) {
    for (const wrong of wrongs) {
      const { error } = await outcomeOf(() => new Sms4Sats({ baseUrl: server.address, apiKey: "key", [field]: wrong }));
      assert.ok(error, `took ${String(typeof wrong)} as ${field}`);
      assertError(error, { field, code: "input.invalid" });
    }
  }
  assert.equal(server.requests, 0);
});

test("an error about a key does not contain the key", async () => {
  const secret = "sesame\nopen";
  const refused = (options, field) => ({ options, field });
  for (const { options, field } of [
    refused({ apiKey: secret }, "apiKey"),
    refused({ apiKey: { toString: () => secret, toJSON: () => ({ secret }) } }, "apiKey"),
    refused({ apiId: "id", apiSecret: secret }, "apiSecret"),
  ]) {
    const Client = field === "apiKey" ? Sms4Sats : Grid;
    const { error } = await outcomeOf(() => {
      const client = new Client({ baseUrl: server.address, ...options });
      return (client.balance ?? client.platformAccounts).call(client);
    });
    assertError(error, { field });
    const seen = [error.stack, JSON.stringify(error), String(error.cause), error.cause?.stack].join();
    assert.ok(!seen.includes("sesame"), seen);
  }
});

test("a client refuses unknown options at once; a base URL has no query", async () => {
  const baseUrl = server.address;
  for (const [Client, options] of [
    [Sms4Sats, { apiSecret: "secret" }],
    [Bitrefill, { payee: `02${"7".repeat(64)}` }],
    [Lava, { network: "regtest" }],
    [Grid, { apiKey: "key" }],
    [Sms4Sats, { apikey: undefined }],
    [Sms4Sats, { timeout: 5 }],
  ]) {
    const [field] = Object.keys(options);
    assert.throws(() => new Client({ baseUrl, ...options }), (error) => Boolean(assertError(error, { field, code: "input.invalid" })), field);
  }
  assert.throws(() => clients.sms.watch([], { persecond: 1 }), { code: "input.invalid", field: "persecond" });
  for (const query of ["#x", "?token=x"]) {
    assert.throws(() => new Grid({ baseUrl: `${baseUrl}/${query}` }), { field: "baseUrl", code: "input.invalid" });
  }
  assert.equal(server.requests, 0);
});

test("half a credential, or none without a relay, is an error", async () => {
  const sent = [];
  const fetch = async (url) => sent.push(url);
  for (const [client, field] of [
    [new Bitrefill({ fetch }), "apiId"],
    [new Bitrefill({ fetch, baseUrl: server.address, apiId: "id" }), "apiSecret"],
    [new Lava({ fetch }), "apiKey"],
    [new Grid({ fetch }), "apiId"],
    [new Grid({ fetch, apiSecret: "secret" }), "apiId"],
  ]) {
    const call = client.ping ?? client.wallet ?? client.platformAccounts;
    await failure(call.call(client), { field, code: "input.key_missing" });
  }
  assert.deepEqual(sent, []);
});

test("`qrSvg` and `qrText` draw only invoices; `textQrSvg` draws any text unchanged", () => {
  for (const other of ["https://example.org", "", "lnbc1", `${INVOICE}x`, "bitcoin:175tWpb8K1S7NmH4Zx6rewF9WQrcZv245W"]) {
    for (const draw of [satline.qrSvg, satline.qrText]) {
      assert.throws(() => draw(other), (error) => Boolean(assertError(error, { code: "input.invalid", field: "invoice" })), other);
    }
  }
  for (const draw of [satline.qrSvg, satline.qrText]) assert.equal(draw(`lightning:${INVOICE}`), draw(INVOICE.toUpperCase()));
  assert.notEqual(satline.textQrSvg("https://example.org/a"), satline.textQrSvg("https://example.org/A"));
  assert.throws(() => satline.textQrSvg("x".repeat(5_000)), { code: "input.invalid", field: "text" });
});

test("an invoice that claims never to expire has a valid date", () => {
  const order = { version: 1, service: "sms4sats", id: "a", kind: "code", state: "awaiting_payment", codes: [], expectation: { network: "regtest" } };
  const { status } = stepOrder({ ...order, createdAt: 5, changedAt: 5, expiresAt: Number.MAX_SAFE_INTEGER }, { event: "no_answer" });
  assert.equal(status.expiresAt.toISOString(), "+275760-09-13T00:00:00.000Z");
  assert.equal(status.createdAt.getTime(), 5);
});

test("a missing key is an error, and nothing is sent", async () => {
  const client = new Sms4Sats({ baseUrl: server.address });
  for (const call of [() => client.balance(), () => client.fund({ amountSat: 5 }), () => client.receive({ ...sms.number(), immediate: true })]) {
    const { error } = await outcomeOf(call);
    assertError(error, { code: "input.key_missing", field: "apiKey" });
  }
  assert.equal(server.requests, 0);
});

test("an error can be created without arguments", () => {
  assert.ok(new SatlineError() instanceof Error);
  assert.equal(JSON.parse(JSON.stringify(new SatlineError())).name, "SatlineError");
});

test("after all these errors a call works", async () => {
  assert.equal(await clients.sms.balance(), 5);
});
