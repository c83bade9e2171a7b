// The declared types, in different compilers and environments.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as satline from "satline";
import ts from "typescript";
import oldest from "typescript-5.0";
import { program } from "./compile.mjs";

const WEB = ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"];
const BUNDLER = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };

for (const [name, file, options, compiler] of [
  ["in modules of Node", "use.mts", { lib: WEB }],
  ["in bundlers", "use.mts", { lib: WEB, ...BUNDLER }],
  ["for `require`", "required.cts", { lib: WEB }],
  ["without a page, Node or anything after ES2020", "plain.mts", { lib: ["lib.es2020.d.ts"], target: ts.ScriptTarget.ES2020 }],
  ["without iterable headers", "use.mts", { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] }],
  ["in TypeScript 5.0", "use.mts", { lib: WEB }, oldest],
  ["with `using`", "using.mts", { lib: [...WEB, "lib.esnext.disposable.d.ts"] }],
]) {
  test(`the types hold ${name}`, () => assert.deepEqual(program(file, options, undefined, compiler).faults, []));
}

test("every declared export exists, and no other", () => {
  const { checker, source } = program("exports.mts", { lib: WEB }, 'export * from "satline";');
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const values = symbols.filter(({ flags }) => flags & ts.SymbolFlags.Value);
  assert.deepEqual(values.map(({ name }) => name).sort(), Object.keys(satline).sort());
});

test("every declared member exists, and no other", async () => {
  const { checker, source } = program("exports.mts", { lib: WEB }, 'export * from "satline";');
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const sms = new satline.Sms4Sats();
  const record = { version: 1, service: "sms4sats", id: "1", kind: "code", state: "held", createdAt: 1, changedAt: 1, expectation: { network: "bitcoin" } };
  const made = { Sms4Sats: sms, Order: await sms.resume(record), Watch: sms.watch([]), AccountWalk: new satline.Grid().walkCustomersAccounts() };
  made.OrderWatch = made.Order.watch();
  for (const name of ["Bitrefill", "Lava", "Grid"]) made[name] = new satline[name]();
  for (const [name, object] of Object.entries(made)) {
    const type = checker.getDeclaredTypeOfSymbol(symbols.find((symbol) => symbol.name === name));
    const declared = checker.getPropertiesOfType(type).map((member) => member.name.replace(/^__@(\w+)@\d+$/, "Symbol($1)"));
    assert.deepEqual(declared.filter((member) => member !== "#private").sort(), membersOf(object).sort(), name);
  }
});

test("the client and the wasm know every declared option, by the same name", async () => {
  const { checker, source } = program("exports.mts", { lib: WEB }, 'export * from "satline";');
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  for (const name of ["Sms4Sats", "Bitrefill", "Lava", "Grid"]) {
    const declared = checker.getDeclaredTypeOfSymbol(symbols.find((symbol) => symbol.name === `${name}Options`));
    const options = checker.getPropertiesOfType(declared).map((property) => property.name);
    assert.ok(options.includes("baseUrl"));
    new satline[name](Object.fromEntries(options.map((option) => [option, undefined])));
    for (const option of options.filter((option) => !["fetch", "headers", "onRequest", "onResponse"].includes(option))) {
      // An array is wrong for each option, and the error names the option.
      assert.throws(() => new satline[name]({ [option]: [] }), { field: option, message: /must be/ });
    }
  }
});

/** Members that users don't call. */
const HIDDEN = ["constructor", "clone", "__destroy_into_raw", Symbol.for("nodejs.util.inspect.custom")];

const membersOf = (object) => {
  const prototype = Object.getPrototypeOf(object);
  if (prototype === Object.prototype) return [];
  const own = Reflect.ownKeys(prototype).filter((name) => !HIDDEN.includes(name));
  const names = own.map((name) => String(name).replace(/(Symbol\()(?:Symbol\.|nodejs\.)/, "$1"));
  return [...names, ...membersOf(prototype)];
};

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

test("the code of the README compiles", () => {
  const given = "declare const apiKey: string, baseUrl: string, headers: Record<string, string>, onRequest: () => void, onResponse: () => void;";
  const blocks = [...README.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  const paths = { "satline-sandbox": [fileURLToPath(new URL("../../sandbox/pkg/index.d.mts", import.meta.url))] };
  for (const code of blocks) {
    const imports = code.includes("import ") ? "" : 'import { Sms4Sats } from "satline";';
    assert.deepEqual(program("readme.mts", { lib: WEB, paths }, `${imports}${given}\n${code}`).faults, []);
  }
  assert.equal(blocks.length, 3);
});

test("the README says what to do about every error", () => {
  const { checker, source } = program("codes.mts", {}, 'import type { ErrorCode } from "satline"; export let code: ErrorCode;');
  const { types } = checker.getTypeAtLocation(source.statements[1].declarationList.declarations[0].name);
  const table = README.split("## Errors")[1].split("\n## ")[0];
  assert.deepEqual(types.map(({ value }) => value).filter((code) => !table.includes(`\`${code}\``)), []);
});
