// For Cloudflare Workers, which don't compile bytes: the wasm is imported as a module.
import module from "./satline.wasm";
import { provide } from "./wasm.mjs";

provide({ module: () => module });

export * from "./satline.mjs";
