import { invoices } from "../decode/row.mjs";

const peers = ["bolt11", "light-bolt11-decoder + @noble/secp256k1", "light-bolt11-decoder + @noble/curves"];

export default {
  title: "Reading an invoice and recovering its signer",
  about: "BOLT11 with the payee recovered from the signature, compared with the specification before the timing. In Node, bolt11 uses a native addon, C compiled for this processor; in pages it uses JavaScript.",
  why: {
    "plain, Node": "bolt11 uses a native addon there, C compiled for this processor. No wasm is that fast; the peers beside it run everywhere.",
    "with route hints, Node": "the native addon, as above.",
    "with route hints, Chromium": "each hop's node is also proven to be a point of the curve, which the peers don't do.",
    "cold start": "the wasm of the whole package is fetched and compiled before the first result; the peer is a script for only this.",
  },
  goals: [
    ...Object.keys(invoices).map((name) => ({ name, against: peers, least: 3 })),
    { name: "cold start", against: peers, least: 2, only: "Chromium" },
  ],
  cold: "plain",
  cases: Object.fromEntries(Object.entries(invoices).map(([name, inputs]) => [name, { inputs, peers }])),
};
