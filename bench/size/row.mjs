import { brotliCompressSync } from "node:zlib";
import { bundled, fileIn } from "../bundle.mjs";

const alone = (name, what, code = `export * from "${name}"`, more) => ({ name, what, code, ...more });

/** The contenders. `wasm` is the file that it loads in addition. */
const PEERS = [
  alone("**satline**", "everything", 'export * from "#satline"', { wasm: "../npm/pkg/satline.wasm" }),
  alone("**the stack**", "its building blocks: ky, p-queue, valibot, uqr, light-bolt11-decoder, @noble/secp256k1, @noble/hashes, webln", 'export * from "./size/stack.mjs"'),
  alone("ky", "requests", 'export { default } from "ky"'),
  alone("p-queue", "rate limits", 'export { default } from "p-queue"'),
  alone("valibot", "parsing", 'export { array, integer, number, object, optional, parse, pipe, string, transform, variant } from "valibot"'),
  alone("uqr", "QR codes", 'export { renderSVG } from "uqr"'),
  alone("qr", "QR codes", 'export { default } from "qr"'),
  alone("fast_qr", "QR codes", 'export * from "fast_qr/fast_qr.js"; export { default } from "fast_qr/fast_qr.js"', { wasm: "node_modules/fast_qr/fast_qr_bg.wasm" }),
  alone("light-bolt11-decoder", "invoices"),
  alone("@noble/secp256k1, @noble/hashes", "their signers", 'export { hashes, recoverPublicKey } from "@noble/secp256k1"; export { sha256 } from "@noble/hashes/sha2.js"'),
  alone("bolt11", "invoices and their signers", 'export { default } from "bolt11"', { old: true }),
  alone("@getalby/lightning-tools", "invoices, addresses"),
  alone("webln", "wallets"),
  alone("openai", "another service's client", 'export { default } from "openai"'),
  alone("stripe", "another service's client", 'export { default } from "stripe"'),
  alone("@getalby/sdk", "wallets"),
  alone("@breeztech/breez-sdk-spark", "a wallet", 'export * from "@breeztech/breez-sdk-spark/web"', { wasm: "node_modules/@breeztech/breez-sdk-spark/web/breez_sdk_spark_wasm_bg.wasm", isLarge: true }),
];

const weigh = (bytes) => brotliCompressSync(bytes).length;

const weighed = async ({ name, what, code, wasm, old }) => {
  const script = weigh(await bundled({ contents: code }, { old }));
  const beside = wasm ? weigh(fileIn(wasm)) : 0;
  return { name, what, script, beside, together: script + beside };
};

/** The maximum size of one package with all four services. */
const GOAL = 170_000;

export default {
  title: "What a page loads",
  about: "Bytes, bundled by esbuild, minified, compressed with brotli; plus the wasm if there is one. The stack has only general-purpose packages: code for the services comes on top.",
  why: {
    bytes: "ARCHITECTURE says what each part weighs.",
    "the stack": "those are building blocks: their users still have to write the code that talks to the services, compares an invoice with the agreement and follows an order to its end.",
  },
  measure: async ({ quick }) => {
    const all = [];
    // Compressing 11 MB well takes half a minute.
    for (const peer of PEERS.filter(({ isLarge }) => !(quick && isLarge))) all.push(await weighed(peer));
    const rows = all.map(({ name, what, script, beside, together }) => [name, what, script, beside || "", together, all[0].together / together]);
    const [ours, stack] = all;
    return {
      tables: [{ head: ["", "for", "script", "wasm", "together", "satline ÷ it"], rows }],
      goals: [
        { name: "bytes", is: GOAL / ours.together, least: 1, of: `${GOAL.toLocaleString("en")} ÷ our bytes` },
        { name: "the stack", is: stack.together / ours.together, least: 1, of: "its bytes ÷ ours" },
      ],
    };
  },
};
