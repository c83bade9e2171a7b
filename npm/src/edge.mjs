// For edge functions, which compile no bytes: their bundlers take `?module` for a compiled module.
import module from "./satline.wasm?module";
import { provide } from "./wasm.mjs";

// Next.js hands it in from another realm, and wasm-bindgen's glue asks for one of this.
provide({ module: () => Object.setPrototypeOf(module, WebAssembly.Module.prototype) });

export * from "./satline.mjs";
