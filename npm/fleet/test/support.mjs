// Helpers for the tests: a real Redis with its file on disk, the sandbox, a fleet.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Bitrefill, Grid, Lava, Sms4Sats } from "satline";
import { createFleet } from "../dist/index.js";

/** Another Redis, or Valkey. */
const SERVER = process.env.REDIS_SERVER || "redis-server";

/** Returns a port that is free now. */
export const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
};

/** Starts a Redis that writes each command to disk before it answers. `kill` ends it as a power cut would. */
export const startRedis = async (program = SERVER) => {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "satline-fleet-"));
  let child;
  const start = async () => {
    const options = { port, bind: "127.0.0.1", dir, appendonly: "yes", appendfsync: "always", save: "", "maxmemory-policy": "noeviction" };
    child = spawn(program, Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]));
    const lines = [];
    const ready = (async () => {
      for await (const line of createInterface(child.stdout)) {
        lines.push(line);
        if (line.includes("Ready to accept connections")) return true;
      }
    })();
    assert.ok(await ready, `${program} did not start:\n${lines.join("\n")}`);
    child.stdout.resume();
  };
  const end = async (signal) => {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    connection: { host: "127.0.0.1", port },
    kill: () => end("SIGKILL"),
    start,
    stop: async () => {
      await end("SIGTERM");
      rmSync(dir, { recursive: true });
    },
  };
};

const SANDBOX = process.env.SATLINE_SANDBOX || fileURLToPath(new URL("../../../target/debug/satline-sandbox", import.meta.url));

/** Starts a sandbox of its own. `site` calls its controls. */
export const startSandbox = async () => {
  const child = spawn(SANDBOX, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const [address] = /http:\/\/[\d.:]+/.exec(line);
  const site = async (name, body) => {
    const response = await fetch(`${address}/sandbox/${name}`, body && { method: "POST", body: JSON.stringify(body) });
    assert.equal(response.status, 200);
    return response.json();
  };
  return { address, site, stop: () => child.kill() };
};

/** Returns what creates the sandbox's clients. */
export const clientsOf = (at) => ({
  sms4sats: ({ fetch }) => new Sms4Sats({ ...at.sms4sats, fetch }),
  Bitrefill: ({ fetch }) => new Bitrefill({ ...at.bitrefill, fetch }),
  Lava: ({ fetch }) => new Lava({ ...at.lava, fetch }),
  Grid: ({ fetch }) => new Grid({ ...at.grid, fetch }),
});

/** So many requests that no test waits for a place. */
export const UNLIMITED = Object.fromEntries(
  ["sms4sats", "Bitrefill", "Lava", "Grid"].map((service) => [service, { max: 100_000, duration: 1_000 }]),
);

/** Waits until the condition holds, and returns its value. */
export const until = async (holds, what = String(holds)) => {
  for (let rest = 1_500; rest > 0; rest--) {
    const value = await holds();
    if (value) return value;
    await sleep(20);
  }
  assert.fail(`waited too long for: ${what}`);
};

/** Creates a fleet with one worker, and collects its events. */
export const startFleet = (options, { worker = { lockDuration: 1_000 }, collect = true } = {}) => {
  const logs = [];
  const log = (entry, message) => logs.push(`${JSON.stringify(entry)} ${message}`);
  const fleet = createFleet({ limiter: UNLIMITED, logger: { info: log, error: log }, ...options });
  const events = [];
  if (collect) fleet.events((event) => void events.push(event));
  if (worker) fleet.worker(worker);
  const event = (key, type) => until(() => events.find((event) => event.key === key && event.type === type), `${type} of ${key}`);
  return { fleet, events, event, logs };
};
