import { readFileSync } from "node:fs";

export const invoices = JSON.parse(readFileSync(new URL("invoices.json", import.meta.url), "utf8"));
const peers = ["light-bolt11-decoder", "@getalby/lightning-tools", "@gandlaf21/bolt11-decode"];

export default {
  title: "Reading an invoice",
  about: "BOLT11, without asking who signed it. Amount, hash, time and hops were held against what the specification says before it was timed.",
  why: {
    plain:
      "a quarter of the time is the answer's way out: it leaves the wasm as JSON and is read again by the engine. It also says more than the peers do: " +
      "features, fallbacks, fields nobody knows, with their rules checked.",
    "with route hints": "as above.",
  },
  goals: Object.keys(invoices).map((name) => ({ name, against: peers, least: 3 })),
  cases: Object.fromEntries(Object.entries(invoices).map(([name, inputs]) => [name, { inputs, peers }])),
};
