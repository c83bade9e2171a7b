// The declared types, as people's compilers see them.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as satline from "satline";
import ts from "typescript";
import { program } from "./compile.mjs";

const WEB = ["lib.es2022.d.ts", "lib.dom.d.ts"];
const BUNDLER = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };

for (const [name, file, options] of [
  ["in modules of Node", "use.mts", { lib: WEB }],
  ["in bundlers", "use.mts", { lib: WEB, ...BUNDLER }],
  ["for `require`", "required.cts", { lib: WEB }],
  ["without a page, Node or anything after ES2020", "plain.mts", { lib: ["lib.es2020.d.ts"], target: ts.ScriptTarget.ES2020 }],
  ["with `using`", "using.mts", { lib: [...WEB, "lib.esnext.disposable.d.ts"] }],
]) {
  test(`the types hold ${name}`, () => assert.deepEqual(program(file, options).faults, []));
}

test("what is declared is what is exported", () => {
  const { checker, source } = program("exports.mts", { lib: WEB }, 'export * from "satline";');
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const values = symbols.filter(({ flags }) => flags & ts.SymbolFlags.Value);
  assert.deepEqual(values.map(({ name }) => name).sort(), Object.keys(satline).sort());
});

test("members are declared, and those that are declared are there", async () => {
  const { checker, source } = program("exports.mts", { lib: WEB }, 'export * from "satline";');
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const sms = new satline.Sms4Sats();
  const record = { version: 1, service: "sms4sats", id: "1", kind: "code", state: "held", createdAt: 1, changedAt: 1, expectation: { network: "bitcoin" } };
  const made = { Sms4Sats: sms, Order: await sms.resume(record), Watch: sms.watch([]) };
  for (const name of ["Bitrefill", "Lava", "Grid"]) made[name] = new satline[name]();
  for (const [name, object] of Object.entries(made)) {
    const type = checker.getDeclaredTypeOfSymbol(symbols.find((symbol) => symbol.name === name));
    const declared = checker.getPropertiesOfType(type).map((member) => member.name.replace(/^__@(\w+)@\d+$/, "Symbol($1)"));
    assert.deepEqual(declared.filter((member) => member !== "#private").sort(), membersOf(object).sort(), name);
  }
});

const membersOf = (object) => {
  const prototype = Object.getPrototypeOf(object);
  if (prototype === Object.prototype) return [];
  const own = Reflect.ownKeys(prototype).filter((name) => name !== "constructor");
  const names = own.map((name) => String(name).replace(/(Symbol\()(?:Symbol\.|nodejs\.)/, "$1"));
  return [...names, ...membersOf(prototype)];
};
