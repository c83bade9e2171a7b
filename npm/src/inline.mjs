// For places that cannot load a file: the wasm stands in this one, packed.
import { inflate } from "./inflate.mjs";
import { provide } from "./wasm.mjs";

/* global PACKED_WASM, WASM_SIZE -- put in when the package is put together */
const unpack = () => inflate(Uint8Array.from(atob(PACKED_WASM), (digit) => digit.charCodeAt(0)), WASM_SIZE);
// On a page's main thread some browsers compile only small wasm at once; `await ready()` always works.
provide({ now: () => new WebAssembly.Module(unpack()), later: () => Promise.resolve(unpack()) });

export * from "./satline.mjs";
