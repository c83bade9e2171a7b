import { invoices } from "../decode/row.mjs";

const peers = ["bolt11", "light-bolt11-decoder + @noble/secp256k1", "light-bolt11-decoder + @noble/curves"];

export default {
  title: "Reading an invoice, and who signed it",
  about: "BOLT11 with the payee recovered from the signature, held against what the specification says before it was timed. In Node bolt11 recovers by a native addon, C compiled for this very processor; in pages by JavaScript.",
  why: {
    "plain, Node": "bolt11 asks a native addon there, C compiled for this very processor. No wasm is that fast; what runs everywhere is beside it.",
    "with route hints, Node": "the native addon, as above.",
    "with route hints, Chromium": "each hop's node is proven to be a point of the curve too, which the peers leave out.",
    "cold start": "the wasm of the whole package is fetched and compiled before its first answer; the peer is script for this alone.",
  },
  goals: [
    ...Object.keys(invoices).map((name) => ({ name, against: peers, least: 3 })),
    { name: "cold start", against: peers, least: 2, only: "Chromium" },
  ],
  cold: "plain",
  cases: Object.fromEntries(Object.entries(invoices).map(([name, inputs]) => [name, { inputs, peers }])),
};
