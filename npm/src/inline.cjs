// `satline/inline` for `require`: this file contains the wasm as base64; the rest is shared with `satline`.
const { satline, provide } = require("./all.cjs");
const { inlined } = require("./inlined.mjs");

provide(inlined);

module.exports = { ...satline };
