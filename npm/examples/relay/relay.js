// A relay for topping up Bitrefill, Lava and Lightspark Grid from a web page: it holds the keys that a
// page cannot keep secret. README.md says how to run it; this file works on Node and as a worker.

/** Each service's address, and the settings with its credentials: an id and a secret, or a key. */
const SERVICES = {
  BITREFILL: { name: "Bitrefill", prefix: "/bitrefill/v2", url: "https://api.bitrefill.com/v2",
    keys: ["BITREFILL_ID", "BITREFILL_SECRET"] },
  LAVA: { name: "Lava", prefix: "/lava/v1", url: "https://api.lava.so/v1", keys: ["LAVA_KEY"] },
  GRID: { name: "Grid", prefix: "/grid/2025-10-13", url: "https://api.lightspark.com/grid/2025-10-13",
    keys: ["GRID_ID", "GRID_SECRET"] },
};

/** The largest amounts. Settings of the same name replace them. */
const LIMITS = {
  BITREFILL_MAX_USD: "100", BITREFILL_MAX_EUR: "100", BITREFILL_MAX_BTC: "0.001", LAVA_MAX_USD: "100", GRID_MAX: "100000",
};

/** Everything that is passed on. Of a body only these fields are, of a query only these parameters. */
const ROUTES = [
  ["BITREFILL", "POST", "/accounts/deposit", { // Without an amount the payer chooses it.
    fields: ["amount", "currency", "payment_method"], types: ["number", "undefined"], limit: "BITREFILL_MAX_{currency}" }],
  ["BITREFILL", "GET", "/invoices/{id}"],
  ["BITREFILL", "GET", "/accounts/balance"],
  ["LAVA", "POST", "/wallet/fund", { fields: ["amount", "payment_method_id"], types: ["string"], limit: "LAVA_MAX_USD" }],
  ["LAVA", "GET", "/wallet"],
  ["LAVA", "GET", "/payment_methods"],
  ["GRID", "POST", "/sandbox/internal-accounts/{id}/fund", { fields: ["amount"], types: ["number"], limit: "GRID_MAX" }],
  ["GRID", "GET", "/platform/internal-accounts"],
  ["GRID", "GET", "/customers/internal-accounts", { query: ["limit", "cursor"] }],
].map(([key, method, path, rules]) => {
  // An id cannot contain a slash, encoded or not, so it cannot lead to another path.
  const pattern = `^${SERVICES[key].prefix}${path}$`.replace("{id}", "(?:[\\w.:~-]|%3A){1,200}");
  return { ...SERVICES[key], key, method, pattern: new RegExp(pattern), ...rules };
});

const [MOST_SENT, MOST_ANSWERED, MOST_CLIENTS, MINUTE] = [4 * 1024, 1024 * 1024, 10_000, 60_000];
const EXPOSED = "retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset";

/** Creates an error response; throwing it ends the request. */
function refusal(status, code, message, headers) {
  // The errors of Lava, Bitrefill and Grid in one, so that each client finds its own.
  return { status, headers, body: JSON.stringify({ error: { message, code, status }, message, error_code: code, code, status }) };
}

export default {
  async fetch(request, env) {
    const failed = refusal(500, "relay_failed", "The relay failed: its settings may be wrong.");
    const { status, headers, body } = await relay(request, env).catch((thrown) => (thrown.body ? thrown : failed));
    const cors = env.ORIGIN && { "access-control-allow-origin": env.ORIGIN, "access-control-expose-headers": EXPOSED };
    const type = body && { "content-type": "application/json", "x-content-type-options": "nosniff" };
    return new Response(body, { status, headers: { ...headers, ...cors, ...type, vary: "origin", "cache-control": "no-store" } });
  },
};

async function relay(request, env) {
  const origin = request.headers.get("origin");
  const isAllowed = origin === null ? env.WITHOUT_ORIGIN === "allow" : origin === env.ORIGIN;
  if (!isAllowed) throw refusal(403, "origin_not_allowed", "The relay serves the pages of one origin; this is not it.");
  const url = new URL(request.url);
  const route = ROUTES.find(({ pattern }) => pattern.test(url.pathname));
  if (!route) throw refusal(404, "not_found", "The relay has no such path.");
  // A page's client may send a made-up key, so the browser has to be allowed to send it. It is ignored.
  const headers = { "access-control-allow-headers": "accept, authorization, content-type", "access-control-max-age": "600" };
  if (request.method === "OPTIONS") return { status: 204, headers, body: null };
  admit(env.CLIENT ?? request.headers.get(env.ADDRESS_HEADER ?? "cf-connecting-ip"), Number(env.MAX_PER_MINUTE ?? 30));
  if (request.method !== route.method) throw refusal(405, "method_not_allowed", `Use ${route.method} here.`, { allow: route.method });
  const keys = route.keys.map((setting) => env[setting]);
  if (!keys.every(Boolean)) throw refusal(404, "not_configured", `The relay has no key for ${route.name}.`);
  const authorization = keys.length > 1 ? `Basic ${btoa(keys.join(":"))}` : `Bearer ${keys}`;
  const body = route.fields && checked(await textWithin(MOST_SENT, request.body), route, env);
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => route.query?.includes(name)));
  const path = url.pathname.slice(route.prefix.length) + (query.size ? `?${query}` : "");
  return ask(route, (env[`${route.key}_URL`] ?? route.url) + path, authorization, body, env);
}

/** The times of each client's requests in the last minute; the least recent client is first. */
const asked = new Map();

function admit(client, most) {
  const now = Date.now();
  const times = (asked.get(client) ?? []).filter((time) => now - time < MINUTE);
  // Written this way, a setting that is not a number blocks everyone.
  if (!(times.length < most)) {
    const seconds = Math.ceil(((times[0] ?? now) + MINUTE - now) / 1_000);
    throw refusal(429, "too_many_requests", `Too many requests: try again in ${seconds} s.`, { "retry-after": `${seconds}` });
  }
  asked.delete(client);
  asked.set(client, [...times, now]);
  if (asked.size > MOST_CLIENTS) asked.delete(asked.keys().next().value);
}

/** Returns the body to send: the checked fields, serialised again, so that it cannot be parsed differently. */
function checked(text, { fields, types, limit }, env) {
  if (text === undefined) throw refusal(413, "body_too_large", `A body has at most ${MOST_SENT} bytes.`);
  const body = parsed(text);
  if (typeof body !== "object" || body === null) throw refusal(400, "body_not_json", "The body must be a JSON object.");
  const { amount, currency } = body;
  const name = limit.replace("{currency}", () => currency);
  if (!Object.hasOwn(LIMITS, name)) throw refusal(422, "currency_not_allowed", "The relay accepts no amounts in this currency.");
  const value = amount === undefined ? 0n : parts(String(amount));
  const isAmount = types.includes(typeof amount) && value !== undefined;
  if (!isAmount) throw refusal(422, "amount_invalid", `amount must be a ${types[0]}, not negative, with at most 8 decimals.`);
  const most = env[name] ?? LIMITS[name];
  if (!(value <= parts(most))) throw refusal(422, "amount_too_large", `The relay accepts at most ${most}; this is ${amount}.`);
  return JSON.stringify(Object.fromEntries(fields.map((field) => [field, body[field]])));
}

/** Converts a decimal to hundred-millionths, exactly. */
function parts(text) {
  const [found, whole, decimals = ""] = /^(\d{1,12})(?:\.(\d{1,8}))?$/.exec(text) ?? [];
  return found && BigInt(whole + decimals.padEnd(8, "0"));
}

/** Sends the request to the service, once. Returns its status, its JSON and its rate-limit headers. */
async function ask({ name, method }, url, authorization, body, env) {
  const signal = AbortSignal.timeout(Number(env.TIMEOUT_MS ?? 20_000));
  const doubt = body ? " It may have carried out the request: check before you try again." : "";
  // A stream cannot be sent twice: Node would repeat any other body after a 421.
  const content = body && { body: new Response(body).body, duplex: "half" };
  const headers = { accept: "application/json", authorization, ...(body && { "content-type": "application/json" }) };
  const answer = await fetch(url, { method, headers, ...content, signal, redirect: "manual" }).catch(() => undefined);
  const text = await textWithin(MOST_ANSWERED, answer?.body).catch(() => undefined);
  const isLost = !answer || text === undefined;
  if (isLost && signal.aborted) throw refusal(504, "upstream_timeout", `${name} did not respond in time.${doubt}`);
  if (isLost) throw refusal(502, "upstream_unreachable", `${name} cannot be reached, or closed the connection.${doubt}`);
  const secrets = [authorization.split(" ")[1], ...Object.values(SERVICES).map(({ keys }) => env[keys.at(-1)])];
  const hidden = secrets.filter(Boolean).map((secret) => JSON.stringify(secret).slice(1, -1));
  const cut = (words) => hidden.reduce((rest, secret) => rest.replaceAll(secret, "[removed]"), words);
  const kept = [...answer.headers].filter(([header]) => EXPOSED.split(", ").includes(header));
  const passed = { status: answer.status, body: cut(text), headers: Object.fromEntries(kept.map(([h, value]) => [h, cut(value)])) };
  const json = JSON.stringify(parsed(passed.body));
  const isRedirect = answer.status >= 300 && answer.status < 400;
  // A secret that is written with escapes is visible only after parsing.
  if (json !== undefined && !isRedirect && !hidden.some((secret) => json.includes(secret))) return passed;
  const sentence = `${name} responded with ${answer.status} and nothing that can be passed on.${doubt}`;
  throw refusal(answer.status < 400 ? 502 : answer.status, "upstream_unreadable", sentence, passed.headers);
}

const parsed = (text) => { try { return JSON.parse(text); } catch { return undefined; } };

/** Reads the text of a stream; undefined if it is longer than `most`. */
async function textWithin(most, stream) {
  let blob = new Blob();
  for await (const chunk of stream ?? []) {
    blob = new Blob([blob, chunk]);
    if (blob.size > most) return undefined;
  }
  return blob.text();
}
