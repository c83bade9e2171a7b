// `satline/inline` for `import` in Node, Bun and Deno: the same classes and the same wasm as with `require`.
import satline from "./inline.cjs";

export const { NAMES } = satline;
