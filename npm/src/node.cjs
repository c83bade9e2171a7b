// For `require` in Node and Bun, and for Jest. The wasm is read from the disk when it is first needed.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { satline, provide } = require("./all.cjs");

provide({ module: () => new WebAssembly.Module(readFileSync(join(__dirname, "satline.wasm"))) });

module.exports = { ...satline };
