// The smallest packages that together do what satline does: asking with a deadline and again, reading
// what came, watching within bounds, QR codes, invoices and who signed them, wallets in pages. What
// knows the four services, checks an invoice before it is paid and follows an order is not in it.
export { default as ky } from "ky";
export { default as PQueue } from "p-queue";
export { array, integer, number, object, optional, parse, pipe, string, transform, variant } from "valibot";
export { renderSVG } from "uqr";
export { decode } from "light-bolt11-decoder";
export { hashes, recoverPublicKey } from "@noble/secp256k1";
export { sha256 } from "@noble/hashes/sha2.js";
export { requestProvider } from "webln";
