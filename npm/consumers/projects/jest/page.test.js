/** @jest-environment jsdom */
const { TextDecoder, TextEncoder } = require("node:util");
const { countries } = require("satline");

test("where jsdom lacks something, that is said", () => {
  expect(document.nodeType).toBe(9);
  delete globalThis.TextEncoder;
  expect(countries).toThrow(expect.objectContaining({ code: "wasm.unavailable", cause: expect.any(TypeError) }));
});

test("it works once that is there", () => {
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  expect(countries()).toHaveLength(185);
});
