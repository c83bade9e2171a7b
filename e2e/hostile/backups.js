// Files that a reader may be sent as a backup. `file` gets an order that was refunded, as a backup of the sandbox
// holds it; it returns the text. `imported` says how many orders are imported; without it, none.

import { NUMBERS } from "./numbers.js";
import { ADDRESSES, TEXTS } from "./texts.js";

const short = (text) => JSON.stringify(text.slice(0, 40));

/** Writes a backup of these records. */
const of = (records) => JSON.stringify({ satlineOrders: records, sandbox: true });

/** Returns the record with changes of its order. */
const changed = (record, order, more) => ({ ...record, ...more, order: { ...record.order, ...order } });

const unpaid = (record, order, more) => changed(record, { state: "awaiting_payment", paidAt: undefined, reason: undefined, ...order }, more);

/** The numbers of an order's record. */
const NUMBERS_OF_ORDER = ["version", "createdAt", "paidAt", "changedAt", "expiresAt", "askedAt", "number"];

export const BACKUPS = [
  { name: "an order", file: (record) => of([record]), imported: 1 },
  { name: "the same order a hundred times", file: (record) => of(new Array(100).fill(record)), imported: 100 },
  { name: "after a byte order mark", file: (record) => `\ufeff${of([record])}`, imported: 1 },
  { name: "nothing", file: () => "" },
  { name: "an empty list", file: () => of([]), imported: 0 },
  { name: "no list", file: () => '{"satlineOrders":null}', imported: 0 },
  { name: "lists in lists", file: () => `{"satlineOrders":${"[".repeat(100_000)}` },
  { name: "objects in objects", file: () => `${'{"satlineOrders":'.repeat(50_000)}1${"}".repeat(50_000)}` },
  { name: "markup", file: () => "<!doctype html><script>ran()</script>" },
  { name: "a megabyte of zeros", file: () => "\u0000".repeat(1_000_000) },
  { name: "cut in the middle", file: (record) => of([record]).slice(0, -40) },
  { name: "keys of every object", file: (record) => of([record]).replace("{", '{"__proto__":{"ran":1},"constructor":{"prototype":{"ran":1}},'), imported: 1 },
  { name: "a key twice", file: (record) => of([record]).replace('"state":"refunded"', '"state":"awaiting_payment","state":"refunded"'), imported: 1 },
  { name: "an order that is not paid", file: (record) => of([unpaid(record)]), imported: 0 },
  { name: "an order that is not paid, with another invoice", file: (record) => of([unpaid(record, { invoice: "lnbc1evil" })]), imported: 0 },
  { name: "a confirmation", file: (record) => of([unpaid(record, { service: "Lava", kind: "fund", state: "needs_confirmation" }, { todo: { link: "https://evil.example/confirm" } })]), imported: 0 },
  ...ADDRESSES.map((link) => ({
    name: `a confirmation at ${short(link)}, of an order that says that it is paid`,
    file: (record) => of([changed(record, { service: "Lava", kind: "fund", state: "needs_confirmation", reason: undefined, invoice: undefined, expectation: { network: "regtest" } }, { todo: { link } })]),
    imported: 0,
  })),
  ...ADDRESSES.map((address) => ({
    name: `an address to pay, ${short(address)}`,
    file: (record) => of([changed(record, {}, { todo: { address, price: "<b>1</b>", by: "<b>bitcoin</b>" } })]),
    imported: 1,
  })),
  { name: "an order of real money", file: (record) => JSON.stringify({ satlineOrders: [changed(record, { expectation: { ...record.order.expectation, network: "bitcoin" } })] }) },
  { name: "a record of a newer version", file: (record) => of([changed(record, { version: 2 })]) },
  ...["service", "kind", "state"].flatMap((member) => ["nobody", "__proto__", "", 1, null, {}].map((value) => ({ name: `${member} ${JSON.stringify(value)}`, file: (record) => of([changed(record, { [member]: value })]) }))),
  ...["", " ", "7d c6", "a/b", "../7dc6", "<b>", "#", "?a=b", "%2e", "\u202e7dc6", "x".repeat(1_000_000)].map((id) => ({ name: `the id ${short(id)}`, file: (record) => of([changed(record, { id })]) })),
  ...NUMBERS_OF_ORDER.flatMap((member) =>
    NUMBERS.map((number) => ({
      name: `${member} ${short(number)}`,
      file: (record) => of([changed(record, { [member]: "HERE" })]).replace('"HERE"', () => number),
      isEither: true,
    })),
  ),
  ...NUMBERS.flatMap((number) =>
    ["country", "price"].map((member) => ({ name: `${member} ${short(number)}`, file: (record) => of([changed(record, {}, { [member]: "HERE" })]).replace('"HERE"', () => number), imported: 1 })),
  ),
  ...TEXTS.map((text) => ({
    name: `the text ${short(text)}`,
    file: (record) => of([changed(record, { number: text, reason: text, codes: [{ text }] }, { name: text, item: text, account: text })]),
    isEither: true,
  })),
  { name: "a code of which there are 100,000", file: (record) => of([changed(record, { codes: Array.from({ length: 100_000 }, (_, index) => ({ text: String(index) })) })]), isEither: true },
  { name: "an invoice of a megabyte", file: (record) => of([changed(record, { invoice: `lnbcrt1${"q".repeat(1_000_000)}` })]), isEither: true },
];
