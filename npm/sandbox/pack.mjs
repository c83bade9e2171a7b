// Assembles the package satline-sandbox: fills npm/sandbox/pkg from npm/sandbox/src and the compiled sandbox.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileSandbox } from "../../www/sandbox.mjs";

const here = import.meta.dirname;
const pkg = join(here, "pkg");
const source = (name) => join(here, "src", name);
const text = (name) => readFileSync(join(here, name), "utf8");
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

// The project's address is written once, for the crates and the packages.
const [, REPOSITORY] = text("../../Cargo.toml").match(/^repository = "(.+)"$/m);
const link = (_, path) => `](${new URL(path, `${REPOSITORY}/blob/main/npm/sandbox/`)})`;
writeFileSync(join(pkg, "README.md"), text("README.md").replaceAll(/\]\((?!https?:|#)([^)]+)\)/g, link));
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(here, "../..", name), join(pkg, name));
const project = { author: `The satline authors (${REPOSITORY})`, repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: "npm/sandbox" } };
writeFileSync(join(pkg, "package.json"), `${JSON.stringify({ ...JSON.parse(text("package.json")), ...project }, null, 2)}\n`);
