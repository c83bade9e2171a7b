// `satline/inline`: the wasm is in the file, and works at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import common from "../pkg/inline.cjs";
import * as satline from "../pkg/inline.mjs";

test("synchronous and asynchronous calls work at once", async () => {
  assert.equal(satline.countries().length, 185);
  await satline.ready();
});

test("where a page compiles no more than 4 kB synchronously, synchronous calls work after `ready`", async (context) => {
  const { Module } = WebAssembly;
  context.after(() => (WebAssembly.Module = Module));
  WebAssembly.Module = class extends Module {
    constructor() {
      throw new RangeError("WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 4KB.");
    }
  };
  assert.throws(common.countries, { code: "wasm.unavailable" });
  await common.ready();
  assert.equal(common.countries().length, 185);
});
