// Helpers for the tests: the packed package, the sandbox, a server that counts requests, a mocked clock.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export const satline = await import("../pkg/node.mjs");
const { SatlineError, Sms4Sats } = satline;

const binary = process.env.SATLINE_SANDBOX ?? fileURLToPath(new URL("../../target/debug/satline-sandbox", import.meta.url));

/** Starts a sandbox for this test file, and stops it at its end. */
export const startSandbox = async () => {
  const server = spawn(binary, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(server.stdout, "data");
  const address = /http:\S+/.exec(line)[0];
  // Neither it nor its output keeps this process alive.
  server.unref();
  server.stdout.unref();
  process.once("exit", () => server.kill());
  const call = async (path, body) => {
    const answer = await fetch(address + path, body && { method: "POST", body: JSON.stringify(body) });
    return answer.json();
  };
  return {
    address,
    pay: (invoice) => call("/sandbox/pay", { invoice: invoice.text ?? invoice }),
    set: (settings) => call("/sandbox/settings", settings),
    fault: (fault) => call("/sandbox/faults", fault),
    post: (path, body) => call(`/sandbox/${path}`, body),
    /** Advances the sandbox's clock and ours. */
    advance: async (milliseconds) => {
      await call("/sandbox/clock", { advanceMs: milliseconds });
      const now = Date.now;
      Date.now = () => now() + milliseconds;
    },
    /** Returns how often a route was called so far. */
    count: async (method, path) => {
      const rows = await call("/sandbox/requests");
      return rows.find((row) => row.method === method && row.path === path)?.count ?? 0;
    },
    /** Creates a wallet that pays from the sandbox's and returns the preimage once the payment is settled. */
    wallet: (more) => ({
      asked: 0,
      enable: async () => {},
      async sendPayment(invoice) {
        this.asked += 1;
        const { paymentHash } = await call("/sandbox/pay", { invoice });
        let settled;
        await until(async () => {
          settled = await call(`/sandbox/invoices/${paymentHash}`);
          return settled.preimage;
        });
        return { preimage: settled.preimage };
      },
      ...more,
    }),
    sms: (options) => new Sms4Sats({ baseUrl: `${address}/sms4sats`, network: "regtest", ...options }),
  };
};

/** Starts a server that counts requests and responds with `answer(request, response)`. */
export const startServer = async (answer) => {
  const server = createServer((request, response) => {
    counted.requests += 1;
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const counted = { requests: 0, address: `http://127.0.0.1:${server.address().port}` };
  return counted;
};

/** The package's error classes. The entry for pages is another copy, with its own class. */
export const ERRORS = [SatlineError];

/** Asserts that this is a complete error of the package with these members. */
export const assertError = (error, members = {}, where = "") => {
  assert.ok(ERRORS.some((known) => error instanceof known), `${where} no SatlineError: ${error?.stack ?? String(error)}`);
  assert.equal(typeof error.code, "string");
  assert.match(error.message, /\S.*[.?”]$/s);
  for (const [name, value] of Object.entries(members)) {
    if (value instanceof RegExp) assert.match(error[name], value);
    else assert.equal(error[name], value, `${name} of: ${error.message}`);
  }
  return error;
};

/** Returns the error that a promise rejects with, which must be one of the package's. */
export const failure = async (promise, members) => {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  assert.ok("error" in outcome, `did not fail, but gave ${JSON.stringify(outcome.value)}`);
  return assertError(outcome.error, members);
};

/** Waits until the condition holds. */
export const until = async (holds, what = String(holds)) => {
  for (let rest = 1_000; rest > 0; rest--) {
    if (await holds()) return;
    await sleep(10);
  }
  assert.fail(`waited in vain: ${what}`);
};

setFlagsFromString("--expose-gc");
export const collectGarbage = runInNewContext("gc");

/** Returns the number of active timers in this process. */
export const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** Returns how long something takes, in milliseconds. */
export const duration = async (work) => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** An unhandled rejection would end a user's process; here it fails the test file. */
process.on("unhandledRejection", (reason) => {
  throw reason;
});
