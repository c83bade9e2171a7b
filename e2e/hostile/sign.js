// Writes and signs invoices that no sandbox would make. With the sandbox's own key, which is public: so nothing but
// the content of an invoice tells it from a good one.

import { createHash, randomBytes } from "node:crypto";
import { createRequire } from "node:module";

// The packages of the npm package's tests, as the wallet's.
const require = createRequire(new URL("../../npm/test/package.json", import.meta.url));
const { secp256k1 } = require("@noble/curves/secp256k1");
const { bech32 } = require("@scure/base");

const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

/** The key of the sandbox's node. */
const KEY = sha256("the node of the satline sandbox");

/** Returns a number as 5-bit words, with so many of them at least. */
function words(number, least = 0) {
  const found = [];
  for (let rest = BigInt(number); rest > 0n; rest /= 32n) found.unshift(Number(rest % 32n));
  while (found.length < least) found.unshift(0);
  return found;
}

const TAGS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/** Returns one field; its length has only ten bits. */
const field = (tag, data) => [TAGS.indexOf(tag), ...words(data.length % 1024, 2), ...data];

const ofBytes = (bytes) => bech32.toWords(Uint8Array.from(bytes));

/** Returns an invoice. Default: one that the sandbox would make for this order's id, which is its payment hash. */
export function sign({
  prefix = "lnbcrt",
  amount = "36u",
  at = Math.floor(Date.now() / 1_000),
  hash,
  description = "a code",
  expiry = 86_400,
  key = KEY,
  more = [],
}) {
  const content = [
    ...words(at, 7),
    ...field("p", ofBytes(hash ? Buffer.from(hash, "hex") : randomBytes(32))),
    ...field("d", ofBytes(Buffer.from(description).subarray(0, 639))),
    ...field("c", words(18)),
    ...field("x", words(expiry)),
    ...field("s", ofBytes(randomBytes(32))),
    ...field("9", [4, 16, 16, 0]),
    ...more.flatMap(([tag, data]) => field(tag, data)),
  ];
  const whole = content.length * 5;
  const bits = content.map((word) => word.toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from(bits.padEnd(Math.ceil(whole / 8) * 8, "0").match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const signed = sha256(Buffer.concat([Buffer.from(prefix + amount), bytes]));
  const signature = secp256k1.sign(signed, key);
  const tail = [...signature.toCompactRawBytes(), signature.recovery];
  return bech32.encode(prefix + amount, [...content, ...ofBytes(tail)], 1_000_000);
}

/** Another node's key. */
export const OTHER_KEY = sha256("another node");

export { ofBytes, words };
