// For edge functions, which don't compile bytes: their bundlers turn `?module` into a compiled module.
import module from "./satline.wasm?module";
import { provide } from "./wasm.mjs";

// Next.js passes a module of another realm, and wasm-bindgen's glue requires one of this realm.
provide({ module: () => Object.setPrototypeOf(module, WebAssembly.Module.prototype) });

export * from "./satline.mjs";
