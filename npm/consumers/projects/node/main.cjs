const { Sms4Sats, SatlineError, decodeInvoice, ready } = require("satline");

// CommonJS and ES modules in one process must recognise each other's errors.
import("satline").then(async (imported) => {
  if (imported.SatlineError !== SatlineError) throw new Error("`require` and `import` brought two copies.");
  const { orderACode } = await import("../story.mjs");
  console.log(JSON.stringify(await orderACode({ Sms4Sats, decodeInvoice, ready }, process.env.SATLINE_URL)));
});
