// For `import` in Node and Bun: the wasm is read from the disk when it is first needed.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { satline, provide } from "./all.cjs";

// Not `new URL(…, import.meta.url)`: bundlers would treat that as an asset of a page.
const here = () => dirname(fileURLToPath(import.meta.url));
provide({ module: () => new WebAssembly.Module(readFileSync(join(here(), "satline.wasm"))) });

// By name: not all bundlers and engines detect the exports of a CommonJS module.
export const { NAMES } = satline;
