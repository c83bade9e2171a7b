// Puts the package together: `node pack.mjs <folder with satline.wasm>` fills npm/pkg.
import { cpSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";

const here = import.meta.dirname;
const pkg = join(here, "pkg");
const wasm = readFileSync(process.argv[2]);

rmSync(pkg, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });
cpSync(join(here, "src"), pkg, { recursive: true });
for (const name of ["package.json", "README.md", "llms.txt", "index.d.ts", "index.d.mts"]) copyFileSync(join(here, name), join(pkg, name));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(here, "..", name), join(pkg, name));
writeFileSync(join(pkg, "satline.wasm"), wasm);
const inline = readFileSync(join(pkg, "inline.mjs"), "utf8")
  .replace("WASM_IN_BASE64", deflateRawSync(wasm, { level: 9 }).toString("base64"))
  .replace("const size = 0", `const size = ${wasm.length}`);
writeFileSync(join(pkg, "inline.mjs"), inline);
