const satline = require("satline");
const inline = require("satline/inline");
const { orderACode } = require("./story.js");

test("a code is ordered", async () => {
  expect((await orderACode(satline, "node")).state).toBe("code_received");
}, 30_000);

test("both entries have the same classes", () => {
  expect(inline).toEqual(satline);
  expect(() => inline.findCountry(5)).toThrow(satline.SatlineError);
});

test("functions can be replaced", () => {
  jest.spyOn(satline, "countries").mockReturnValue([]);
  expect(satline.countries()).toEqual([]);
});
