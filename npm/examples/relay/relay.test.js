import assert from "node:assert/strict";
import { before, mock, test } from "node:test";
import { Miniflare } from "miniflare";
import { fileURLToPath } from "node:url";
import { PAGE, SETTINGS, calls, nowhere, page, sandbox, service, started } from "./testing.js";

const DEPOSIT = "/bitrefill/v2/accounts/deposit";
const FUND = "/lava/v1/wallet/fund";
const charge = (amount) => ({ payment_method_id: "pm_sandbox_visa", amount });

before(() => sandbox("reset", {}));

/** Asserts that this is an error: JSON with the same members, and the status twice. */
function refused(answer, status, code, words = /\.$/) {
  assert.equal(answer.status, status, answer.text);
  const { message } = answer.json.error;
  assert.deepEqual(answer.json.error, { message, code, status });
  assert.match(message, words);
}

async function bitrefillStory(ask) {
  const was = (await ask("GET", "/bitrefill/v2/accounts/balance")).json.data.balance;
  const made = await ask("POST", DEPOSIT, { amount: 25, currency: "USD", payment_method: "lightning" });
  const { id, payment } = made.json.data;
  await sandbox("pay", { invoice: payment.address });
  await sandbox("clock", { advanceMs: 10_000 });
  const { json, headers } = await ask("GET", `/bitrefill/v2/invoices/${id}`);
  assert.equal(json.data.status, "complete");
  assert.match(headers.get("x-ratelimit-remaining"), /^\d+$/);
  assert.equal((await ask("GET", "/bitrefill/v2/accounts/balance")).json.data.balance, was + 25);
}

async function lavaStory(ask) {
  const { data } = (await ask("GET", "/lava/v1/payment_methods")).json;
  const funded = await ask("POST", FUND, { payment_method_id: data[0].payment_method_id, amount: "25.00" });
  assert.equal(funded.json.status, "completed");
  assert.equal((await ask("GET", "/lava/v1/wallet")).json.balance, funded.json.balance);
}

async function gridStory(ask) {
  assert.equal((await ask("GET", "/grid/2025-10-13/platform/internal-accounts")).json.data.length, 4);
  const accounts = "/grid/2025-10-13/customers/internal-accounts?limit=1";
  const first = (await ask("GET", accounts)).json;
  const second = (await ask("GET", `${accounts}&cursor=${first.nextCursor}`)).json;
  assert.notEqual(first.data[0].id, second.data[0].id);
  const { id, balance } = first.data[0];
  for (const [name, more] of [[id, 100], [encodeURIComponent(id), 200]]) {
    const funded = await ask("POST", `/grid/2025-10-13/sandbox/internal-accounts/${name}/fund`, { amount: 100 });
    assert.equal(funded.json.balance.amount, balance.amount + more);
  }
}

test("a Bitrefill deposit is made, paid and credited", () => bitrefillStory(page()));
test("a Lava wallet is charged", () => lavaStory(page()));
test("Grid accounts are listed page by page, and one is funded", () => gridStory(page()));

test("a service's error is passed on unchanged", async () => {
  const answer = await page()("POST", FUND, { payment_method_id: "pm_unknown", amount: "25.00" });
  refused(answer, 404, "payment_method_not_found");
  assert.equal(answer.headers.get("access-control-allow-origin"), PAGE);
});

test("requests from another origin, or without one, are refused", async () => {
  const was = await calls(FUND);
  for (const origin of ["https://shop.example.evil.example", "http://shop.example", "null", undefined]) {
    const answer = await page()("POST", FUND, charge("25.00"), origin ? { origin } : {});
    refused(answer, 403, "origin_not_allowed");
    assert.notEqual(answer.headers.get("access-control-allow-origin"), origin ?? null);
  }
  refused(await page({ ...SETTINGS, ORIGIN: undefined })("GET", "/lava/v1/wallet"), 403, "origin_not_allowed");
  assert.equal(await calls(FUND), was);
  const trusting = page({ ...SETTINGS, WITHOUT_ORIGIN: "allow" });
  assert.equal((await trusting("GET", "/lava/v1/wallet", undefined, {})).status, 200);
  refused(await trusting("GET", "/lava/v1/wallet", undefined, { origin: "https://evil.example" }), 403, "origin_not_allowed");
});

test("only the routes that topping up needs exist", async () => {
  const ask = page({ ...SETTINGS, MAX_PER_MINUTE: "100" });
  for (const path of [
    "/", "/lava/v1", "/lava/v1/wallet/", "/lava/v1/keys", "/bitrefill/v2/ping", "/bitrefill/v2/orders",
    "/bitrefill/v2/invoices/", "/bitrefill/v2/invoices/a/b", "/bitrefill/v2/invoices/a%2Fb", "/bitrefill/v2/invoices/..%2Forders",
    "/bitrefill/v2/invoices/%2e%2e", "/bitrefill/v2/invoices/a%5Cb", "/bitrefill/v2/invoices/a%3Fb", "/x/lava/v1/wallet",
    "/grid/2025-10-13/sandbox/internal-accounts/fund", "/grid/2025x10x13/platform/internal-accounts/x",
  ]) refused(await ask("GET", path), 404, "not_found");
  const wrong = await ask("GET", FUND);
  refused(wrong, 405, "method_not_allowed");
  assert.equal(wrong.headers.get("allow"), "POST");
  refused(await ask("DELETE", "/lava/v1/wallet"), 405, "method_not_allowed");
  refused(await page({ ...SETTINGS, LAVA_KEY: "" })("GET", "/lava/v1/wallet"), 404, "not_configured", /Lava/);
});

test("a body of more than 4 KB is refused, with or without Content-Length", async () => {
  const padded = (size) => JSON.stringify(charge("0")).padEnd(size);
  refused(await page()("POST", FUND, padded(4097)), 413, "body_too_large");
  refused(await page()("POST", FUND, new Blob([padded(4097)]).stream()), 413, "body_too_large");
  assert.equal((await page()("POST", FUND, padded(4096))).status, 400, "Lava itself refuses this amount");
  for (const body of ["", "{", "null", "7"]) refused(await page()("POST", FUND, body), 400, "body_not_json");
});

test("amounts are limited to the last decimal, for each service and currency", async () => {
  const { heard, env } = await service({});
  const ask = page({ ...env, MAX_PER_MINUTE: "100", LAVA_MAX_USD: "100.10", GRID_MAX: "5000" });
  const deposit = (amount, currency) => [DEPOSIT, { amount, currency, payment_method: "lightning" }];
  const grid = (amount) => ["/grid/2025-10-13/sandbox/internal-accounts/a/fund", { amount }];
  const rows = [
    [deposit(100, "USD"), "ok"], [deposit(100.01, "USD"), "amount_too_large"], [deposit(100.00000001, "EUR"), "amount_too_large"],
    [deposit(0.001, "BTC"), "ok"], [deposit(0.00100001, "BTC"), "amount_too_large"], [deposit(undefined, "USD"), "ok"],
    [deposit(1, "JPY"), "currency_not_allowed"], [deposit(1), "currency_not_allowed"], [deposit("1", "USD"), "amount_invalid"],
    [deposit(null, "USD"), "amount_invalid"], [deposit(-1, "USD"), "amount_invalid"], [deposit(1e30, "USD"), "amount_invalid"],
    [[FUND, charge("100.1")], "ok"], [[FUND, charge("100.10000001")], "amount_too_large"], [[FUND, charge("99999")], "amount_too_large"],
    [[FUND, charge(25)], "amount_invalid"], [[FUND, charge()], "amount_invalid"], [[FUND, charge(["25"])], "amount_invalid"],
    [[FUND, charge("1e1")], "amount_invalid"], [[FUND, charge(" 25")], "amount_invalid"], [[FUND, charge("25.000000001")], "amount_invalid"],
    [grid(5000), "ok"], [grid(5001), "amount_too_large"], [grid(undefined), "amount_invalid"],
  ];
  for (const [[path, body], code] of rows) {
    const answer = await ask("POST", path, body);
    if (code === "ok") assert.equal(answer.status, 200, answer.text);
    else refused(answer, 422, code);
  }
  assert.equal(heard.length, rows.filter(([, code]) => code === "ok").length);
  refused(await page({ ...env, GRID_MAX: "much" })("POST", ...grid(1)), 422, "amount_too_large");
});

test("a client that sends too many requests has to wait, and no other client", async (context) => {
  context.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const { env } = await service({});
  const ask = page({ ...env, MAX_PER_MINUTE: "3" });
  const wallet = () => ask("GET", "/lava/v1/wallet");
  for (const wait of [0, 20_000, 20_000]) {
    mock.timers.tick(wait);
    assert.equal((await wallet()).status, 200);
  }
  const late = await wallet();
  refused(late, 429, "too_many_requests");
  assert.equal(late.headers.get("retry-after"), "20");
  assert.match(late.headers.get("access-control-expose-headers"), /retry-after/);
  assert.equal((await page(env)("GET", "/lava/v1/wallet")).status, 200);
  mock.timers.tick(20_000);
  assert.equal((await wallet()).status, 200);
  refused(await wallet(), 429, "too_many_requests");
  refused(await page({ ...env, MAX_PER_MINUTE: "many" })("GET", "/lava/v1/wallet"), 429, "too_many_requests");
});

test("of ten thousand clients, the least recent one is forgotten first", async () => {
  const env = { ...SETTINGS, MAX_PER_MINUTE: "2" };
  // Counted, and refused before any request to a service.
  const [silent, busy] = [page(env), page(env)].map((ask) => async () => (await ask("DELETE", "/lava/v1/wallet")).status);
  assert.deepEqual([await silent(), await silent(), await silent()], [405, 405, 429]);
  assert.equal(await busy(), 405);
  for (let others = 0; others < 5_000; others++) await page(env)("DELETE", "/lava/v1/wallet");
  assert.equal(await busy(), 405);
  for (let others = 0; others < 5_000; others++) await page(env)("DELETE", "/lava/v1/wallet");
  assert.deepEqual([await busy(), await silent()], [429, 405]);
});

test("only checked fields of the browser's request are passed on", async () => {
  const { heard, env } = await service({});
  const headers = { origin: PAGE, authorization: "Bearer mine", cookie: "session=1", referer: `${PAGE}/secret`, "x-api-key": "mine" };
  const ask = page(env);
  await ask("POST", `${FUND}?debug=1`, '{"amount":"1000","amount":"25.00","payment_method_id":"pm","admin":true}', headers);
  await ask("GET", "/grid/2025-10-13/customers/internal-accounts?limit=2&admin=1", undefined, headers);
  const [fund, accounts] = heard;
  assert.equal(fund.path, "/wallet/fund");
  assert.equal(fund.body, '{"amount":"25.00","payment_method_id":"pm"}');
  assert.equal(fund.headers.authorization, "Bearer aks_test_sandbox");
  assert.equal(fund.headers["content-type"], "application/json");
  assert.equal(accounts.path, "/customers/internal-accounts?limit=2");
  assert.equal(accounts.headers.authorization, `Basic ${btoa("sandbox-token:sandbox-token-secret")}`);
  for (const { headers } of heard) {
    for (const name of ["cookie", "referer", "origin", "x-api-key"]) assert.equal(headers[name], undefined, name);
    assert.doesNotMatch(JSON.stringify(headers), /mine|shop\.example/);
  }
});

test("of the service's headers only the rate limits are passed on", async () => {
  const headers = { "retry-after": "7", "x-ratelimit-reset": "9", "set-cookie": "a=b", "access-control-allow-origin": "*", server: "x" };
  const { env } = await service({ status: 429, headers, body: '{"code":"RATE_LIMITED"}' });
  const answer = await page(env)("GET", "/lava/v1/wallet");
  assert.deepEqual(answer.json, { code: "RATE_LIMITED" });
  assert.deepEqual([answer.headers.get("retry-after"), answer.headers.get("x-ratelimit-reset")], ["7", "9"]);
  assert.deepEqual([answer.headers.get("set-cookie"), answer.headers.get("server")], [null, null]);
  assert.equal(answer.headers.get("access-control-allow-origin"), PAGE);
});

test("a secret that a service echoes is removed", async () => {
  const { BITREFILL_SECRET, LAVA_KEY, GRID_SECRET } = SETTINGS;
  const encoded = [`sandbox-token:${GRID_SECRET}`, `sandbox-business:${BITREFILL_SECRET}`].map(btoa);
  const secrets = [BITREFILL_SECRET, LAVA_KEY, GRID_SECRET, ...encoded];
  const escaped = [...LAVA_KEY].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join("");
  const echoes = {
    plain: [`{"error":"no such key: ${LAVA_KEY}"}`, 401],
    header: (incoming) => JSON.stringify({ got: incoming.headers }),
    another: `{"see":["${BITREFILL_SECRET}","${GRID_SECRET}"]}`,
    escaped: `{"see":"${escaped}"}`,
    number: `${LAVA_KEY}`,
  };
  for (const [name, told] of Object.entries(echoes)) {
    const [body, status] = [told, 200].flat();
    const { env } = await service({ status, body, headers: { "retry-after": LAVA_KEY } });
    for (const path of ["/lava/v1/wallet", "/bitrefill/v2/accounts/balance", "/grid/2025-10-13/platform/internal-accounts"]) {
      const answer = await page(env)("GET", path);
      const seen = JSON.stringify([...answer.headers, answer.text, answer.json]);
      for (const secret of secrets) {
        assert.ok(!seen.includes(secret), `${name}: ${seen}`);
      }
      if (name === "plain") assert.deepEqual([answer.status, answer.json.error], [401, "no such key: [removed]"]);
    }
  }
});

test("what is no JSON does not pass", async () => {
  const html = { headers: { "content-type": "text/html" }, body: "<script>alert(1)</script>" };
  const [nothing, endless] = [{ status: 204, body: undefined }, { body: `"${"x".repeat(1024 * 1024)}"` }];
  for (const [told, status] of [[html, 502], [{ ...html, status: 503 }, 503], [nothing, 502], [endless, 502]]) {
    const { heard, env } = await service(told);
    const answer = await page(env)("POST", FUND, charge("25.00"));
    assert.equal(answer.status, status);
    assert.match(answer.json.error.message, /Lava .* may have carried out the request: check before you try again\.$/);
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.equal(heard.length, 1);
  }
});

test("a redirect is not followed", async () => {
  const elsewhere = await service({});
  for (const status of [301, 302, 303, 307, 308]) {
    const { env } = await service({ status, headers: { location: elsewhere.env.LAVA_URL } });
    for (const call of [["GET", "/lava/v1/wallet"], ["POST", FUND, charge("25.00")]]) {
      const answer = await page(env)(...call);
      refused(answer, 502, "upstream_unreadable", /^Lava responded with 30\d/);
      assert.equal(answer.headers.get("location"), null);
    }
  }
  assert.equal(elsewhere.heard.length, 0);
});

test("a service that is down, slow or breaks off is one sentence", async () => {
  const down = page({ ...SETTINGS, LAVA_URL: await nowhere() });
  refused(await down("GET", "/lava/v1/wallet"), 502, "upstream_unreachable", /^Lava cannot be reached, or closed the connection\.$/);
  refused(await down("POST", FUND, charge("25.00")), 502, "upstream_unreachable", /may have carried out the request: check before you try again\.$/);
  await sandbox("faults", { route: "GET /lava/v1/wallet", delayMs: 5_000 });
  const hasty = page({ ...SETTINGS, TIMEOUT_MS: "200" });
  refused(await hasty("GET", "/lava/v1/wallet"), 504, "upstream_timeout", /^Lava did not respond in time\.$/);
  await sandbox("faults", { route: "GET /lava/v1/wallet", cutAfter: 5 });
  refused(await page()("GET", "/lava/v1/wallet"), 502, "upstream_unreachable");
});

test("what spends money is sent once, whatever comes back", async () => {
  for (const fault of [{ drop: true }, { status: 421 }, { status: 429 }, { status: 503 }, { cutAfter: 3 }]) {
    const was = await calls(FUND);
    await sandbox("faults", [{ route: `POST ${FUND}`, ...fault, times: 5 }]);
    const { status } = await page()("POST", FUND, charge("25.00"));
    assert.equal(status, fault.status ?? 502);
    assert.equal(await calls(FUND), was + 1, JSON.stringify(fault));
  }
  await sandbox("faults", []);
});

test("a browser that asks first is told what it may send", async () => {
  const wishes = { "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" };
  const preflight = { origin: PAGE, ...wishes };
  const answer = await page()("OPTIONS", FUND, undefined, preflight);
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get("access-control-allow-origin"), PAGE);
  assert.equal(answer.headers.get("access-control-allow-headers"), "accept, authorization, content-type");
  assert.equal(answer.headers.get("vary"), "origin");
  refused(await page()("OPTIONS", FUND, undefined, { ...preflight, origin: "https://evil.example" }), 403, "origin_not_allowed");
  refused(await page()("OPTIONS", "/lava/v1/keys", undefined, preflight), 404, "not_found");
});

test("on Node the same is served over HTTP", async () => {
  const script = fileURLToPath(new URL("node.js", import.meta.url));
  const address = await started(process.execPath, [script], { ...process.env, ...SETTINGS, PORT: "0", MAX_PER_MINUTE: "12" });
  const ask = page(SETTINGS, ({ url, method, headers, body }) =>
    fetch(address + new URL(url).pathname + new URL(url).search, { method, headers, body, duplex: "half" }));
  await bitrefillStory(ask);
  await lavaStory(ask);
  refused(await ask("POST", FUND, "x".repeat(3_000_000)), 413, "body_too_large");
  assert.equal((await ask("OPTIONS", FUND)).status, 204);
  refused(await ask("GET", "/lava/v1/wallet", undefined, { origin: "https://evil.example" }), 403, "origin_not_allowed");
  // Who makes up an address is counted all the same.
  const pretend = (last) => ask("GET", "/lava/v1/wallet", undefined, { origin: PAGE, "cf-connecting-ip": `198.51.100.${last}` });
  const statuses = (await Promise.all([1, 2, 3, 4, 5, 6].map(pretend))).map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429]);
});

test("as a worker the same is served by workerd", async (context) => {
  const worker = new Miniflare({ modules: true, scriptPath: fileURLToPath(new URL("relay.js", import.meta.url)),
    compatibilityDate: "2026-04-01", bindings: { ...SETTINGS, MAX_PER_MINUTE: "100" } });
  context.after(() => worker.dispose());
  const ask = page(SETTINGS, ({ url, method, headers, body }) =>
    worker.dispatchFetch(url, { method, headers: [...headers], body, duplex: "half" }));
  await bitrefillStory(ask);
  await lavaStory(ask);
  await gridStory(ask);
  refused(await ask("POST", FUND, "x".repeat(5_000)), 413, "body_too_large");
  refused(await ask("POST", FUND, charge("100.01")), 422, "amount_too_large");
  refused(await ask("GET", "/lava/v1/wallet", undefined, { origin: "https://evil.example" }), 403, "origin_not_allowed");
  const was = await calls(FUND);
  await sandbox("faults", [{ route: `POST ${FUND}`, status: 421, times: 5 }]);
  assert.equal((await ask("POST", FUND, charge("25.00"))).status, 421);
  assert.equal(await calls(FUND), was + 1);
  await sandbox("faults", []);
});
