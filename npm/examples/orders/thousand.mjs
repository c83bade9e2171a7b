// Follows any number of orders with one watcher, which limits the rate of its requests.
//
//   node thousand.mjs orders.jsonl       a record per line, as JSON.stringify(order) writes them
import { appendFileSync, readFileSync } from "node:fs";
import { Sms4Sats } from "satline";

const [file] = process.argv.slice(2);
const { SMS4SATS_URL, NETWORK, PER_SECOND = "10" } = process.env;
const sms = new Sms4Sats({ baseUrl: SMS4SATS_URL, network: NETWORK });

// If an order is in the file more than once, its last line counts.
const latest = new Map();
for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
  const record = JSON.parse(line);
  latest.set(record.id, record);
}
const orders = await Promise.all([...latest.values()].map((record) => sms.resume(record)));

for await (const order of sms.watch(orders, { atOnce: 8, perSecond: Number(PER_SECOND) })) {
  appendFileSync(file, `${JSON.stringify(order)}\n`);
}

const counts = {};
for (const { state } of orders) counts[state] = (counts[state] ?? 0) + 1;
console.log(JSON.stringify(counts));
