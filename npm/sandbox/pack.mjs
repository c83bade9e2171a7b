// Assembles the package satline-sandbox: fills npm/sandbox/pkg from npm/sandbox/src and the compiled sandbox.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { SANDBOX, crates } from "../../www/contents.mjs";
import { compileSandbox } from "../../www/sandbox.mjs";
import { complete } from "../build/publish.mjs";

const here = import.meta.dirname;
const pkg = join(here, "pkg");
const source = (name) => join(here, "src", name);
const tool = createRequire(join(here, "../build/package.json"));
const { build } = tool("esbuild");

rmSync(pkg, { recursive: true, force: true });
mkdirSync(pkg);
const { wasm, glue } = compileSandbox(true);
writeFileSync(join(pkg, "sandbox.wasm"), wasm);
await build({ entryPoints: [source("wasm.mjs")], outdir: pkg, outExtension: { ".js": ".mjs" }, alias: { sandbox: glue }, bundle: true, platform: "node", format: "esm", target: "es2022" });
const names = readdirSync(join(here, "src")).filter((name) => name !== "wasm.mjs");
for (const name of names) copyFileSync(source(name), join(pkg, name));

// The types are those of the sources.
const typed = ["index.mjs", "server.mjs"].map((name) => join(pkg, name));
execFileSync(process.execPath, [
  tool.resolve("typescript/bin/tsc"),
  ...["--allowJs", "--declaration", "--emitDeclarationOnly", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--outDir", pkg],
  ...typed,
], { stdio: "inherit" });
rmSync(join(pkg, "wasm.d.mts"), { force: true });

complete("npm/sandbox", pkg, crates(SANDBOX));
