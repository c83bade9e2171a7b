// For places that cannot load a file: the wasm stands in this one, packed.
import { inflate } from "./inflate.mjs";
import { provide } from "./wasm.mjs";

const packed = "WASM_IN_BASE64";
const size = 0;

const unpack = () => inflate(Uint8Array.from(atob(packed), (digit) => digit.charCodeAt(0)), size);
// On a page's main thread some browsers compile only small wasm at once; `await ready()` always works.
provide({ now: () => new WebAssembly.Module(unpack()), later: () => Promise.resolve(unpack()) });

export * from "./satline.mjs";
