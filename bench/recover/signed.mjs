// light-bolt11-decoder leaves out the signed data: its users have to add this.
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { decode } from "light-bolt11-decoder";

const SIGNATURE_WORDS = 104;

/** Converts 5-bit words to bytes, padded with zeros. */
const bytesOf = (words) => {
  const bytes = new Uint8Array(Math.ceil((words.length * 5) / 8));
  words.forEach((word, i) => {
    const bit = i * 5;
    const shifted = word << (11 - (bit % 8));
    bytes[bit >> 3] |= shifted >> 8;
    if (shifted & 255) bytes[(bit >> 3) + 1] |= shifted & 255;
  });
  return bytes;
};

/** Returns the decoded invoice, the signed hash, and the signature followed by its recovery id. */
export const signed = (text) => {
  const invoice = decode(text);
  const { prefix, words } = bech32.decode(text, false);
  const signature = bytesOf(words.slice(-SIGNATURE_WORDS));
  const human = new TextEncoder().encode(prefix);
  const data = bytesOf(words.slice(0, -SIGNATURE_WORDS));
  const message = new Uint8Array(human.length + data.length);
  message.set(human);
  message.set(data, human.length);
  return { invoice, hash: sha256(message), signature };
};

/** Returns the signature preceded by its recovery id, as both noble packages expect it. */
export const recovered = (signature) => Uint8Array.of(signature[64], ...signature.subarray(0, 64));

export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
