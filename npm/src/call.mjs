// Calls under way: carries out the effects that the wasm asks for, and tells it what came of them.
import { SatlineError, aborted, invalid } from "./error.mjs";
import { encode, fieldsOf } from "./input.mjs";
import { enter, ready, whenBroken } from "./wasm.mjs";

/** The headers the wasm reads, in its order. */
const READ_HEADERS = ["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"];

/** No cookies, nothing from a cache (a cancel is a GET), no address of this page, and no redirect,
 *  which could carry a key to another host. */
const CAREFUL = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", redirect: "error" };

/** The longest pause that timers know. */
const LONGEST_PAUSE = 2 ** 31 - 1;

/** Larger than any real answer: what is cut off here the wasm refuses. */
const LONGEST_BODY = (4 << 20) + 1;

let lastId = 0;
const tasks = new Map(); // what is to be done when a task is done, and with what it sends
const effects = new Map(); // what the wasm waits for: whose it is, and how it is taken back

export const newId = () => (lastId = (lastId + 1) >>> 0);
export const chance = () => (Math.random() * 2 ** 32) >>> 0;

whenBroken((error) => {
  for (const { stop } of effects.values()) stop();
  effects.clear();
  const broken = [...tasks.values()];
  tasks.clear();
  for (const { reject } of broken) reject(error);
});

/** Begins a task in the wasm; `entering` enters it. Resolves with what it is done with. */
export const begin = (id, world, entering) =>
  new Promise((resolve, reject) => {
    tasks.set(id, { resolve, reject, world });
    carryOut(id, entering());
  });

export const isUnderWay = (id) => tasks.has(id);

/** Does what the wasm put out on behalf of a task. */
export const carryOut = (id, put) => {
  for (const effect of JSON.parse(put)) {
    const task = tasks.get(id);
    if (effect.stop) takeBack(effect.stop);
    else if (effect.done) done(effect);
    else if (effect.sleep) pause(id, effect);
    else if (effect.send) send(id, effect, task.world);
    else ask(id, effect, task.world);
  }
};

const done = ({ done: id, ok, error }) => {
  const task = tasks.get(id);
  tasks.delete(id);
  if (error) task?.reject(new SatlineError(error, task.world.cause));
  else task?.resolve(ok);
};

/** Ends a task that the wasm has dropped. */
export const dismiss = (id, put) => {
  carryOut(id, put);
  tasks.get(id)?.resolve();
  tasks.delete(id);
};

const takeBack = (id) => {
  effects.get(id)?.stop();
  effects.delete(id);
};

/** What came of an effect, unless nobody waits for it any more. */
const came = (id, status, headers = "", body = "") => {
  const owner = effects.get(id)?.owner;
  if (!effects.delete(id)) return;
  try {
    carryOut(owner, enter("came", id, Date.now(), chance(), status, headers, body));
  } catch {
    // Every task has been told.
  }
};

const pause = (owner, { sleep: id, ms }) => {
  const timer = setTimeout(() => came(id, 1), Math.min(ms, LONGEST_PAUSE));
  effects.set(id, { owner, stop: () => clearTimeout(timer) });
};

const send = async (owner, { send: id, method, url, headers, body }, world) => {
  const controller = new AbortController();
  effects.set(id, { owner, stop: () => controller.abort() });
  const about = { call: world.call, service: world.service, method, url: url.split("?")[0] };
  let answer;
  try {
    world.onRequest?.({ ...about });
    const response = await world.fetch(url, {
      ...world.careful,
      method,
      headers: { ...world.headers, ...headers },
      body,
      signal: controller.signal,
    });
    const read = READ_HEADERS.map((name) => String(response.headers.get(name) ?? "").replace(/\s/g, " "));
    const text = await response.text();
    if (!(response.status >= 200 && response.status <= 599) || typeof text !== "string") {
      throw new TypeError("What fetch gave is no response.");
    }
    answer = [response.status, read.join("\n"), text.slice(0, LONGEST_BODY)];
    world.onResponse?.({ ...about, status: response.status });
  } catch (cause) {
    world.cause = cause;
    answer ??= [0];
  }
  came(id, ...answer);
};

/** A wallet is asked to let us in, and then to pay. */
const ask = async (owner, { enable, pay, invoice }, { wallet }) => {
  const id = enable ?? pay;
  effects.set(id, { owner, stop() {} });
  let answer;
  try {
    const method = ["sendPaymentAsync", "sendPayment"].find((name) => typeof wallet[name] === "function") ?? "";
    if (enable) {
      // Some answer a "no" instead of rejecting.
      const letIn = await wallet.enable();
      answer = [letIn?.enabled === false ? 0 : 1, "", method];
    } else {
      const paid = await wallet[method](invoice);
      answer = [1, "", String(paid?.preimage ?? "")];
    }
  } catch (cause) {
    answer = [0, "", wordsOf(cause)];
  }
  came(id, ...answer);
};

const wordsOf = (thrown) => {
  try {
    return String(thrown?.message ?? thrown);
  } catch {
    return "";
  }
};

/** The options of one call, parted from what goes to the service. */
const partOptions = ({ signal, headers, ...fields }) => ({ signal: signalOf(signal), headers: headersOf(headers), fields });

export const signalOf = (signal) => {
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw invalid("signal", "must be an AbortSignal.");
  }
  return signal;
};

const headersOf = (headers) => {
  const read = fieldsOf(headers, "headers");
  for (const [name, value] of Object.entries(read)) {
    if (typeof value !== "string" || !/^[\w-]+$/.test(name)) throw invalid("headers", "must be texts by their names.");
  }
  return read;
};

/** Makes a call of a client. Whatever goes wrong is a SatlineError. */
export const make = async (client, name, options, more) => {
  const { signal, headers, fields } = partOptions(fieldsOf(options));
  const input = encode({ ...fields, ...more });
  if (signal?.aborted) throw aborted(signal.reason);
  await ready();
  if (signal?.aborted) throw aborted(signal.reason);
  const id = newId();
  const world = { ...client.world, headers: { ...client.world.headers, ...headers }, call: name };
  const giveUp = () => {
    world.cause = signal.reason;
    carryOut(id, enter("give_up", id, Date.now()));
  };
  signal?.addEventListener("abort", giveUp, { once: true });
  try {
    return await begin(id, world, () => enter("begin", id, Date.now(), chance(), client.config, name, input));
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
};

/** What a client was made with: what the wasm has to know, and what it never sees. */
export const worldOf = (service, given) => {
  const { fetch, headers, onRequest, onResponse, ...options } = fieldsOf(given);
  for (const [name, value] of Object.entries({ fetch, onRequest, onResponse })) {
    if (value !== undefined && typeof value !== "function") throw invalid(name, "must be a function.");
  }
  // `null` for a payee means any; to the wasm, left out means the published one.
  if (options.payee === null) options.payee = "";
  return {
    config: encode({ ...options, service }),
    world: {
      service,
      fetch: fetch ?? ((...args) => globalThis.fetch(...args)),
      careful: careful(),
      headers: headersOf(headers),
      onRequest,
      onResponse,
    },
  };
};

let careful = () => CAREFUL;

/** Some places refuse options that they do not know; a redirect is not followed there either. */
export const withPlainFetch = () => {
  careful = () => ({ redirect: "manual" });
};
