// For pages, workers and edge functions that cannot load a file: this one contains the wasm as base64.
import { inlined } from "./inlined.mjs";
import { provide } from "./wasm.mjs";

provide(inlined);

export * from "./satline.mjs";
