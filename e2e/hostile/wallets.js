// Wallets that misbehave. `wallet` runs in the page and returns what is there as `window.webln`; whatever it says,
// the sandbox was not paid.

import { MARKUP, TEXTS } from "./texts.js";

/** Returns a wallet that resolves each payment with this. */
const resolves = (answer) => ({ name: `resolves with ${answer.slice(0, 50)}`, wallet: `({ enable: async () => {}, sendPayment: async () => (${answer}) })` });

/** Returns a wallet that rejects each payment with this. */
const rejects = (error) => ({ name: `rejects with ${error.slice(0, 60)}`, wallet: `({ enable: async () => {}, sendPayment: async () => { throw ${error}; } })` });

export const WALLETS = [
  ...["undefined", "null", "true", "0", '""', '"paid"', "[]", "{}", "Symbol()", "10n", "() => ran()", "new Proxy({}, { get() { throw 1; } })"].map(resolves),
  ...["undefined", "null", "1e999", '""', '"00"', `"${"00".repeat(32)}"`, `"${"ff".repeat(32)}"`, '"z".repeat(64)', '"0".repeat(1e6)', "{ toString() { ran(); } }", "[]"].map((preimage) => resolves(`{ preimage: ${preimage} }`)),
  resolves("{ get preimage() { throw new Error('no'); } }"),
  resolves("Object.assign(Object.create(null), { paid: true, settled: true, status: 'PAID' })"),
  ...["undefined", "null", "1", '"no"', "{}", "Symbol()", "new Error()", "new Error('User rejected')", "new Error('x'.repeat(1e6))", "{ message: { toString() { ran(); } } }", "{ get message() { throw this; } }", "new Proxy(new Error('no'), { get() { throw 1; } })"].map(rejects),
  ...MARKUP.slice(0, 4).map((text) => rejects(`new Error(${JSON.stringify(text)})`)),
  { name: "never answers", wallet: "({ enable: async () => {}, sendPayment: () => new Promise(() => {}) })" },
  { name: "never lets itself be enabled", wallet: "({ enable: () => new Promise(() => {}), sendPayment: async () => ({}) })" },
  { name: "refuses to be enabled", wallet: "({ enable: async () => { throw new Error('no'); }, sendPayment: async () => ({}) })" },
  { name: "answers without a promise", wallet: "({ enable() {}, sendPayment: () => ({ preimage: '00' }) })" },
  { name: "answers with a promise of its own kind", wallet: "({ enable: () => ({ then(f) { f(); } }), sendPayment: () => ({ then(f) { f({}); f({}); throw 1; } }) })" },
  { name: "throws at once", wallet: "({ enable() { throw 1; }, sendPayment() { throw 1; } })" },
  { name: "has no method", wallet: "({})" },
  { name: "has methods that are none", wallet: "({ enable: 1, sendPayment: 'x', sendPaymentAsync: {} })" },
  { name: "throws wherever it is touched", wallet: "new Proxy({}, { get() { throw new Error('no'); }, has() { throw new Error('no'); } })" },
  { name: "answers differently each time", wallet: "({ enable: async () => {}, get sendPayment() { globalThis.turn = (globalThis.turn ?? 0) + 1; return globalThis.turn % 2 ? async () => ({ preimage: 1 }) : undefined; } })" },
  { name: "is a text", wallet: "'webln'" },
  { name: "sends only", wallet: "({ enable: async () => {}, sendPaymentAsync: async () => ({ preimage: '00'.repeat(32) }) })" },
];

/** What the reader's own wallet may say of itself, and of what is left to spend: messages of its frame. */
export const SAYS = [
  ...TEXTS.map((alias) => ({ is: "connected", alias })),
  ...[0, -1, 0.5, 1e308, 2 ** 53, "1", "x", null, [], {}].flatMap((used) => [{ is: "connected", alias: "a", budget: { used, total: 1_000 } }, { is: "connected", alias: "a", budget: { used: 1_000, total: used } }]),
  ...[0, -1, 1e308, "x", null].map((height) => ({ is: "high", height })),
  { is: "connected", alias: ["a"], budget: "b" },
  { is: "paid" },
  { id: 1, preimage: "00" },
  { id: 1e308, code: "" },
  { id: "1", code: ["a"] },
  [],
  null,
  "ready",
];
