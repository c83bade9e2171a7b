// Helpers for the tests: starting an example as its own process, and the sandbox.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { SITE, site } from "../../test/site.mjs";

export { AT, SITE, afresh, pay, site } from "../../test/site.mjs";

/** Starts an example. `line` waits for the next line that it prints. */
export const started = (name, words, env) => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...words], {
    env: { ...process.env, SMS4SATS_URL: `${SITE}/sms4sats`, NETWORK: "regtest", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  after(() => child.kill("SIGKILL"));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { child, ended: once(child, "exit"), line: async () => (await lines.next()).value };
};

/** Makes numbers and codes arrive at once. */
export const quick = () => site("settings", { numberAfterMs: 0, codeAfterMs: 0 });

/** Returns how often a route of the service was called. */
export const calls = async (path) => {
  const rows = await site("requests");
  return rows.filter((row) => row.path === path).reduce((sum, { count }) => sum + count, 0);
};
