// For edge functions, which compile no bytes: their bundlers take `?module` for a compiled module.
import module from "./satline.wasm?module";
import { withPlainFetch } from "./call.mjs";
import { provide } from "./wasm.mjs";

withPlainFetch();
provide({ now: () => module });

export * from "./satline.mjs";
