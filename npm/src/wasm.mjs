// The one instance of the wasm: found, started, entered and, should it ever break, started anew.
// How its bytes are found differs from place to place; each entry file says it to `provide`.
import { SatlineError, internal, unavailable } from "./error.mjs";

let source; // { now: () => WebAssembly.Module } or { later: () => Promise<Module | Response | bytes> }
let compiled; // the WebAssembly.Module
let starting; // a promise of a running instance
let exports; // of the running instance
let encoder, decoder; // made with it: where they are missing, as in jsdom, importing works all the same
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
  if (exports) return;
  if (!source.later) return start();
  starting ??= startLater().finally(() => {
    starting = undefined; // if that went wrong, the next call tries again
  });
  return starting;
};

const startLater = async () => {
  try {
    compiled ??= await compile(await source.later());
    const instance = await WebAssembly.instantiate(compiled, imports());
    if (!exports) run(instance);
  } catch (cause) {
    compiled = undefined; // it may have been something else
    throw unavailable(cause);
  }
};

const compile = async (found) => {
  if (found instanceof WebAssembly.Module) return found;
  if (typeof Response === "function" && found instanceof Response) {
    if (!found.ok) throw new Error(`HTTP status ${found.status}`);
    // Servers that do not know wasm's type are no reason to stop.
    found = await found.arrayBuffer();
  }
  return WebAssembly.compile(found);
};

const start = () => {
  if (!compiled && !source.now) {
    throw new SatlineError({
      code: "wasm.not_ready",
      message: "Here the wasm is loaded first: `await ready()` once, before the first call without `await`.",
    });
  }
  try {
    compiled ??= source.now();
    run(new WebAssembly.Instance(compiled, imports()));
  } catch (cause) {
    throw unavailable(cause);
  }
};

const imports = () => {
  const functions = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    (functions[module] ??= {})[name] = () => {
      if (name.includes("throw")) throw new Error("The wasm stopped.");
    };
  }
  return functions;
};

const run = (instance) => {
  encoder ??= new TextEncoder();
  decoder ??= new TextDecoder();
  instance.exports.__wbindgen_start();
  exports = instance.exports;
};

const bytesAt = (place, length) => new Uint8Array(exports.memory.buffer, place, length);

/** Puts a text into the memory: where it lies then, and how long it is. */
const placed = (text) => {
  let { length } = text; // in bytes too, if it is ASCII, as most texts are
  let place = exports.__wbindgen_malloc(length, 1) >>> 0;
  if (encoder.encodeInto(text, bytesAt(place, length)).read < length) {
    const encoded = encoder.encode(text);
    place = exports.__wbindgen_realloc(place, length, encoded.length, 1) >>> 0;
    bytesAt(place, encoded.length).set(encoded);
    ({ length } = encoded);
  }
  return [place, length];
};

/**
 * Calls a function of the wasm: texts and numbers in, JSON or SVG out. A wasm that stopped in the
 * middle of something is not entered again; the next call starts another.
 */
export const enter = (name, ...args) => {
  if (!exports) start();
  try {
    const words = [];
    for (const arg of args) words.push(...(typeof arg === "string" ? placed(arg) : [arg]));
    const out = exports[name](...words);
    if (!out) return undefined;
    const [place, length] = [out[0] >>> 0, out[1] >>> 0];
    const text = decoder.decode(bytesAt(place, length));
    exports.__wbindgen_free(place, length, 1);
    return text[0] === "<" ? text : JSON.parse(text);
  } catch (cause) {
    exports = undefined;
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
