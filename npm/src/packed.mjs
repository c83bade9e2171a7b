// The wasm in the code, packed: for places that cannot load a file.
import { inflate } from "./inflate.mjs";

/* global PACKED_WASM, WASM_SIZE -- put in when the package is put together */
const unpack = () => inflate(Uint8Array.from(atob(PACKED_WASM), (digit) => digit.charCodeAt(0)), WASM_SIZE);

/** For `provide`. On a page's main thread some browsers compile only small wasm at once; `await ready()` always works. */
export const packed = { now: () => new WebAssembly.Module(unpack()), later: () => Promise.resolve(unpack()) };
