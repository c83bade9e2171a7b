// The wasm in the code, as base64: for places that cannot load a file.
import base64 from "../../target/npm/satline.wasm";

const bytes = () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** For `provide`. In pages, older versions of Chrome compile only small wasm at once; `await ready()` always works. */
export const inlined = { module: () => new WebAssembly.Module(bytes()), bytes: async () => bytes() };
