// `satline/inline` for `require`: the wasm is in this file, packed; the rest is shared with `satline`.
const { face, provide } = require("./face.cjs");
const { packed } = require("./packed.mjs");

provide(packed);

module.exports = { ...face };
