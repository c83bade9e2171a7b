// Bundles as they would be shipped to pages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const here = import.meta.dirname;

/** What older packages take for granted, as bundlers of their time brought it. */
const OLD = {
  absWorkingDir: here, // where the alias is looked for
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

/** A module and all that it imports, as one text. */
export const bundled = async (entry, { plugins = [], old = false, more = {} } = {}) => {
  const where = typeof entry === "string" ? { entryPoints: [join(here, entry)] } : { stdin: { resolveDir: here, ...entry } };
  const { outputFiles } = await build({ ...PAGE, ...where, plugins, ...(old && OLD), ...more });
  return outputFiles[0].text;
};

/** A file of a package. */
export const fileIn = (path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)));

/** The wasm files that bundles ask for, beside them. */
export const WASM = {
  "satline.wasm": "../npm/pkg/satline.wasm",
  "fast_qr_bg.wasm": "node_modules/fast_qr/fast_qr_bg.wasm",
};
