import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { QueueEvents } from "bullmq";
import { Sms4Sats } from "satline";
import { follow, ordersQueue, ordersWorker } from "./queue.mjs";
import { AT, afresh, calls, pay, site } from "./testing.mjs";

const REDIS = process.env.REDIS_SERVER ?? "redis-server";

const isHere = () => {
  try {
    return execFileSync(REDIS, ["--version"]).length > 0;
  } catch {
    return false;
  }
};

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
};

/** Starts a Redis that stores nothing. */
const redis = async () => {
  const port = await freePort();
  const child = spawn(REDIS, ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
  after(() => child.kill());
  for await (const line of createInterface(child.stdout)) if (line.includes("Ready to accept connections")) break;
  return { host: "127.0.0.1", port };
};

const skip = isHere() ? false : "there is no redis-server here: `cargo xtask setup` installs one";

test("a queue takes orders to their codes, one step at a time", { skip, timeout: 30_000 }, async () => {
  await afresh();
  const connection = await redis();
  const queue = ordersQueue(connection);
  const events = new QueueEvents(queue.name, { connection });
  await events.waitUntilReady();
  const worker = ordersWorker(connection, AT.sms4sats.baseUrl);
  after(() => Promise.all([worker.close(), events.close(), queue.close()]));

  const order = await new Sms4Sats(AT.sms4sats).receive({ country: "germany", service: "wa" });
  await pay(order);
  /** Waits until the job is delayed, with the order in this state. */
  const putOff = async (state, begin) => {
    const delayed = once(events, "delayed");
    await begin();
    await delayed;
    const job = await queue.getJob(order.id);
    assert.equal(job.data.order.state, state);
    return job;
  };
  const twice = async () => {
    await follow(queue, order);
    await follow(queue, order);
  };
  let job = await putOff("held", twice);
  // The test doesn't wait for the next step: it advances the service's clock and runs the job early.
  await site("clock", { advanceMs: 2_000 });
  job = await putOff("number_given", () => job.promote());
  await site("clock", { advanceMs: 6_000 });
  const finished = job.waitUntilFinished(events);
  await job.promote();
  const { state, money, code } = await finished;
  assert.deepEqual([state, money], ["code_received", "spent"]);
  assert.match(code, /^\d+$/);
  assert.equal(await calls("/sms4sats/orderstatus"), 3);
});
