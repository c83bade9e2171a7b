// For `require`: the same modules, so that there is one SatlineError and one wasm in a process.
module.exports = require("./inline.mjs");
