const { Sms4Sats, SatlineError, decodeInvoice, ready } = require("satline");

// An old program and a new one in the same process must know each other's errors.
import("satline").then(async (imported) => {
  if (imported.SatlineError !== SatlineError) throw new Error("`require` and `import` brought two copies.");
  const { orderACode } = await import("../story.mjs");
  console.log(JSON.stringify(await orderACode({ Sms4Sats, decodeInvoice, ready }, process.env.SATLINE_URL)));
});
