// The one instance of the wasm: loaded at the first call, called by wasm-bindgen's glue and, should it ever break,
// started anew. How its bytes are found differs from place to place; each entry file says it to `provide`.
import { SatlineError, internal, unavailable } from "./error.mjs";

let source; // { module: () => WebAssembly.Module } where it is at hand, { bytes: () => Promise<BufferSource> } where it comes later
let glue; // of the running instance
let loading; // a promise of it
let onBreak = () => {};

/** How many instances have broken so far: what was begun before the last one did is not known to this. */
export let breaks = 0;

/** Says how the wasm is found here. Nothing is read or asked for before the first call. */
export const provide = (found) => {
  source = found;
};

/** Who has to know when an instance breaks: whatever it had under way will not be done. */
export const whenBroken = (listener) => {
  onBreak = listener;
};

/** Resolves when calls without `await` work too. */
export const ready = async () => {
  if (glue) return;
  try {
    return start();
  } catch (error) {
    if (breaks || !source.bytes) throw error; // else it is not at hand, or this page may not compile it at once
  }
  loading ??= load().finally(() => {
    loading = undefined; // if that went wrong, the next call tries again
  });
  return loading;
};

/** Runs wasm-bindgen's module, which has to wait for the first call as well: build/pack.mjs says why. */
const importGlue = () => require("../../target/npm/satline.cjs");

const load = async () => {
  try {
    const module = await WebAssembly.compile(await source.bytes());
    // The glue would keep whatever it got first.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === "begin")) throw new Error("This is another wasm.");
    const unstarted = importGlue();
    await unstarted.default({ module_or_path: module });
    glue = unstarted;
  } catch (cause) {
    throw unavailable(cause);
  }
};

const start = () => {
  if (!source.module && !breaks) {
    throw new SatlineError({
      code: "wasm.not_ready",
      message: "Here the wasm is loaded first: `await ready()` once, before the first call without `await`.",
    });
  }
  try {
    const unstarted = importGlue();
    if (breaks) unstarted.__wbg_reset_state();
    else unstarted.initSync({ module: source.module() });
    glue = unstarted;
  } catch (cause) {
    throw unavailable(cause);
  }
};

/**
 * Calls a function of the wasm: texts and numbers in, JSON or SVG out. A wasm that stopped in the
 * middle of something is not called again; the next call starts another.
 */
export const enter = (name, ...args) => {
  if (!glue) start();
  try {
    const text = glue[name](...args);
    return !text || text[0] === "<" ? text : JSON.parse(text);
  } catch (cause) {
    glue = undefined;
    breaks++;
    const error = internal(cause);
    onBreak(error);
    throw error;
  }
};

/** Calls a function of the wasm that can say no. */
export const ask = (name, ...args) => {
  const { ok, error } = enter(name, ...args);
  if (error) throw new SatlineError(error);
  return ok;
};
