// Compresses what a host may send compressed, once and as far as it goes: `x.js.br` and `x.js.gz` beside `x.js`.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const IS_COMPRESSIBLE = /\.(css|html|js|json|svg|wasm)$/;

/** Compresses each such file of a folder. Node's default for brotli is its highest level, 11. */
export const compress = (folder) => {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !IS_COMPRESSIBLE.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
};
