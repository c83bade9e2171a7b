// Calls under way: carries out the effects that the wasm asks for, and tells it what came of them.
import { SatlineError, aborted, invalid, refuseOthers } from "./error.mjs";
import { encode, fieldsOf, read } from "./input.mjs";
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
const effects = new Map(); // what the wasm waits for, by its id: whose it is, and how it is taken back

export const newId = () => (lastId = (lastId + 1) >>> 0);
export const chance = () => (Math.random() * 2 ** 32) >>> 0;

whenBroken((error) => {
  const [stopped, broken] = [[...effects.values()], [...tasks.values()]];
  effects.clear();
  tasks.clear();
  for (const { stop } of stopped) stop();
  for (const { reject } of broken) reject(error);
});

/** Begins a task in the wasm; `entering` enters it. Resolves with what it is done with. */
export const begin = (id, world, entering) =>
  new Promise((resolve, reject) => {
    tasks.set(id, { resolve, reject, world });
    try {
      carryOut(id, entering());
    } catch (error) {
      tasks.delete(id);
      reject(error);
    }
  });

/** The same as soon as the wasm is there, unless the signal says to give up: `giveUp` then ends it. */
export const beginUnder = async (signal, id, world, entering, giveUp) => {
  if (!signal) return ready().then(() => begin(id, world, entering));
  if (signal.aborted) throw aborted(signal.reason);
  let stopLoading;
  const loaded = new Promise((resolve, reject) => {
    ready().then(resolve, reject);
    stopLoading = reject;
  });
  const onAbort = () => {
    world.cause = signal.reason;
    if (isUnderWay(id)) giveUp();
    else stopLoading(aborted(signal.reason));
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await loaded;
    if (signal.aborted) throw aborted(signal.reason);
    return await begin(id, world, entering);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
};

export const isUnderWay = (id) => tasks.has(id);

/** Does what the wasm put out on behalf of a task. */
export const carryOut = (id, put) => {
  for (const effect of put) {
    const world = tasks.get(id)?.world;
    if (effect.stop) takeBack(effect.stop);
    else if (effect.done) done(effect);
    else if (effect.sleep) pause(id, effect);
    else if (effect.send) send(id, effect, world);
    else askWallet(id, effect, world);
  }
};

/** The same where nobody waits: should the wasm break, every task has been told. */
const tell = (id, ...entry) => {
  try {
    carryOut(id, enter(...entry));
  } catch {
    // See above.
  }
};

const done = ({ done: id, ok, error }) => {
  const task = tasks.get(id);
  tasks.delete(id);
  // Asking about an order tells how it stands also where that goes wrong.
  if (ok?.error?.code) ok.error = failed(ok.error, task);
  if (error) task?.reject(failed(error, task));
  else task?.resolve(ok);
};

/** What a service answers has no other cause. */
const failed = (error, task) => new SatlineError(error, error.status ? undefined : task?.world.cause);

/** Ends a task without an answer, and a watcher of that id. */
export const end = (id) => {
  tell(id, "watcher_end", id);
  tasks.get(id)?.resolve();
  tasks.delete(id);
};

const expect = (owner, id, stop) => {
  const effect = { owner, id, stop };
  effects.set(id, effect);
  return effect;
};

const takeBack = (id) => {
  const effect = effects.get(id);
  effects.delete(id);
  effect?.stop();
};

/** What came of an effect, unless nobody waits for it any more: its id may be another's by now. */
const came = (effect, status, headers = "", body = "") => {
  if (effects.get(effect.id) !== effect) return;
  effects.delete(effect.id);
  tell(effect.owner, "came", effect.id, Date.now(), chance(), status, headers, body);
};

const pause = (owner, { sleep, ms }) => {
  const timer = setTimeout(() => came(effect, 1), Math.min(ms, LONGEST_PAUSE));
  const effect = expect(owner, sleep, () => clearTimeout(timer));
};

const send = async (owner, { send: id, method, url, headers, body }, world) => {
  const controller = new AbortController();
  const { signal } = controller;
  const effect = expect(owner, id, () => controller.abort());
  const about = (more) => ({ call: world.call, service: world.service, method, url: url.split("?")[0], ...more });
  await undefined; // what else the wasm asks for comes first: the caller's code may give up at once
  if (!signal.aborted) show(world.onRequest, about);
  if (signal.aborted) return;
  const { fetch } = world; // called without `this`, as the engine's own has to be
  let answer = [0];
  try {
    answer = await answerOf(await fetch(url, { ...world.careful, method, headers: { ...world.headers, ...headers }, body, signal }));
    show(world.onResponse, about, { status: answer[0] });
  } catch (cause) {
    world.cause = cause;
  }
  came(effect, ...answer);
};

/** A date is for the engine to read: as a number of seconds from now. */
const seconds = (value) => (/ GMT$/.test(value) ? String(Math.max(0, Math.ceil((Date.parse(value) - Date.now()) / 1000))) : value);

/** What is read of whatever `fetch` gave. */
const answerOf = async (response) => {
  const status = Number(response.status);
  const headers = READ_HEADERS.map((name) => seconds(String(response.headers.get(name) ?? "").replace(/\s/g, " ")));
  const text = await response.text();
  if (!(status >= 200 && status <= 599) || typeof text !== "string") throw new TypeError("What fetch gave is no response.");
  return [status, headers.join("\n"), text.slice(0, LONGEST_BODY)];
};

/** Hooks only look on: nothing depends on what they do, throw or reject with. */
const show = async (hook, about, more) => {
  try {
    await hook?.(about(more));
  } catch {
    // See above.
  }
};

/** A wallet is asked to let us in, and then to pay. */
const askWallet = async (owner, { enable, pay, invoice }, world) => {
  const effect = expect(owner, enable ?? pay, () => {});
  const { wallet } = world;
  let answer;
  try {
    const method = ["sendPaymentAsync", "sendPayment"].find((name) => typeof wallet[name] === "function") ?? "";
    if (enable) {
      // Some answer a "no" instead of rejecting.
      const letIn = await wallet.enable();
      answer = [letIn?.enabled === false ? 0 : 1, "", method];
    } else {
      world.asked = true;
      const paid = await wallet[method](invoice);
      answer = [1, "", String(paid?.preimage ?? "")];
    }
  } catch (cause) {
    answer = [0, "", wordsOf(cause)];
  }
  came(effect, ...answer);
};

const wordsOf = (thrown) => {
  try {
    return String(thrown?.message ?? thrown);
  } catch {
    return "";
  }
};

export const signalOf = (signal) => {
  if (signal === undefined || signal === null) return undefined;
  try {
    // The engine's own test, which other realms' signals pass and look-alikes do not.
    Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted").get.call(signal);
  } catch {
    throw invalid("signal", "must be an AbortSignal.");
  }
  return signal;
};

/** Names in lower case, so that ours replace them: the key, and what the body is. */
const headersOf = (given) => {
  const pairs = read("headers", () => (given?.[Symbol.iterator] ? Object.fromEntries(given) : given));
  const headers = Object.entries(fieldsOf(pairs, "headers"));
  for (const [name, value] of headers) {
    if (typeof value !== "string" || !/^[\w-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw invalid("headers", "must be texts by their names, as HTTP can carry them.");
    }
  }
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
};

/** Makes a call of a client. Whatever goes wrong is a SatlineError. */
export const make = async (client, name, options, more) => {
  const { signal: given, headers, ...fields } = fieldsOf(options);
  const signal = signalOf(given);
  const world = { ...client.world, call: name };
  if (headers !== undefined) world.headers = { ...world.headers, ...headersOf(headers) };
  const input = encode({ ...fields, ...more });
  const id = newId();
  const entering = () => enter("begin", id, Date.now(), chance(), client.config, name, input);
  return beginUnder(signal, id, world, entering, () => tell(id, "give_up", id, Date.now()));
};

/** What a client was made with: what the wasm has to know, and what it never sees. `names` are the service's own options. */
export const worldOf = (service, names, given) => {
  const { fetch, headers, onRequest, onResponse, ...options } = fieldsOf(given);
  const known = ["baseUrl", "timeoutMs", ...names];
  refuseOthers(Object.fromEntries(Object.entries(options).filter(([name]) => !known.includes(name))), "client");
  for (const [name, value] of Object.entries({ fetch, onRequest, onResponse })) {
    if (value !== undefined && value !== null && typeof value !== "function") throw invalid(name, "must be a function.");
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
