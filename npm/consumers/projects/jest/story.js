// What each test does: orders a code, pays for it, follows the order to its end, and writes a report.
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const sandbox = process.env.SATLINE_URL;

exports.orderACode = async ({ Sms4Sats, decodeInvoice }, name) => {
  const sms = new Sms4Sats({ baseUrl: `${sandbox}/sms4sats`, network: "regtest" });
  const order = await sms.receive({ country: "germany", service: "wa" });
  const { paymentHash } = decodeInvoice(order.invoice.text);
  await fetch(`${sandbox}/sandbox/pay`, { method: "POST", body: JSON.stringify({ invoice: order.invoice.text }) });
  for await (const { isOver } of order.watch()) if (isOver) break;
  mkdirSync(join(__dirname, "dist"), { recursive: true });
  writeFileSync(join(__dirname, "dist", `${name}.json`), JSON.stringify({ state: order.state, code: order.code, paymentHash }));
  return order;
};
