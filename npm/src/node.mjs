// For Node and Bun: the wasm is read from the disk when first needed, so that calls without `await`
// work at once.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { provide } from "./wasm.mjs";

// Not `new URL(…, import.meta.url)`: bundlers would take that for an asset of a page.
const here = () => dirname(fileURLToPath(import.meta.url));
provide({ now: () => new WebAssembly.Module(readFileSync(join(here(), "satline.wasm"))) });

export * from "./satline.mjs";
