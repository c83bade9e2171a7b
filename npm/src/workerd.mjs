// For Cloudflare's workers, which compile no bytes: the wasm is imported as a module.
import module from "./satline.wasm";
import { withPlainFetch } from "./call.mjs";
import { provide } from "./wasm.mjs";

withPlainFetch();
provide({ module: () => module });

export * from "./satline.mjs";
