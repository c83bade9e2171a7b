// For pages, workers and the edge that cannot load a file: the wasm is in this one, packed.
import { packed } from "./packed.mjs";
import { provide } from "./wasm.mjs";

provide(packed);

export * from "./satline.mjs";
