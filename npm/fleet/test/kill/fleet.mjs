// Two thousand orders and four workers, one of which is killed every second; Redis is killed twice. Prints what was counted, and
// fails if an order was lost or paid twice, if a code was not delivered, or if the limit was passed. Not under `node --test`,
// which would slow down the server that counts.
import assert from "node:assert/strict";
import { run } from "./run.mjs";

const program = process.env.REDIS_SERVER || "redis-server";
// Low enough that workers wait for it. Eleven windows of 45 may touch, and eight requests may be under way.
const limiter = { max: 505, duration: 5_000 };
const report = await run({ orders: 2_000, workers: 4, limiter, program });

const is = (name, value) => assert.equal(report[name], value, name);
is("ordersLost", 0);
is("codesWrongOrMissing", 0);
is("paidTwice", 0);
// The others were paid from a balance, and their worker died between sending them and storing the response: reported as unknown.
is("codesDelivered", report.orders - report.outcomesUnknown);
// Each kill cuts off at most what a worker has under way.
assert.ok(report.outcomesUnknown <= 2 * report.workersKilled, "outcomesUnknown");
// Only invoices that were never shown were made again, and the fleet has counted each.
assert.ok(report.invoicesMadeAgain <= report.ofWhichCounted && report.ofWhichCounted <= 2 * report.workersKilled, "invoicesMadeAgain");
is("creates", report.createsInTheSandboxsBooks);
assert.ok(report.mostRequests <= report.allowed, "the limit was passed");
is("redisKilled", 2);
console.log("No order was lost, none was paid twice, every code was delivered, and the limit was not passed.");
