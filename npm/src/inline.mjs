// For pages, workers and the edge that cannot load a file: the wasm is in this one, as base64.
import { inlined } from "./inlined.mjs";
import { provide } from "./wasm.mjs";

provide(inlined);

export * from "./satline.mjs";
