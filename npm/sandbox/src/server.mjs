// The sandbox as an HTTP server on this machine.

import { createServer } from "node:http";
import { sandbox as create } from "./index.mjs";

/** More than any service accepts. */
const LARGEST_BODY = 1024 * 1024;
/** How often to let due things happen between requests. */
const TICK_MS = 200;
/** Addresses that only this machine has. A page of another name could be anybody's. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/** @param {string | undefined} host */
const isLoopback = (host) => LOOPBACK.test(host ?? "");

const SERVICES = ["sms4sats", "bitrefill", "lava", "grid"];

/** @param {string | undefined} url */
const isControl = (url) => {
  const [, first, service] = new URL(url ?? "/", "http://localhost").pathname.split("/");
  return first === "sandbox" && !SERVICES.includes(service);
};

/**
 * Returns whether a request is refused. Programs send no origin; a page may use the controls only if it is one
 * of this machine's.
 *
 * @param {import("node:http").IncomingMessage} request
 */
const isForbidden = ({ headers: { host, origin }, url }) =>
  !isLoopback(host) || (isControl(url) && origin !== undefined && !isLoopback(origin.replace(/^https?:\/\//, "")));

/**
 * Returns the headers that let a page of this machine read what a control says.
 *
 * @param {import("node:http").IncomingMessage} request
 */
const cors = ({ headers: { origin }, url }) =>
  isControl(url) && origin !== undefined ? [["access-control-allow-origin", origin], ["access-control-allow-headers", "*"], ["vary", "origin"]] : [];

/** @param {import("node:http").IncomingMessage} request */
const bodyOf = async (request) => {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
};

/** @param {string[]} raw */
const pairs = (raw) => {
  const headers = /** @type {[string, string][]} */ ([]);
  for (let at = 0; at < raw.length; at += 2) headers.push([raw[at], raw[at + 1]]);
  return headers;
};

/**
 * Serves a sandbox on 127.0.0.1. Webhooks are posted to this machine alone, and only if they are turned on.
 *
 * @param {{ port?: number, seed?: number, webhooks?: boolean }} [options] Without a port, a free one is taken.
 * @returns {Promise<{ address: string, sandbox: ReturnType<typeof create>, close(): Promise<void> }>}
 */
export async function serve({ port = 0, seed, webhooks = false } = {}) {
  const sandbox = create({ seed });
  const server = createServer(async (request, response) => {
    if (isForbidden(request)) return response.writeHead(403).end("The sandbox answers this machine alone.\n");
    const body = await bodyOf(request).catch(() => undefined);
    if (body === undefined) return response.writeHead(413).end("The sandbox takes bodies of up to one megabyte.\n");
    const answer = sandbox.handle({ method: request.method ?? "GET", target: request.url ?? "/", headers: pairs(request.rawHeaders), body });
    setTimeout(() => {
      if (answer.drop) return request.socket.destroy();
      const bytes = Buffer.from(answer.body);
      const isCut = answer.cutBodyAfter !== undefined;
      response.writeHead(answer.status, [...answer.headers, ...cors(request), ["content-length", String(bytes.length)]].flat());
      if (!isCut) return response.end(bytes);
      response.write(bytes.subarray(0, answer.cutBodyAfter), () => request.socket.destroy());
    }, answer.delayMs);
  });
  // When a reused connection closes without a response, clients send the request again by themselves.
  server.maxRequestsPerSocket = 1;
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const ticking = setInterval(() => post(sandbox, webhooks), TICK_MS);
  const { port: taken } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${taken}`,
    sandbox,
    async close() {
      clearInterval(ticking);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {ReturnType<typeof create>} sandbox @param {boolean} isOn */
const post = async (sandbox, isOn) => {
  for (const webhook of sandbox.webhooks()) {
    sandbox.reportWebhook(webhook, await outcome(webhook, isOn));
  }
};

/** @param {{ url: string, body: string }} webhook @param {boolean} isOn */
const outcome = async ({ url, body }, isOn) => {
  if (!isOn) return "not posted: webhooks are off";
  if (!isLoopback(new URL(url).host)) return "not posted: it is on another machine";
  const headers = { "content-type": "application/json" };
  const answer = fetch(url, { method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(10_000) });
  return answer.then(({ status }) => `${status}`).catch(() => "no response");
};
