// `satline/inline` for `require`: the wasm is in this file, as base64; the rest is shared with `satline`.
const { satline, provide } = require("./all.cjs");
const { inlined } = require("./inlined.mjs");

provide(inlined);

module.exports = { ...satline };
