// Puts the package together: `node npm/build/pack.mjs <satline.wasm>` fills npm/pkg.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";

const npm = join(import.meta.dirname, "..");
const pkg = join(npm, "pkg");
const wasm = readFileSync(process.argv[2]);

/** How the wasm is found, place by place; the rest they share. */
const ENTRIES = ["browser", "node", "deno", "workerd", "edge", "inline"];

rmSync(pkg, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });
await build({
  entryPoints: ENTRIES.map((name) => join(npm, `src/${name}.mjs`)),
  outdir: pkg,
  outExtension: { ".js": ".mjs" },
  chunkNames: "face",
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  supported: { "import-source": true },
  external: ["node:*", "*.wasm", "*.wasm?module"],
  define: {
    PACKED_WASM: JSON.stringify(deflateRawSync(wasm, { level: 9 }).toString("base64")),
    WASM_SIZE: String(wasm.length),
  },
});
for (const name of ["node.cjs", "inline.cjs"]) copyFileSync(join(npm, "src", name), join(pkg, name));
for (const name of ["package.json", "README.md", "llms.txt", "index.d.ts", "index.d.mts"]) copyFileSync(join(npm, name), join(pkg, name));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(npm, "..", name), join(pkg, name));
copyFileSync(process.argv[2], join(pkg, "satline.wasm"));
