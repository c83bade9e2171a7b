// Puts the package together: fills npm/pkg from npm/src, and from the wasm and its glue in target/npm.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const npm = join(import.meta.dirname, "..");
const pkg = join(npm, "pkg");
const source = (name) => join(npm, "src", name);
/** By wasm-bindgen and wasm-opt. */
const made = (name) => join(npm, "../target/npm", name);
const text = (name) => readFileSync(join(npm, name), "utf8");

/** The project's address is written once, for crates and package alike. */
const [, REPOSITORY] = text("../Cargo.toml").match(/^repository = "(.+)"$/m);

/** How the wasm is found, place by place; the rest they share. */
const MODULES = ["browser.mjs", "deno.mjs", "workerd.mjs", "edge.mjs", "inline.mjs"];
/** The same for Node, where `import` and `require` share one copy. */
const COMMON = ["face.mjs", "inline.cjs"];
/** These are shipped as they are written. */
const COPIED = ["node.mjs", "node.cjs", "inline.node.mjs"];

const options = {
  outdir: pkg,
  bundle: true,
  target: "es2022",
  define: { REPOSITORY: JSON.stringify(REPOSITORY) },
  loader: { ".wasm": "base64" },
};

// As CommonJS it has a scope of its own, and begins when it is asked for: it makes a TextDecoder then, which jsdom lacks
// until a test brings it.
await build({ entryPoints: [made("satline.js")], outfile: made("satline.cjs"), format: "cjs" });

rmSync(pkg, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });
await build({
  ...options,
  entryPoints: MODULES.map(source),
  outExtension: { ".js": ".mjs" },
  chunkNames: "face",
  splitting: true,
  // Names stay, for stacks and consoles.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120, // an error that nobody catches shows its line
  format: "esm",
  supported: { "import-source": true },
  external: ["./satline.wasm", "./satline.wasm?module"],
});
await build({
  ...options,
  entryPoints: COMMON.map(source),
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  platform: "node", // lists the names at its end, where Node finds them
  external: ["./face.cjs"],
});
for (const name of COPIED) copyFileSync(source(name), join(pkg, name));
for (const name of ["index.d.ts", "index.d.mts"]) copyFileSync(join(npm, name), join(pkg, name));
// Links to the rest of the repository lead there from wherever the package is read.
for (const name of ["README.md", "llms.txt"]) {
  const link = (_, path) => `](${new URL(path, `${REPOSITORY}/blob/main/npm/`)})`;
  writeFileSync(join(pkg, name), text(name).replaceAll(/\]\((?!https?:|#)([^)]+)\)/g, link));
}
const project = {
  author: `The satline authors (${REPOSITORY})`,
  homepage: `${REPOSITORY}/tree/main/npm#readme`,
  bugs: `${REPOSITORY}/issues`,
  repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: "npm" },
};
writeFileSync(join(pkg, "package.json"), JSON.stringify({ ...JSON.parse(text("package.json")), ...project }, undefined, 2));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(npm, "..", name), join(pkg, name));
copyFileSync(made("satline.wasm"), join(pkg, "satline.wasm"));
