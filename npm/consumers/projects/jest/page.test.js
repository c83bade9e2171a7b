/** @jest-environment jsdom */
const { TextDecoder, TextEncoder } = require("node:util");
const { countries } = require("satline");

test("an error says that jsdom lacks something", () => {
  expect(document.nodeType).toBe(9);
  delete globalThis.TextEncoder;
  expect(countries).toThrow(expect.objectContaining({ code: "wasm.unavailable", cause: expect.any(TypeError) }));
});

test("it works once jsdom has it", () => {
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  expect(countries()).toHaveLength(185);
});
