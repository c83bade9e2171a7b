// `satline/inline`: the wasm stands in the file, and works at once.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { constants, deflateRawSync } from "node:zlib";
import * as satline from "../pkg/inline.mjs";
import { inflate } from "../src/inflate.mjs";

/** Bytes that look like chance, but are the same each time. */
const noise = (length) => {
  const bytes = [];
  for (let i = 0; bytes.length < length; i++) bytes.push(...createHash("sha256").update(String(i)).digest());
  return Buffer.from(bytes.slice(0, length));
};

const SAMPLES = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.of(7),
  "the same all over": Buffer.alloc(200_000, 1),
  noise: noise(70_000),
  text: Buffer.from("Reserved, not spent. ".repeat(5_000)),
  wasm: readFileSync(new URL("../pkg/satline.wasm", import.meta.url)),
};

test("whatever was packed is unpacked", () => {
  for (const [what, sample] of Object.entries(SAMPLES)) {
    for (const options of [{ level: 0 }, { level: 1 }, { level: 9 }, { strategy: constants.Z_FIXED }, { strategy: constants.Z_HUFFMAN_ONLY }]) {
      assert.deepEqual(Buffer.from(inflate(deflateRawSync(sample, options), sample.length)), sample, what);
    }
  }
});

test("what is cut off is damaged, and said to be", () => {
  const packed = deflateRawSync(SAMPLES.text);
  for (let length = 0; length < packed.length; length++) {
    assert.throws(() => inflate(packed.subarray(0, length), SAMPLES.text.length), /damaged/);
  }
});

test("calls without await work at once, and those with it too", async () => {
  assert.equal(satline.countries().length, 185);
  await satline.ready();
});
