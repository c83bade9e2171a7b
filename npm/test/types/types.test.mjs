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
  const values = symbols.filter((symbol) => resolved(checker, symbol).flags & ts.SymbolFlags.Value);
  assert.deepEqual(values.map(({ name }) => name).sort(), Object.keys(satline).sort());
});

test("members of classes are declared, and those that are declared are there", () => {
  const { checker, source } = program("exports.mts", { lib: WEB }, 'export * from "satline";');
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(source))) {
    const made = satline[symbol.name];
    if (!(resolved(checker, symbol).flags & ts.SymbolFlags.Class) || symbol.name === "SatlineError") continue;
    const declared = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(resolved(checker, symbol)));
    const names = declared.map(({ name }) => name).filter((name) => name !== "#private");
    assert.deepEqual(names.sort(), methodsOf(made.prototype).sort(), symbol.name);
  }
});

const resolved = (checker, symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

const methodsOf = (prototype) =>
  prototype === Object.prototype
    ? []
    : [...Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor"), ...methodsOf(Object.getPrototypeOf(prototype))];
