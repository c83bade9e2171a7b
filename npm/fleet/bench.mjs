// What a fleet costs: `cargo xtask bench fleet`, or `node bench.mjs [orders]`. Everything in one run on one machine, with the
// sandbox as the service and a Redis that writes each command to disk.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { DelayedError, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { Sms4Sats } from "satline";
import { createFleet } from "./dist/index.js";
import { run } from "./test/kill/run.mjs";
import { startRedis, startSandbox, until } from "./test/support.mjs";

const NO_LIMIT = { max: 1_000_000, duration: 1_000 };
const CONCURRENCY = 8;
const SEAL = Buffer.alloc(32, 7);

/** Calls back when something was done so many times, and the process has printed what that took. */
const counter = (count) => {
  let [done, begun] = [0, undefined];
  return () => {
    begun ??= { at: performance.now(), cpu: process.cpuUsage() };
    if (++done < count) return;
    const seconds = (performance.now() - begun.at) / 1_000;
    const { user, system } = process.cpuUsage(begun.cpu);
    console.log(JSON.stringify({ perSecond: Math.round(count / seconds), cpuMs: Number(((user + system) / 1_000 / count).toFixed(2)) }));
    process.exit();
  };
};

/** What the processes under test do. */
const ROLES = {
  /** BullMQ's empty job. */
  empty: ({ connection, count }) => {
    const done = counter(count);
    new Worker("empty", async () => done(), { connection, concurrency: CONCURRENCY, removeOnComplete: { count: 0 } });
  },
  /** A job that does nothing but wait for its next time, as an order's does. */
  delayed: ({ connection, count }) => {
    const done = counter(count);
    const wait = async (job, token) => {
      await job.moveToDelayed(Date.now() + 3_600_000, token);
      done();
      throw new DelayedError();
    };
    new Worker("empty", wait, { connection, concurrency: CONCURRENCY });
  },
  /** An order's step: a poll. Without an address, this process makes the response up. */
  steps: ({ connection, count, address, isSealed, response }) => {
    const [done, real] = [counter(count), fetch];
    globalThis.fetch = async (...request) => {
      done();
      return address ? real(...request) : new Response(response);
    };
    const baseUrl = `${address ?? "http://127.0.0.1:1"}/sms4sats`;
    const sms4sats = ({ fetch }) => new Sms4Sats({ baseUrl, network: "regtest", fetch });
    const fleet = createFleet({ connection, limiter: { sms4sats: NO_LIMIT }, seal: isSealed ? SEAL : undefined, client: { sms4sats } });
    fleet.worker({ concurrency: CONCURRENCY });
  },
};

/** Runs a process with a role, and returns what it prints. */
const measured = async (role, options) => {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), role, JSON.stringify(options)], { stdio: ["ignore", "pipe", "inherit"] });
  const [[line]] = await Promise.all([once(createInterface(child.stdout), "line"), once(child, "exit")]);
  return JSON.parse(line);
};

/** Returns the CPU time that Redis has used, in seconds. */
const redisCpu = async (redis) => {
  const info = await redis.info("cpu");
  return ["user", "sys"].reduce((sum, kind) => sum + Number(new RegExp(`used_cpu_${kind}:([\\d.]+)`).exec(info)[1]), 0);
};

const used = async (redis) => Number(/used_memory:(\d+)/.exec(await redis.info("memory"))[1]);

/** Does something with numbers, twenty at a time. */
const inParallel = async (count, act) => {
  let next = 0;
  await Promise.all(Array.from({ length: 20 }, async () => { while (next < count) await act(next++); }));
};

const bench = async (orders, steps) => {
  const server = await startRedis(process.env.REDIS_SERVER || undefined);
  const { connection } = server;
  const redis = new Redis({ ...connection, maxRetriesPerRequest: null });
  const sandbox = await startSandbox();
  const sms = new Sms4Sats({ baseUrl: `${sandbox.address}/sms4sats`, network: "regtest", apiKey: "sandbox-key" });
  const results = {};
  const perStep = (seconds) => Number(((seconds * 1_000) / steps).toFixed(3));
  for (const role of ["empty", "delayed"]) {
    const queue = new Queue("empty", { connection: redis });
    await inParallel(steps, (index) => queue.add("empty", {}, { jobId: `job-${index}` }));
    const before = await redisCpu(redis);
    results[role] = await measured(role, { connection, count: steps });
    results[role].redisCpuMs = perStep((await redisCpu(redis)) - before);
    await queue.close();
    await redis.flushall();
  }
  // One real order, under many names: as it was before its payment, and with its number, while it waits for a code.
  await sandbox.site("settings", { numberAfterMs: 0 });
  const order = await sms.receive({ country: "germany", service: "never" });
  const unpaid = order.toJSON();
  await sandbox.site("pay", { invoice: order.status.invoice.text });
  await until(async () => (await order.refresh()).state === "number_given");
  const waiting = order.toJSON();
  const { address } = sandbox;
  const response = await (await fetch(`${address}/sms4sats/orderstatus?orderId=${order.status.id}`)).text();
  const STEPS = {
    poll: { record: waiting },
    sealedPoll: { record: waiting, isSealed: true },
    sealedPollWithNews: { record: unpaid, isSealed: true },
    sealedPollOverHttp: { record: waiting, isSealed: true, address },
  };
  for (const [name, { record, ...options }] of Object.entries(STEPS)) {
    const { isSealed } = options;
    const fleet = createFleet({ connection, client: {}, seal: isSealed ? SEAL : undefined });
    const before = await used(redis);
    await inParallel(steps, (index) => fleet.follow(record, { key: `order-${index}` }));
    results[name] = { bytesInRedis: Math.round(((await used(redis)) - before) / steps) };
    // Their first poll is due two seconds after they were made.
    const begun = await redisCpu(redis);
    Object.assign(results[name], await measured("steps", { connection, count: steps, response, ...options }));
    results[name].redisCpuMs = perStep((await redisCpu(redis)) - begun);
    await fleet.close();
    await redis.flushall();
  }
  // What is left of an order that is over.
  const sms4sats = ({ fetch }) => new Sms4Sats({ baseUrl: `${sandbox.address}/sms4sats`, network: "regtest", fetch });
  const fleet = createFleet({ connection, limiter: { sms4sats: NO_LIMIT }, client: { sms4sats } });
  const over = { ...waiting, state: "expired" };
  fleet.worker();
  await fleet.follow(over, { key: "order-0" });
  await until(async () => (await fleet.find("order-0")).stage === "over");
  results.over = { bytesInRedis: await redis.memory("USAGE", fleet.queues[0].toKey("order-order-0")) };
  await fleet.close();
  redis.disconnect();
  sandbox.stop();
  await server.stop();
  console.log(JSON.stringify(results, undefined, 2));
  const { perSecond } = results.empty;
  for (const name of ["delayed", ...Object.keys(STEPS)]) {
    console.log(`${name}: ${(results[name].perSecond / perSecond).toFixed(2)} of BullMQ's empty job`);
  }
  if (!orders) return;
  const report = await run({ orders, workers: 8, limiter: { max: 20_000, duration: 5_000 }, atOnce: 100, deadlineS: 7_200, program: process.env.REDIS_SERVER || undefined });
  const kills = report.workersKilled;
  console.log(`polls of which nothing was stored, per kill: ${((report.asks - report.asksCounted) / kills).toFixed(2)}`);
};

const [role, options] = process.argv.slice(2);
if (role in ROLES) ROLES[role](JSON.parse(options));
else await bench(Number(role ?? 100_000), Number(options ?? 5_000));
