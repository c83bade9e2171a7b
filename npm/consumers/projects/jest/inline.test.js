const satline = require("satline/inline");
const { orderACode } = require("./story.js");

test("a code is ordered", async () => {
  expect((await orderACode(satline, "inline")).state).toBe("code_received");
}, 30_000);
