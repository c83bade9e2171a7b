// What the seal promises.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSeal, noSeal } from "../dist/seal.js";

const key = (byte) => new Uint8Array(32).fill(byte);
const seal = createSeal(key(1));

test("a sealed text can be opened only where it was stored, and only as a whole", async () => {
  const sealed = await seal.close("a code", "order-a");
  assert.equal(await seal.open(sealed, "order-a"), "a code");
  await assert.rejects(seal.open(sealed, "order-b"));
  const bytes = Buffer.from(sealed, "base64");
  bytes[bytes.length - 1] ^= 1;
  await assert.rejects(seal.open(bytes.toString("base64"), "order-a"));
});

test("the same text is sealed differently each time", async () => {
  const sealed = await Promise.all(Array.from({ length: 5 }, () => seal.close("a code", "order-a")));
  // All but the key's id, and not only the nonce.
  const parts = sealed.map((text) => Buffer.from(text, "base64"));
  assert.equal(new Set(parts.map((bytes) => bytes.subarray(4, 16).toString("hex"))).size, 5);
  assert.equal(new Set(parts.map((bytes) => bytes.subarray(16).toString("hex"))).size, 5);
});

test("fingerprints tell texts apart, and need the key", async () => {
  const marks = [await seal.mark("1"), await seal.mark("2"), await createSeal(key(2)).mark("1"), await noSeal.mark("1"), await noSeal.mark("2")];
  assert.equal(new Set(marks).size, 5);
  assert.equal(await createSeal(key(1)).mark("1"), marks[0]);
  for (const mark of marks) assert.match(mark, /^[\w-]{16}$/);
});

test("a key must have 32 bytes, and there must be one", async () => {
  for (const bytes of [0, 16, 31, 33]) await assert.rejects(createSeal(new Uint8Array(bytes)).close("", ""), /32 bytes/);
  await assert.rejects(createSeal([]).close("", ""), /needs a key/);
});
