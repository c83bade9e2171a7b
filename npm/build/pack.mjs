// Assembles the package: fills npm/pkg from npm/src, and from the wasm and its glue in target/npm.
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { CORE, crates } from "../../www/contents.mjs";
import { REPOSITORY, complete } from "./publish.mjs";

const npm = join(import.meta.dirname, "..");
const pkg = join(npm, "pkg");
const source = (name) => join(npm, "src", name);
/** The output of wasm-bindgen and wasm-opt. */
const made = (name) => join(npm, "../target/npm", name);

/** The entries, one per environment; they share the rest of the code. */
const MODULES = ["browser.mjs", "deno.mjs", "workerd.mjs", "edge.mjs", "inline.mjs"];
/** The entries for Node and Jest, which all share one copy of the code: `all.cjs`. */
const COMMON = ["all.mjs", "inline.cjs"];
/** Shipped unchanged. */
const COPIED = ["node.cjs"];
/** Shipped with the list of all exports inserted. */
const NAMING = ["node.mjs", "inline.node.mjs"];

const options = {
  outdir: pkg,
  bundle: true,
  target: "es2022",
  define: { REPOSITORY: JSON.stringify(REPOSITORY) },
  loader: { ".wasm": "base64" },
};

/** Changes to wasm-bindgen's glue: src/guard.mjs says why. */
const CHANGES = [
  ["wasmInstance, wasm;", "wasmInstance, wasm = unloaded;"],
  ["wasm !== undefined", "wasm !== unloaded"],
  ["wasm = instance.exports;", "wasm = guard(instance.exports);"],
  ["wasm = wasmInstance.exports;", "wasm = guard(wasmInstance.exports);"],
  ["throw new Error('Invalid stale object from previous Wasm instance');", "throw stale();"],
  // A timer or a response for an instance that has trapped since.
  ["throw new Error('Cannot invoke closure from previous WASM instance');", "return;"],
];

const changed = (glue) => {
  for (const [from, to] of CHANGES) {
    if (!glue.includes(from)) throw new Error(`wasm-bindgen's glue no longer contains “${from}”.`);
    glue = glue.replaceAll(from, to);
  }
  return `import { guard, stale, unloaded } from "../../npm/src/guard.mjs";\n${glue}`;
};

const glue = readFileSync(made("satline.js"), "utf8");
writeFileSync(made("glue.mjs"), changed(glue));
const snippets = [...new Set(glue.match(/\.\/snippets\/[^'"]+/g))];
writeFileSync(made("snippets.mjs"), snippets.map((path) => `export * from "${path}";\n`).join(""));

rmSync(pkg, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });
await build({
  ...options,
  entryPoints: MODULES.map(source),
  outExtension: { ".js": ".mjs" },
  chunkNames: "satline",
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120, // an uncaught error shows its line
  format: "esm",
  supported: { "import-source": true },
  external: ["./satline.wasm", "./satline.wasm?module"],
});
await build({
  ...options,
  entryPoints: COMMON.map(source),
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  platform: "node", // lists the exports at the end, where Node detects them
  external: ["./all.cjs"],
  inject: [source("text-coding.mjs")],
});
// esbuild calls a class that mentions itself `_Order`. Its `keepNames` would name every closure too, whenever one is made.
for (const name of readdirSync(pkg)) {
  const code = readFileSync(join(pkg, name), "utf8");
  const named = (text, [, known]) => text.replaceAll(new RegExp(`\\b_${known}\\b`, "g"), known);
  writeFileSync(join(pkg, name), [...code.matchAll(/(\w+) ?= ?class _\1\b/g)].reduce(named, code));
}
for (const name of COPIED) copyFileSync(source(name), join(pkg, name));
// The command line, which imports the package by its name.
cpSync(join(npm, "bin"), join(pkg, "bin"), { recursive: true });
const { metafile } = await build({ ...options, entryPoints: [source("satline.mjs")], format: "esm", write: false, metafile: true });
const names = Object.values(metafile.outputs)[0].exports.sort();
for (const name of NAMING) writeFileSync(join(pkg, name), readFileSync(source(name), "utf8").replace("NAMES", names.join(", ")));

// wasm-bindgen's declarations, without those for loading the wasm.
const declared = readFileSync(made("satline.d.ts"), "utf8");
const [types] = declared.replace(/^export function __wbg_reset_state.*\n/m, "").split("\nexport type InitInput");
writeFileSync(join(pkg, "index.d.ts"), types + readFileSync(source("ready.d.ts"), "utf8"));
writeFileSync(join(pkg, "index.d.mts"), 'export * from "./index.js";\n');
copyFileSync(made("satline.wasm"), join(pkg, "satline.wasm"));
complete("npm", pkg, crates(CORE), { texts: ["README.md", "llms.txt"] });
