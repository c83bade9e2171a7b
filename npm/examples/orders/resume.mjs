// Orders a code and stores the order in a file, so that a crash loses nothing: started again with the
// same file, it continues where it was.
//
//   node resume.mjs order.json germany wa
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Sms4Sats } from "satline";

const [file, country, service] = process.argv.slice(2);
const { SMS4SATS_URL, NETWORK } = process.env;
const sms = new Sms4Sats({ baseUrl: SMS4SATS_URL, network: NETWORK });

/** Writes another file and renames it, so that the file is always complete. */
const keep = (order) => {
  writeFileSync(`${file}.new`, JSON.stringify(order), { flush: true });
  renameSync(`${file}.new`, file);
};

const order = existsSync(file) ? await sms.resume(readFileSync(file, "utf8")) : await sms.receive({ country, service });
// Before anyone can pay. Losing an order before this line costs nothing: its invoice expires.
keep(order);
if (order.invoice) console.log(`Pay ${order.invoice.amountSat} sats: ${order.invoice.text}`);

for await (const status of order.watch()) {
  keep(order);
  console.log(status.state, status.code ?? status.number ?? "");
}
