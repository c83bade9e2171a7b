// The declared types held against what the package really gives: all of it is declared, and all that
// is declared is given.
import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { program } from "./compile.mjs";
import { literal } from "./literal.mjs";
import { recorded } from "./record.mjs";
import { Seen } from "./seen.mjs";

/** What cannot be recorded, and why. */
const NEVER_SEEN = {
  "DecodedInvoice.network = signet": "no example of BOLT11 is for it, and nobody sells for it",
  "Finding.rule = date": "only an invoice from the far future has it, which the core's own tests make",
  "unknownFields.tag": "no example of BOLT11 has a field without a name",
  "unknownFields.words": "the same",
  "SatlineError.code = internal": "would be a defect of ours",
  "SatlineError.code = wasm.not_ready": "Node reads the wasm at once",
  "SatlineError.code = wasm.unavailable": "here it is always there",
  "SatlineError.money = spent": "orders say so, no error does",
};

/** Calls that give nothing, or what is recorded under other names, and where. */
const NOT_RECORDED = {
  ready: "nothing",
  topUp: "TopUp.next and the order",
  "Sms4Sats.receive": "orders: all of Order",
  "Sms4Sats.sendSms": "the same",
  "Sms4Sats.sendEmail": "the same",
  "Sms4Sats.fund": "the same",
  "Bitrefill.deposit": "as topUp",
  "Lava.fund": "as topUp",
  "Grid.fund": "as topUp",
  "Order.watch": "what Order.status gives",
  "Order.paymentSent": "nothing",
  "Order.__@dispose": "nothing",
};

/** Members of every client: orders, or what is recorded under one client's name. */
const OF_ALL_CLIENTS = ["methods", "resume", "watch"];

const recordings = await recorded();

/** The type of what a call gives. */
const typeOf = (call) => {
  const [owner, member] = call.split(".");
  if (!member) return `ReturnType<typeof satline.${owner}>`;
  return `Result<satline.${owner}, ${JSON.stringify(member)}>`;
};

const text = [
  'import * as satline from "satline";',
  "type Result<T, M extends keyof T> = T[M] extends (...args: any) => infer R ? Awaited<R> : T[M];",
  ...recordings.map(({ call, value }, at) => `export const r${at}: Awaited<${typeOf(call)}> = ${literal(value)};`),
].join("\n");

const { checker, source, faults } = program("recordings.mts", {}, text);

test("everything that was given is declared", () => assert.deepEqual(faults, []));

test("everything that is declared was given", () => {
  const seen = new Seen(checker);
  source.statements.filter(ts.isVariableStatement).forEach((statement, at) => {
    const { type, initializer } = statement.declarationList.declarations[0];
    const declared = checker.getTypeFromTypeNode(type);
    seen.declare(declared, recordings[at].call);
    seen.look(declared, initializer, recordings[at].call);
  });
  assert.deepEqual(seen.missing(), Object.keys(NEVER_SEEN).sort());
});

test("every call there is was recorded", () => {
  const names = new Set(recordings.map(({ call }) => call));
  const all = checker.getExportsOfModule(checker.getSymbolAtLocation(source.statements[0].moduleSpecifier));
  const missing = all.flatMap((symbol) => callsOf(symbol)).filter((call) => !names.has(call) && !(call in NOT_RECORDED));
  assert.deepEqual(missing, []);
});

/** What of an export can be called or read, by its full name. */
const callsOf = (symbol) => {
  const { name, flags } = symbol;
  if (flags & ts.SymbolFlags.Function) return [name];
  if (!(flags & ts.SymbolFlags.Class) && name !== "Order") return [];
  const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
  const names = members.map((member) => member.name.replace(/@(\w+)@\d+/, "@$1"));
  const own = names.filter((member) => member !== "#private" && !OF_ALL_CLIENTS.includes(member));
  return own.filter((member) => name !== "SatlineError" || member === "toJSON").map((member) => `${name}.${member}`);
};
