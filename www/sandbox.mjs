// Compiles the sandbox for JavaScript: for the demo, and for the npm package satline-sandbox.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SMALLEST } from "./split.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? path("../target");

const run = (program, ...words) => execFileSync(program, words, { cwd: path(".."), stdio: ["ignore", "inherit", "inherit"] });

/** Returns the wasm, and the path of wasm-bindgen's glue, whose import is given the wasm. */
export const compileSandbox = (isRelease) => {
  const folder = join(TARGET, "sandbox-js");
  const cargo = ["rustc", "--package", "satline-sandbox", "--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown"];
  run("cargo", ...cargo, "--no-default-features", "--features", "js", ...(isRelease ? ["--release"] : []));
  const built = join(TARGET, "wasm32-unknown-unknown", isRelease ? "release" : "debug", "satline_sandbox.wasm");
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--omit-default-module-path", "--out-name", "sandbox", "--out-dir", folder, built);
  const wasm = join(folder, "sandbox_bg.wasm");
  if (isRelease) run("wasm-opt", ...SMALLEST, wasm, "-o", wasm);
  return { wasm: readFileSync(wasm), glue: join(folder, "sandbox.js") };
};
