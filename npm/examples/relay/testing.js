// Helpers for the relay's tests: the sandbox, a service with given responses, and a page that sends requests.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import relay from "./relay.js";

export const PAGE = "https://shop.example";

/** Starts a program that prints its address, and stops it after the tests. */
export async function started(program, words, env = process.env) {
  const child = spawn(program, words, { env, stdio: ["ignore", "pipe", "inherit"] });
  after(() => child.kill());
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "error").then(([error]) => Promise.reject(error)),
    once(child, "exit").then(() => Promise.reject(new Error(`${program} ended at once.`))),
  ]);
  return line.match(/http:\/\/[\d.:]+/)[0];
}

const compiled = fileURLToPath(new URL("../../../target/debug/satline-sandbox", import.meta.url));

/** The sandbox's address: `cargo xtask test relay` sets it; by hand, `cargo build -p satline-sandbox` is enough. */
export const SANDBOX = process.env.SATLINE_URL ?? (await started(compiled, ["--port", "0"]));

/** The sandbox's credentials, which only the relay has. */
export const SETTINGS = {
  ORIGIN: PAGE,
  BITREFILL_URL: `${SANDBOX}/bitrefill/v2`,
  BITREFILL_ID: "sandbox-business",
  BITREFILL_SECRET: "sandbox-business-secret",
  LAVA_URL: `${SANDBOX}/lava/v1`,
  LAVA_KEY: "aks_test_sandbox",
  GRID_URL: `${SANDBOX}/grid/2025-10-13`,
  GRID_ID: "sandbox-token",
  GRID_SECRET: "sandbox-token-secret",
};

/** Calls one of the sandbox's controls. */
export async function sandbox(name, body) {
  const answer = await fetch(`${SANDBOX}/sandbox/${name}`, body && { method: "POST", body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

/** Returns how often a route of a service was called. */
export async function calls(path) {
  const rows = await sandbox("requests");
  return rows.filter((row) => row.path === path).reduce((sum, { count }) => sum + count, 0);
}

let pages = 0;

/** Creates a page with a new address. It sends requests to the relay, or to another handler. */
export function page(env = SETTINGS, answers = relay.fetch) {
  const client = `203.0.113.${++pages}`;
  return async (method, path, body, headers = { origin: PAGE }) => {
    const content = typeof body === "object" && !(body instanceof ReadableStream) ? JSON.stringify(body) : body;
    const request = new Request(`http://relay.invalid${path}`, { method, headers, body: content, duplex: "half" });
    const answer = await answers(request, { CLIENT: client, ...env });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: text === "" ? undefined : JSON.parse(text) };
  };
}

/** Returns an address where nothing listens any more. */
export async function nowhere() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

/** Starts a service that always sends this response, and records its requests. */
export async function service({ status = 200, headers = {}, body = "{}" }) {
  const heard = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks = await incoming.toArray();
    heard.push({ path: incoming.url, headers: incoming.headers, body: Buffer.concat(chunks).toString() });
    const told = typeof body === "function" ? body(incoming) : body;
    outgoing.writeHead(status, { "content-type": "application/json", ...headers }).end(told);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${server.address().port}`;
  return { heard, env: { ...SETTINGS, BITREFILL_URL: url, LAVA_URL: url, GRID_URL: url } };
}
