// Two thousand orders and four workers, one of which is killed every second; Redis is killed twice. Prints what was counted, and fails
// if an order was lost or paid twice, if a code was not delivered, or if the limit was passed or never reached. Not under `node --test`,
// which would slow down the server that counts.
import assert from "node:assert/strict";
import { run } from "./run.mjs";

const program = process.env.REDIS_SERVER || "redis-server";
// A hundred a second. Eleven windows of 49 may touch, and eight requests that were counted may still be on their way.
const limiter = { max: 547, duration: 5_000 };
// Five a second, at first: so few that even a slow machine waits for the limit.
const tight = { limiter: { max: 63, duration: 10_000 }, seconds: 20 };
const orders = Number(process.argv[2] ?? 2_000);
const report = await run({ orders, workers: 4, limiter, tight, atOnce: 100, program });

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
assert.ok(report.mostRequestsWhileTight <= report.allowedWhileTight, "the tight limit was passed");
// Ten windows of five, less what workers had counted and not yet sent when they were killed.
assert.ok(report.mostRequestsWhileTight >= 40, "the tight limit was not reached, so it was not tested");
is("redisKilled", 2);
console.log("No order was lost, none was paid twice, every code was delivered, and the limit was reached and not passed.");
