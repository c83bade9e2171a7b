// For Deno: the wasm is imported as a module, which takes no permission to read files. Deno
// knows this syntax since 2.6; before, there is `satline/inline`.
import source module from "./satline.wasm";
import { provide } from "./wasm.mjs";

provide({ module: () => module });

export * from "./satline.mjs";
