// Bundles code as it would be shipped to pages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const here = import.meta.dirname;

/** Polyfills that older packages expect, as bundlers of their time provided them. */
const OLD = {
  absWorkingDir: here, // where the alias is resolved
  alias: { stream: "stream-browserify" },
  inject: [join(here, "buffer.mjs")],
};

const PAGE = {
  bundle: true,
  format: "esm",
  minify: true,
  write: false,
  platform: "browser",
  target: "es2022",
  external: ["node:*", "crypto"],
  define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
  logLevel: "error",
};

/** Bundles a module and its imports into one text. */
export const bundled = async (entry, { plugins = [], old = false, more = {} } = {}) => {
  const where = typeof entry === "string" ? { entryPoints: [join(here, entry)] } : { stdin: { resolveDir: here, ...entry } };
  const { outputFiles } = await build({ ...PAGE, ...where, plugins, ...(old && OLD), ...more });
  return outputFiles[0].text;
};

/** Reads a file of a package. */
export const fileIn = (path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)));

/** The wasm files that bundles fetch from beside them. */
export const WASM = {
  "satline.wasm": "../npm/pkg/satline.wasm",
  "fast_qr_bg.wasm": "node_modules/fast_qr/fast_qr_bg.wasm",
};
