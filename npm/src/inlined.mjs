// The wasm in the code, as base64: for environments that cannot load a file.
import base64 from "../../target/npm/satline.wasm";

const bytes = () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** The source for `provide`. In pages, older versions of Chrome compile only small modules synchronously; `await ready()` always works. */
export const inlined = { module: () => new WebAssembly.Module(bytes()), bytes: async () => bytes() };
