// The sandbox for tests of the package, and the time, which advances there and here together.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

/** Starts a program that prints its address, and stops it after the tests. */
const started = async (program, words) => {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  after(() => child.kill());
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(() => Promise.reject(new Error(`${program} ended at once.`))),
  ]);
  return line.match(/http:\/\/[\d.:]+/)[0];
};

const compiled = fileURLToPath(new URL("../../target/debug/satline-sandbox", import.meta.url));

/** The sandbox's address: `cargo xtask test npm` sets it; by hand, `cargo build -p satline-sandbox` is enough. */
export const SITE = process.env.SATLINE_URL ?? (await started(compiled, ["--port", "0", "--webhooks"]));

/** Calls one of the sandbox's controls. */
export const site = async (name, body) => {
  const answer = await fetch(`${SITE}/sandbox/${name}`, body && { method: "POST", body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
};

/** Pays an order's invoice from the sandbox's wallet. */
export const pay = (order) => site("pay", { invoice: order.invoice.text });

const reallyNow = Date.now;
let ahead = 0;

/** Advances the clock, for the services and for us. */
export const pass = async (ms) => {
  ahead += ms;
  Date.now = () => reallyNow() + ahead;
  await site("clock", { advanceMs: ms });
};

/** Resets the sandbox and the clock. */
export const afresh = async () => {
  ahead = 0;
  Date.now = reallyNow;
  await site("reset", {});
};

/** The options of clients, by service. */
export const AT = {
  sms4sats: { baseUrl: `${SITE}/sms4sats`, network: "regtest", apiKey: "sandbox-key" },
  bitrefill: {
    baseUrl: `${SITE}/bitrefill/v2`,
    network: "regtest",
    apiId: "sandbox-business",
    apiSecret: "sandbox-business-secret",
  },
  lava: { baseUrl: `${SITE}/lava/v1`, apiKey: "aks_test_sandbox" },
  grid: {
    baseUrl: `${SITE}/grid/2025-10-13`,
    apiId: "sandbox-token",
    apiSecret: "sandbox-token-secret",
    accountId: "InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123",
  },
};
