// What `node.cjs` and `inline.cjs` share, built as CommonJS: `import` and `require` in one process get the same classes
// and the same wasm.
export * as satline from "./satline.mjs";
export { provide } from "./wasm.mjs";
