// What `node.mjs` and `node.cjs`, `inline.cjs` and `inline.node.mjs` share, built as CommonJS (`face.cjs`): `import`
// and `require` in one process get the same classes and the same wasm.
export * as face from "./satline.mjs";
export { provide } from "./wasm.mjs";
