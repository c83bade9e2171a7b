// Runs TypeScript's compiler on files of this folder, and on texts in memory.
import { join } from "node:path";
import ts from "typescript";

export const here = import.meta.dirname;

const STRICT = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: [],
};

/** Creates a program of one file; `text` is its content, if it doesn't exist. `compiler`: another version of TypeScript. */
export const program = (name, options, text, compiler = ts) => {
  const all = { ...STRICT, ...options };
  const host = compiler.createCompilerHost(all);
  const file = join(here, name);
  if (text !== undefined) {
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (path) => path === file || fileExists.call(host, path);
    host.readFile = (path) => (path === file ? text : readFile.call(host, path));
    host.getSourceFile = (path, ...rest) =>
      path === file ? compiler.createSourceFile(path, text, all.target) : getSourceFile.call(host, path, ...rest);
  }
  const made = compiler.createProgram([file], all, host);
  return { checker: made.getTypeChecker(), source: made.getSourceFile(file), faults: faultsOf(made, compiler) };
};

/** Returns the compiler's diagnostics, one per line. */
const faultsOf = (made, compiler) =>
  compiler.getPreEmitDiagnostics(made).map(({ file, start, messageText }) => {
    const place = file ? `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1}: ` : "";
    return place + compiler.flattenDiagnosticMessageText(messageText, "\n");
  });
