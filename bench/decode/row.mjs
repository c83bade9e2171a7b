import { readFileSync } from "node:fs";

export const invoices = JSON.parse(readFileSync(new URL("invoices.json", import.meta.url), "utf8"));
const peers = ["light-bolt11-decoder", "@getalby/lightning-tools", "@gandlaf21/bolt11-decode"];

export default {
  title: "Reading an invoice",
  about: "BOLT11, without recovering the signer. Amount, hash, time and hops were compared with the specification before the timing.",
  why: {
    plain:
      "the result is converted to JavaScript objects, value by value. It also contains more than the peers' results: features, fallbacks, unknown " +
      "fields, with their rules checked.",
    "with route hints": "as above.",
  },
  goals: Object.keys(invoices).map((name) => ({ name, against: peers, least: 3 })),
  cases: Object.fromEntries(Object.entries(invoices).map(([name, inputs]) => [name, { inputs, peers }])),
};
