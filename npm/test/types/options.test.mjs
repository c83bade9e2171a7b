// Optional options under `exactOptionalPropertyTypes`: `{ apiKey: process.env.KEY }`.
import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { program } from "./compile.mjs";

const { checker, source } = program("exports.mts", {}, 'export * from "satline";');

/** Returns the types of the parameters of an export, or of one of its members. */
const parametersOf = (type) => {
  const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()];
  return signatures.flatMap(({ parameters }) => parameters.map((parameter) => checker.getTypeOfSymbol(parameter)));
};

// AbortSignal's own method does not accept `undefined`, and `Signal` has to match it.
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).filter(({ name }) => name !== "Signal");
const types = exported.flatMap((symbol) => [checker.getTypeOfSymbol(symbol), checker.getDeclaredTypeOfSymbol(symbol)]);
const members = types.flatMap((type) => type.getProperties().map((member) => checker.getTypeOfSymbol(member)));
const parameters = [...types, ...members].flatMap(parametersOf);
const options = parameters
  .flatMap((type) => (type.isUnion() ? type.types : [type]))
  .flatMap((type) => type.getProperties())
  .flatMap(({ declarations = [] }) => declarations)
  .filter((node) => ts.isPropertySignature(node) && node.questionToken && node.getSourceFile().fileName.endsWith("/pkg/index.d.ts"));

test("every optional option may be undefined", () => {
  const texts = new Set(options.map((node) => node.getText()));
  assert.ok(texts.size > 20, [...texts].join("\n"));
  assert.deepEqual([...texts].filter((text) => !text.endsWith("| undefined;") && !text.endsWith("| undefined")), []);
});
