// Splits a release into chunks: what every visit loads, and what loads on demand. Trunk cannot do that:
// a program has to be split before wasm-bindgen reads it. So this starts from cargo's output and
// replaces trunk's.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TARGET = process.env.CARGO_TARGET_DIR ?? "target";
const PROGRAM = join(TARGET, "wasm32-unknown-unknown/release/satline-app.wasm");
const isWord = (line) => line.startsWith("-");
/** The flags of wasm-opt, the same as for the npm package. */
export const SMALLEST = readFileSync(new URL("wasm-opt.txt", import.meta.url), "utf8").split(/\r?\n/).filter(isWord);

// Leptos' server functions include streams, and streams include exports that the app does not call.
const UNCALLED = {
  inWasm: ["--remove-exports=*intounderlying*", "--remove-unused-module-elements"],
  inGlue: /^export class IntoUnderlying[^]*?^\}\n|^const IntoUnderlying[^]*?\);\n|^.*\bIntoUnderlying.*\n/gm,
};

const run = (program, ...words) => execFileSync(program, words, { stdio: ["ignore", "inherit", "inherit"] });
const hash = (name, bytes) => createHash(name).update(bytes);
const integrity = (bytes) => `sha384-${hash("sha384", bytes).digest("base64")}`;

/** Replaces text, and throws if it is missing: the tools may change their output. */
export const swap = (text, pattern, by) => {
  const swapped = text.replace(pattern, by);
  if (swapped === text) throw new Error(`${pattern} is not in what the tools wrote.`);
  return swapped;
};

/** Copies the chunks into trunk's folder, and returns the page with their names and checksums. */
export const split = (folder, page) => {
  const work = mkdtempSync(join(tmpdir(), "satline-split-"));
  const put = (stem, ending, bytes) => {
    const name = `${stem}-${hash("sha256", bytes).digest("hex").slice(0, 16)}${ending}`;
    writeFileSync(join(folder, name), bytes);
    return { name, integrity: integrity(bytes) };
  };
  const putWasm = (stem, path) => {
    run("wasm-opt", ...UNCALLED.inWasm, ...SMALLEST, path, "-o", path);
    return put(stem, ".wasm", readFileSync(path));
  };

  run("wasm-split-cli", PROGRAM, work);
  run("wasm-bindgen", "--target=web", "--no-typescript", "--keep-lld-exports", `--out-dir=${work}/whole`, "--out-name=app", join(work, "main.wasm"));
  const chunks = readdirSync(work).filter((name) => /^(split|chunk)_.*\.wasm$/.test(name));
  const loader = chunks.reduce((text, name) => {
    const chunk = putWasm(`satline-${name.replace(/^split_|\.wasm$/g, "").replace("chunk_", "shared-")}`, join(work, name));
    const fetched = `new URL("./${chunk.name}", import.meta.url), { integrity: "${chunk.integrity}" }`;
    return swap(text, `new URL("./${name}", import.meta.url)`, fetched);
  }, readFileSync(join(work, "__wasm_split.js"), "utf8"));
  const made = {
    ".wasm": putWasm("satline-app", join(work, "whole/app_bg.wasm")),
    ".js": put("satline-app", ".js", joined(readFileSync(join(work, "whole/app.js"), "utf8"), loader)),
  };
  rmSync(work, { recursive: true });

  for (const [ending, { name, integrity }] of Object.entries(made)) {
    const [tag, old] = page.match(new RegExp(`<link[^>]*href="[^"]*?([^"/]+\\${ending})"[^>]*>`));
    rmSync(join(folder, old));
    page = page.replace(tag, tag.replace(old, name).replace(/integrity="[^"]*"/, `integrity="${integrity}"`));
  }
  return page;
};

const LOADING = [
  // Streaming needs a host that sends wasm's MIME type.
  [/WebAssembly\.instantiateStreaming\(src, imports\)/g, "WebAssembly.instantiate(await (await src).arrayBuffer(), imports)"],
  // The browser reports what it could not fetch, and the page says what that means.
  ["console.error(e);", "if (!(e instanceof TypeError)) console.error(e);"],
];

/** Adds the loader of the chunks to wasm-bindgen's glue: one file less for the first page. */
const joined = (glue, loader) => {
  const imported = /^import \* as (\w+) from "\.\/__wasm_split\.js";?\n/gm;
  const names = [...glue.matchAll(imported)].map(([, name]) => name);
  const loads = [...loader.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
  const chunks = `\nconst ${names.map((name) => `${name} = { ${loads.join(", ")} }`).join(", ")};\n`;
  const code = swap(loader, /^import .*\n/, "").replaceAll("export const", "const");
  const loading = LOADING.reduce((text, [theirs, ours]) => swap(text, theirs, ours), code);
  return swap(swap(glue, imported, ""), UNCALLED.inGlue, "") + loading + chunks;
};
