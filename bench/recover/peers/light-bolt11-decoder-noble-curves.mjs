import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hexOf, recovered, signed } from "../signed.mjs";

export const work = ({ text }) => {
  const { invoice, hash, signature } = signed(text);
  return { invoice, payee: secp256k1.recoverPublicKey(recovered(signature), hash, { prehash: false }) };
};
export const normalize = ({ payee }) => hexOf(payee);
