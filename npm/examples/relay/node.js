// The relay on Node: `node node.js`, with the settings of README.md in the environment.

import { createServer } from "node:http";
import relay from "./relay.js";

const { ADDRESS_HEADER, HOST = "127.0.0.1", ORIGIN, PORT = "8788" } = process.env;

/** More than the relay accepts as a body. */
const MOST_KEPT = 8 * 1024;

async function bodyOf(incoming) {
  let body = Buffer.alloc(0);
  // Read to its end, even beyond what is kept: otherwise the client may not get the response.
  for await (const chunk of incoming) {
    if (body.length < MOST_KEPT) body = Buffer.concat([body, chunk]);
  }
  return body;
}

async function requestOf(incoming) {
  const { method } = incoming;
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  const body = method === "POST" ? await bodyOf(incoming) : undefined;
  return new Request(new URL(incoming.url, "http://relay.invalid"), { method, headers, body });
}

async function serve(incoming, outgoing) {
  const env = { ...process.env, CLIENT: ADDRESS_HEADER ? undefined : incoming.socket.remoteAddress };
  const answer = await relay.fetch(await requestOf(incoming), env);
  const text = await answer.text();
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
}

if (!ORIGIN) {
  console.error("ORIGIN is missing: the origin of the page the relay is for, such as https://shop.example.");
  process.exit(1);
}
const server = createServer({ requestTimeout: 10_000, connectionsCheckingInterval: 5_000 }, (incoming, outgoing) => {
  // A method or a path, for example, that a `Request` cannot have.
  serve(incoming, outgoing).catch(() => outgoing.writeHead(400).end());
});
server.listen(Number(PORT), HOST, () => {
  const { address, port } = server.address();
  console.log(`The relay listens on http://${address}:${port}, for ${ORIGIN}`);
});
