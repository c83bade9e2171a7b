// For Deno: the wasm is imported as a module, which needs no permission to read files. Deno supports
// this syntax since 2.6; for earlier versions there is `satline/inline`.
import source module from "./satline.wasm";
import { provide } from "./wasm.mjs";

provide({ module: () => module });

export * from "./satline.mjs";
