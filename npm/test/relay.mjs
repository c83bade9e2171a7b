// A Nostr relay on this machine, and a wallet on it that pays from the sandbox's, for clients of Nostr Wallet Connect.
import { fork } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { generateKeyPairSync } from "node:crypto";
import { NWCWalletService, NWCWalletServiceKeyPair } from "@getalby/sdk/nwc";
import common from "@nostr-relay/common";
import { NostrRelay } from "@nostr-relay/core";
import { getPublicKey } from "nostr-tools";
import { WebSocket, WebSocketServer } from "ws";

globalThis.WebSocket ??= WebSocket; // built into Node since version 22

/** Stores events in memory. */
class Memory extends common.EventRepository {
  #events = new Map();

  isSearchSupported() {
    return false;
  }

  upsert(event) {
    const isDuplicate = this.#events.has(event.id);
    this.#events.set(event.id, event);
    return { isDuplicate };
  }

  find({ ids, kinds, authors }) {
    const has = (list, value) => !list || list.includes(value);
    return [...this.#events.values()].filter((event) => has(ids, event.id) && has(kinds, event.kind) && has(authors, event.pubkey));
  }

  async destroy() {}
}

/** Starts a relay on a free port. */
const startRelay = async () => {
  const relay = new NostrRelay(new Memory());
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  new WebSocketServer({ server }).on("connection", (socket, request) => {
    relay.handleConnection(socket, request.socket.remoteAddress);
    socket.on("message", (message) => relay.handleMessage(socket, JSON.parse(message)));
    socket.on("close", () => relay.handleDisconnect(socket));
  });
  return `ws://127.0.0.1:${server.address().port}`;
};

const newSecret = () => generateKeyPairSync("x25519").privateKey.export({ format: "jwk" }).d;
const hexOf = (base64) => Buffer.from(base64, "base64url").toString("hex");

/** The wallet's description of itself. */
const INFO = { alias: "Sandbox wallet", methods: ["pay_invoice", "get_info", "get_budget"] };
const BUDGET = { used_budget: 1_000_000, total_budget: 50_000_000, renewal_period: "monthly" };

/** The SDK's service has no `get_budget`, so a request for it becomes one for the balance. */
class Service extends NWCWalletService {
  async decrypt(...message) {
    const request = await super.decrypt(...message);
    return request.replace('"get_budget"', '"get_balance"');
  }
}

/** Runs a wallet on a relay; it responds to a payment once that is settled, unless `behave` says otherwise. */
const serve = async (sandbox) => {
  /** A code to refuse with, or "silence" for no response. */
  let behaviour;
  process.on("message", (message) => {
    ({ behaviour } = message);
    process.send({ behaves: true });
  });
  process.on("disconnect", () => process.exit());
  const relay = await startRelay();
  const [walletSecret, clientSecret] = [hexOf(newSecret()), hexOf(newSecret())];
  const publicKey = (hex) => getPublicKey(Buffer.from(hex, "hex"));
  const service = new Service({ relayUrl: relay, relayUrls: [relay] });
  await service.publishWalletServiceInfoEvent(walletSecret, ["pay_invoice"], []);
  await service.subscribe(new NWCWalletServiceKeyPair(walletSecret, publicKey(clientSecret)), {
    getInfo: async () => ({ result: INFO, error: undefined }),
    getBalance: async () => ({ result: BUDGET, error: undefined }),
    payInvoice: async ({ invoice }) => {
      process.send({ asked: invoice });
      if (behaviour === "silence") return new Promise(() => {});
      if (behaviour) return { error: { code: behaviour, message: "no" } };
      const { paymentHash } = await post(`${sandbox}/sandbox/pay`, { invoice });
      while (true) {
        const response = await fetch(`${sandbox}/sandbox/invoices/${paymentHash}`);
        const { preimage } = await response.json();
        if (preimage) return { result: { preimage, fees_paid: 0 }, error: undefined };
        await sleep(50);
      }
    },
  });
  process.send({ url: `nostr+walletconnect://${publicKey(walletSecret)}?relay=${encodeURIComponent(relay)}&secret=${clientSecret}` });
};

const post = async (url, body) => {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return response.json();
};

/** Starts relay and wallet as a process that ends with this one. `asked` has the invoices that the wallet was asked to pay.
 *  `behave` makes it refuse with a code, or never respond ("silence"); without an argument it pays. */
export const startWallet = async (sandbox) => {
  const child = fork(fileURLToPath(import.meta.url), [sandbox.address], { silent: true });
  process.once("exit", () => child.kill());
  const [{ url }] = await once(child, "message");
  const asked = [];
  child.on("message", (message) => message.asked && asked.push(message.asked));
  const behave = async (behaviour) => {
    child.send({ behaviour });
    while (!(await once(child, "message"))[0].behaves);
  };
  for (const handle of [child, child.channel, child.stdout, child.stderr]) handle.unref();
  return { url, asked, behave, stop: () => child.kill() };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2]);
