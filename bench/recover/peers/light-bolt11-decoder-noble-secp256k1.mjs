import { hashes, recoverPublicKey } from "@noble/secp256k1";
import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf, recovered, signed } from "../signed.mjs";

hashes.sha256 = sha256;

export const work = ({ text }) => {
  const { invoice, hash, signature } = signed(text);
  return { invoice, payee: recoverPublicKey(recovered(signature), hash, { prehash: false }) };
};
export const normalize = ({ payee }) => hexOf(payee);
