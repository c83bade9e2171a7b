// The one instance of the wasm: found, started, entered and, should it ever break, started anew.
// How its bytes are found differs from place to place; each entry file says it to `provide`.
import { SatlineError, internal, unavailable } from "./error.mjs";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

let source; // { now: () => WebAssembly.Module } or { later: () => Promise<Module | Response | bytes> }
let compiled; // the WebAssembly.Module
let loading; // a promise of it
let exports; // of the running instance
let onBreak = () => {};

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
  if (source.now && !source.later) return void start();
  loading ??= source.later().then(compile).catch((cause) => {
    loading = undefined; // the next call tries again
    throw cause instanceof SatlineError ? cause : unavailable(cause);
  });
  compiled = await loading;
  if (!exports) begin(await WebAssembly.instantiate(compiled, imports()));
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
  if (!compiled) {
    if (!source.now) {
      throw new SatlineError({
        code: "wasm.not_ready",
        message: "Here the wasm is loaded first: `await ready()` once, before the first call without `await`.",
      });
    }
    try {
      compiled = source.now();
    } catch (cause) {
      throw unavailable(cause);
    }
  }
  begin(new WebAssembly.Instance(compiled, imports()));
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

const begin = (instance) => {
  exports = instance.exports;
  exports.__wbindgen_start();
};

/**
 * Calls a function of the wasm: texts and numbers in, a text out. A wasm that stopped in the middle
 * of something is not entered again; the next call starts another.
 */
export const enter = (name, ...args) => {
  if (!exports) start();
  const { memory, __wbindgen_malloc: malloc, __wbindgen_free: free } = exports;
  try {
    const flat = args.flatMap((arg) => {
      if (typeof arg !== "string") return arg;
      const bytes = encoder.encode(arg);
      const place = malloc(bytes.length, 1) >>> 0;
      new Uint8Array(memory.buffer).set(bytes, place);
      return [place, bytes.length];
    });
    const out = exports[name](...flat);
    if (!out) return undefined;
    const [place, length] = [out[0] >>> 0, out[1] >>> 0];
    const text = decoder.decode(new Uint8Array(memory.buffer, place, length));
    free(place, length, 1);
    return text;
  } catch (cause) {
    exports = undefined;
    const error = internal(cause);
    onBreak(error);
    throw error;
  }
};
