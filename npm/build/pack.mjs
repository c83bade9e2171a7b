// Puts the package together: `node npm/build/pack.mjs <satline.wasm>` fills npm/pkg.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";

const npm = join(import.meta.dirname, "..");
const pkg = join(npm, "pkg");
const wasm = readFileSync(process.argv[2]);
const source = (name) => join(npm, "src", name);
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
  define: {
    PACKED_WASM: JSON.stringify(deflateRawSync(wasm, { level: 9 }).toString("base64")),
    WASM_SIZE: String(wasm.length),
    REPOSITORY: JSON.stringify(REPOSITORY),
  },
};

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
  external: ["*.wasm", "*.wasm?module"],
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
copyFileSync(process.argv[2], join(pkg, "satline.wasm"));
