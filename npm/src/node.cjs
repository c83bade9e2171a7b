// For `require` in Node and Bun, and for Jest: the same classes and the same wasm as by `import`.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { face, provide } = require("./face.cjs");

provide({ module: () => new WebAssembly.Module(readFileSync(join(__dirname, "satline.wasm"))) });

module.exports = { ...face };
