// The smallest packages for the parts of satline: requests with a deadline and retries, parsing responses,
// rate limits, QR codes, invoices and their signers, wallets in pages. It does not know the four
// services, check an invoice before it is paid, or follow an order.
export { default as ky } from "ky";
export { default as PQueue } from "p-queue";
export { array, integer, number, object, optional, parse, pipe, string, transform, variant } from "valibot";
export { renderSVG } from "uqr";
export { decode } from "light-bolt11-decoder";
export { hashes, recoverPublicKey } from "@noble/secp256k1";
export { sha256 } from "@noble/hashes/sha2.js";
export { requestProvider } from "webln";
