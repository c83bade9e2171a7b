// Loads the wasm. Each environment finds it in its own way; its entry file passes the source to `provide`.
import init, { __wbg_reset_state, initSync } from "../../target/npm/glue.mjs";
import { control, failure } from "./guard.mjs";

let source; // { module: () => WebAssembly.Module } if it is available synchronously, otherwise { bytes: () => Promise<BufferSource> }
let loading; // a memoised promise

/** Sets where the wasm comes from. Nothing is read or fetched before the first call. */
export const provide = (found) => {
  source = found;
};

/** Matches the engines' messages when a page's policy forbids compiling. */
const BLOCKED = /unsafe-eval|content.security.policy|\bCSP\b/i;

const unavailable = (cause) => {
  const blocked = BLOCKED.test(cause?.message);
  const message = blocked
    ? "Nothing was sent. This page's Content-Security-Policy forbids compiling the wasm of this package: add 'wasm-unsafe-eval' to its script-src."
    : "Nothing was sent. The wasm of this package could not be loaded.";
  return failure("wasm.unavailable", message, { retryable: !blocked }, cause);
};

const start = () => {
  if (!source.module) {
    throw failure("wasm.not_ready", "The wasm has to be loaded first: `await ready()` once, before anything else.");
  }
  try {
    return started();
  } catch (cause) {
    throw unavailable(cause);
  }
};

const started = () => {
  // jsdom has neither, unless a test's set-up adds them.
  new globalThis.TextDecoder();
  new globalThis.TextEncoder();
  return initSync({ module: source.module() });
};

control({ start, restart: __wbg_reset_state });

/** Loads the wasm. Not needed where it is available synchronously, as in Node. */
export const ready = async () => {
  try {
    if (source.module) return void started();
  } catch (cause) {
    if (!source.bytes) throw unavailable(cause); // otherwise this page cannot compile it synchronously
  }
  loading ??= load();
  return loading;
};

const load = async () => {
  try {
    const module = await WebAssembly.compile(await source.bytes());
    // The glue would keep the first module that it gets.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === "decodeInvoice")) throw new Error("This is another wasm.");
    await init({ module_or_path: module });
  } catch (cause) {
    loading = undefined; // the next call tries again
    throw unavailable(cause);
  }
};
