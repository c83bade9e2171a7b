// Invoices that a service may hand out for an order. `payreq` gets the order's id, and the invoice and the amount
// that the sandbox gave it; it returns what is sent instead. Only what is `payable` may be offered for payment.

import { MARKUP, TEXTS } from "./texts.js";
import { OTHER_KEY, ofBytes, sign, words } from "./sign.js";

const HOUR = 3_600;
const now = () => Math.floor(Date.now() / 1_000);

/** Another amount, with a checksum that fits, but the signature of the right one. */
const good = ({ id, amount }) => sign({ hash: id, amount });

export const INVOICES = [
  { name: "the right one", payreq: good, payable: true },
  { name: "the right one in upper case", payreq: (order) => good(order).toUpperCase(), payable: true },
  { name: "in upper and lower case", payreq: (order) => good(order).replace("lnbcrt", "LnBcRt") },
  { name: "nothing", payreq: () => "" },
  { name: "no field", payreq: () => undefined },
  { name: "null", payreq: () => null },
  { name: "a number", payreq: () => 42 },
  { name: "a list", payreq: (order) => [good(order)] },
  { name: "an object", payreq: (order) => ({ payreq: good(order) }) },
  { name: "cut by one character", payreq: (order) => good(order).slice(0, -1) },
  { name: "with one character changed", payreq: (order) => good(order).replace(/.$/, (last) => (last === "q" ? "p" : "q")) },
  { name: "with a character more", payreq: (order) => `${good(order)}q` },
  { name: "two at once", payreq: (order) => `${good(order)} ${good(order)}` },
  // That an order's id is its payment hash is nowhere promised, so another hash is only noted among the checks.
  { name: "another order's", payreq: ({ amount }) => sign({ hash: "11".repeat(32), amount }), payable: true },
  { name: "another node's", payreq: ({ id, amount }) => sign({ hash: id, amount, key: OTHER_KEY }) },
  { name: "another node's, which names the right one", payreq: ({ id, amount }) => sign({ hash: id, amount, key: OTHER_KEY, more: [["n", ofBytes(Buffer.from("026163b3d16cb8bd10ec31844c1bed1c5229932c3f6b5fabf84368fa463b97f511", "hex"))]] }) },
  { name: "of real money", payreq: ({ id, amount }) => sign({ hash: id, amount, prefix: "lnbc" }) },
  { name: "of testnet", payreq: ({ id, amount }) => sign({ hash: id, amount, prefix: "lntb" }) },
  { name: "of signet", payreq: ({ id, amount }) => sign({ hash: id, amount, prefix: "lntbs" }) },
  { name: "of no network", payreq: ({ id, amount }) => sign({ hash: id, amount, prefix: "lnevil" }) },
  { name: "without an amount", payreq: ({ id }) => sign({ hash: id, amount: "" }) },
  { name: "of nothing", payreq: ({ id }) => sign({ hash: id, amount: "0u" }) },
  { name: "of a millisatoshi more", payreq: ({ id }) => sign({ hash: id, amount: "36000010p" }) },
  { name: "of a tenth of a millisatoshi", payreq: ({ id }) => sign({ hash: id, amount: "36000001p" }) },
  { name: "ten times as dear", payreq: ({ id }) => sign({ hash: id, amount: "360u" }) },
  { name: "of all bitcoin there is", payreq: ({ id }) => sign({ hash: id, amount: "21000000" }) },
  { name: "of 64 bits", payreq: ({ id }) => sign({ hash: id, amount: "18446744073709551615" }) },
  { name: "of more than 64 bits", payreq: ({ id }) => sign({ hash: id, amount: `${"9".repeat(60)}m` }) },
  // Of less than 36 hours the device's clock might be to blame.
  { name: "expired", payreq: ({ id, amount }) => sign({ hash: id, amount, at: now() - 48 * HOUR, expiry: HOUR }) },
  { name: "that expires at once", payreq: ({ id, amount }) => sign({ hash: id, amount, expiry: 0 }) },
  { name: "from 1970", payreq: ({ id, amount }) => sign({ hash: id, amount, at: 0 }) },
  { name: "from the year 3058", payreq: ({ id, amount }) => sign({ hash: id, amount, at: 2 ** 35 - 1 }) },
  { name: "from in two days", payreq: ({ id, amount }) => sign({ hash: id, amount, at: now() + 48 * HOUR }) },
  { name: "that needs a feature nobody knows", payreq: ({ id, amount }) => sign({ hash: id, amount, more: [["9", words(2n ** 100n)]] }) },
  { name: "an offer", payreq: () => "lno1pqps7sjqpgtyzm3qv4uxzmtsd3jjqer9wd3hy6tsw35k7msjzfpy7nz5yqcnygrfdej82um5wf5k2uckyypwa3eyt44h6txtxquqh7lz5djge4afgfjn7k4rgrkuag0jsd5xvxg" },
  { name: "an LNURL", payreq: () => "lnurl1dp68gurn8ghj7um9wfmxjcm99e3k7mf0v9cxj0m385ekvcenxc6r2c35xvukxefcv5mkvv34x5ekzd3ev56nyd3hxqurzepexejxxepnxscrvwfnv9nxzcn9xq6xyefhvgcxxcmyxymnserxfq5fns" },
  { name: "an address", payreq: () => "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080" },
  { name: "paid, of an order that was not paid from a balance", payreq: () => "paid" },
  { name: "with a scheme", payreq: (order) => `lightning:${good(order)}`, payable: true },
  { name: "after markup", payreq: (order) => `<img src=x onerror=ran()>${good(order)}` },
  { name: "of a megabyte", payreq: ({ id, amount }) => sign({ hash: id, amount, more: Array.from({ length: 600 }, () => ["d", new Array(1_023).fill(0)]) }) },
  // What a payee may say is only text, which wallets show.
  ...MARKUP.slice(0, 6).map((description) => ({ name: `described as ${description}`, payreq: ({ id, amount }) => sign({ hash: id, amount, description }), payable: true })),
  { name: "described in bidi controls", payreq: ({ id, amount }) => sign({ hash: id, amount, description: "\u202e\u2066".repeat(100) }), payable: true },
  ...TEXTS.filter((text) => text.trim().length > 2 && text !== "paid").map((payreq) => ({ name: `the text ${JSON.stringify(payreq.slice(0, 40))}`, payreq: () => payreq })),
];
