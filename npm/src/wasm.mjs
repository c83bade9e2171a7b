// Loads the wasm. How its bytes are found differs from place to place; each entry file says it to `provide`.
import init, { __wbg_reset_state, initSync } from "../../target/npm/glue.mjs";
import { control, failure } from "./guard.mjs";

let source; // { module: () => WebAssembly.Module } where it is at hand, { bytes: () => Promise<BufferSource> } where it comes later
let loading; // a promise of it

/** Says how the wasm is found here. Nothing is read or asked for before the first call. */
export const provide = (found) => {
  source = found;
};

/** What engines say where a page's policy keeps them from compiling. */
const BLOCKED = /unsafe-eval|content.security.policy|\bCSP\b/i;

const unavailable = (cause) => {
  const blocked = BLOCKED.test(cause?.message);
  const message = blocked
    ? "Nothing was sent. This page's Content-Security-Policy keeps the wasm of this package from being compiled: add 'wasm-unsafe-eval' to its script-src."
    : "Nothing was sent. The wasm of this package could not be loaded.";
  return failure("wasm.unavailable", message, { retryable: !blocked }, cause);
};

const start = () => {
  if (!source.module) {
    throw failure("wasm.not_ready", "Here the wasm is loaded first: `await ready()` once, before anything else.");
  }
  try {
    return started();
  } catch (cause) {
    throw unavailable(cause);
  }
};

const started = () => {
  // jsdom has neither until a test's set-up brings them.
  new globalThis.TextDecoder();
  new globalThis.TextEncoder();
  return initSync({ module: source.module() });
};

control({ start, restart: __wbg_reset_state });

/** Loads the wasm. Where it is at hand, as in Node, nothing has to wait for this. */
export const ready = async () => {
  try {
    if (source.module) return void started();
  } catch (cause) {
    if (!source.bytes) throw unavailable(cause); // else this page may not compile it at once
  }
  loading ??= load();
  return loading;
};

const load = async () => {
  try {
    const module = await WebAssembly.compile(await source.bytes());
    // The glue would keep whatever it got first.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === "decodeInvoice")) throw new Error("This is another wasm.");
    await init({ module_or_path: module });
  } catch (cause) {
    loading = undefined; // the next call tries again
    throw unavailable(cause);
  }
};
