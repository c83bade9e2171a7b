import { invoices } from "../decode/row.mjs";

const peers = ["bolt11", "light-bolt11-decoder + @noble/secp256k1", "light-bolt11-decoder + @noble/curves"];

export default {
  title: "Reading an invoice, and who signed it",
  about: "BOLT11 with the payee recovered from the signature, held against what the specification says before it was timed. In Node bolt11 recovers by a native addon, C compiled for this very processor; in pages by JavaScript.",
  goals: [
    ...Object.keys(invoices).map((name) => ({ name, against: peers, least: 3 })),
    { name: "cold start", against: peers, least: 2, only: "Chromium" },
  ],
  cold: "plain",
  cases: Object.fromEntries(Object.entries(invoices).map(([name, inputs]) => [name, { inputs, peers }])),
};
