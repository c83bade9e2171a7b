// `satline/inline`: the wasm stands in the file, and works at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as satline from "../pkg/inline.mjs";

test("calls without await work at once, and those with it too", async () => {
  assert.equal(satline.countries().length, 185);
  await satline.ready();
});
