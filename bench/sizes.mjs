// Prints the size of each shipped file, and checks bench/budget.json:
// `node bench/sizes.mjs app|npm`
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";

const root = join(import.meta.dirname, "..");
const part = process.argv[2];

/** Returns the size of each file of a folder, and its compressed size, as served by a CDN that compresses in advance. */
const weighed = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const bytes = readFileSync(path);
      return { name: relative(folder, path), raw: bytes.length, brotli: brotliCompressSync(bytes).length };
    });

const sum = (files, size) => files.reduce((all, file) => all + file[size], 0);

/** Returns a module and all its imports. */
const imported = (folder, name, found = new Set()) => {
  if (found.has(name)) return found;
  found.add(name);
  const code = readFileSync(join(folder, name), "utf8");
  for (const [, other] of code.matchAll(/from ?"\.\/([^"]+)"/g)) imported(folder, other, found);
  return found;
};

const PARTS = {
  app: {
    folder: "dist",
    // The first visit fetches the files in the page and no others: e2e/chunks.spec.js tests that.
    sums: (files, folder) => {
      const page = readFileSync(join(folder, "index.html"), "utf8");
      const first = files.filter(({ name }) => name === "index.html" || page.includes(`/${name}"`));
      const isWasm = ({ name }) => name.endsWith(".wasm");
      const isDemo = ({ name }) => /^satline-(demo|sandbox)-/.test(name);
      return {
        wasm: sum(first.filter(isWasm), "brotli"),
        together: sum(first, "brotli"),
        chunks: sum(files.filter((file) => isWasm(file) && !isDemo(file) && !first.includes(file)), "brotli"),
        demo: sum(files.filter(isDemo), "brotli"),
        wallet: sum(files.filter(({ name }) => name === "wallet.html"), "brotli"),
        flags: sum(files.filter(({ name }) => name.startsWith("satline-flags-")), "brotli"),
      };
    },
  },
  npm: {
    folder: "npm/pkg",
    sums: (files, folder) => {
      const modules = imported(folder, "browser.mjs");
      const wasm = sum(files.filter(({ name }) => name === "satline.wasm"), "brotli");
      const face = sum(files.filter(({ name }) => modules.has(name)), "brotli");
      return { wasm, face, together: wasm + face, unpacked: sum(files, "raw") };
    },
  },
};

/** What each sum contains. */
const OF = {
  wasm: "brotli, the wasm of the first load",
  chunks: "brotli, all that comes when it is wanted",
  wallet: "brotli, when a wallet of one's own is connected",
  flags: "brotli, when a flag is first shown",
  demo: "brotli, when the demo is opened",
  face: "brotli, the modules a page loads",
  together: "brotli, all that a page loads first",
  unpacked: "bytes, all that is installed",
};

const { folder, sums } = PARTS[part];
const files = weighed(join(root, folder));
console.log(`\n${"bytes".padStart(10)} ${"brotli".padStart(10)}   in ${folder}/`);
for (const { name, raw, brotli } of files) console.log(`${String(raw).padStart(10)} ${String(brotli).padStart(10)}   ${name}`);

const limits = JSON.parse(readFileSync(join(root, "bench/budget.json"), "utf8"))[part];
console.log(`\n${"is".padStart(10)} ${"may be".padStart(10)}   of`);
for (const [name, is] of Object.entries(sums(files, join(root, folder)))) {
  console.log(`${String(is).padStart(10)} ${String(limits[name]).padStart(10)}   ${name}: ${OF[name]}`);
  if (is > limits[name]) {
    console.error(
      `${folder}/ has grown: ${name} (${OF[name]}) is ${is} and may be ${limits[name]}. Find out what it was that grew; ` +
        `if it is worth it, raise ${part}.${name} in bench/budget.json and say in the commit what the bytes buy.`,
    );
    process.exitCode = 1;
  }
}
