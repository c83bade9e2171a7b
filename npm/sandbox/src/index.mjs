// The sandbox for tests: the four services in this process, without a network.

import { load } from "./wasm.mjs";

/** The address of the services. No request leaves the process, whatever it is. */
const ADDRESS = "https://sandbox.invalid";

/**
 * How a request goes wrong. Without a `status` the service does its work, and only the response is spoilt.
 *
 * @typedef {object} Fault
 * @property {string} route A path, or a method and a path: `"POST /sms4sats/createorder"`.
 * @property {number} [status] Respond with this status, and do nothing.
 * @property {string} [body] Respond with this body.
 * @property {number} [bodyBytes] Respond with that many equal bytes.
 * @property {boolean} [wrongJson] Respond with truncated JSON.
 * @property {number | string} [retryAfter] Send this `Retry-After`: seconds or a date.
 * @property {number} [delayMs] Wait before responding.
 * @property {boolean} [drop] Close the connection without a response.
 * @property {number} [cutAfter] Send only that many bytes of the body.
 * @property {boolean} [act] Whether the service does its work all the same.
 * @property {number} [times] How many requests it affects. Default: 1.
 */

/**
 * An invoice of the sandbox, as its wallet sees it.
 *
 * @typedef {object} Payment
 * @property {"open" | "held" | "settled" | "cancelled" | "expired"} state
 * @property {string} paymentHash
 * @property {number} amountSats
 * @property {string} [preimage] Once the payment is settled.
 */

/**
 * The four services in one state, with a wallet and a clock that tests hold. {@link sandbox} makes one.
 *
 * @hideconstructor
 */
export class Sandbox {
  #wasm;

  /** @param {any} wasm */
  constructor(wasm) {
    this.#wasm = wasm;
  }

  /** The node that signs every invoice. */
  get nodeId() {
    return load().nodeId();
  }

  /**
   * Answers a request to `https://sandbox.invalid` instead of the network: give it to a client as its
   * `fetch`, and `https://sandbox.invalid/sms4sats` and the like as its `baseUrl`.
   *
   * @type {typeof globalThis.fetch}
   */
  fetch = async (input, init) => {
    const request = new Request(input, init);
    const { origin, pathname, search } = new URL(request.url);
    if (origin !== ADDRESS) throw new TypeError(`The sandbox is at ${ADDRESS}, and ${origin} was not asked.`);
    request.signal.throwIfAborted();
    const body = await request.text();
    const answer = this.handle({ method: request.method, target: pathname + search, headers: [...request.headers], body });
    if (answer.delayMs > 0) await pause(answer.delayMs, request.signal);
    if (answer.drop) throw new TypeError("fetch failed");
    const whole = new TextEncoder().encode(answer.body);
    const isCut = answer.cutBodyAfter !== undefined;
    const stream = isCut ? cut(whole.subarray(0, answer.cutBodyAfter)) : whole;
    return new Response(answer.status === 204 ? null : stream, { status: answer.status, headers: answer.headers });
  };

  /**
   * Answers a request. What the transport has to do with the answer is in `delayMs`, `drop` and `cutBodyAfter`.
   *
   * @param {{ method: string, target: string, headers?: [string, string][], body?: string }} request
   * @returns {{ status: number, headers: [string, string][], body: string, delayMs: number, drop: boolean, cutBodyAfter?: number }}
   */
  handle(request) {
    return this.#wasm.handle(request, Date.now());
  }

  /**
   * Calls one of the sandbox's own routes, which its README lists.
   *
   * @param {string} path Such as `"pay"`.
   * @param {unknown} [body] With it, the method is POST.
   * @returns {any} The response's JSON. Throws what the sandbox says if it refuses.
   */
  control(path, body) {
    const method = body === undefined ? "GET" : "POST";
    const answer = this.handle({ method, target: `/sandbox/${path}`, body: JSON.stringify(body) ?? "" });
    const value = JSON.parse(answer.body);
    if (answer.status >= 400) throw new Error(value.error);
    return value;
  }

  /**
   * Pays an invoice from the sandbox's wallet. Paying again changes nothing.
   *
   * @param {string} invoice
   * @param {number} [amountSats] If the invoice has no amount.
   * @returns {Payment}
   */
  pay(invoice, amountSats) {
    return this.control("pay", { invoice, amountSats });
  }

  /**
   * Lets a code arrive now, also after a refund.
   *
   * @param {string} orderId
   * @param {string} [code] Default: the planned one.
   * @returns {any} The order's status, as the service responds it.
   */
  deliver(orderId, code) {
    return this.control("code", { orderId, code });
  }

  /**
   * Lets an order fail now. Its money goes back.
   *
   * @param {string} orderId
   * @param {string} [reason]
   * @returns {any} The order's status, as the service responds it.
   */
  fail(orderId, reason) {
    return this.control("fail", { orderId, reason });
  }

  /**
   * Advances the sandbox's clock. Everything that is due happens, in order.
   *
   * @param {number} ms
   */
  advance(ms) {
    this.control("clock", { advanceMs: ms });
  }

  /**
   * Makes requests go wrong. A list replaces all that were ordered before.
   *
   * @param {Fault | Fault[]} faults
   */
  faults(faults) {
    this.control("faults", faults);
  }

  /**
   * Changes how the services behave: how long things take, and the like. The README lists the settings.
   *
   * @param {Record<string, unknown>} changes
   */
  settings(changes) {
    this.control("settings", changes);
  }

  /**
   * Returns how often a route was requested: `sandbox.requests("POST /sms4sats/createorder")`.
   *
   * @param {string} route
   * @returns {number}
   */
  requests(route) {
    const rows = this.control("requests");
    return rows.find((/** @type {any} */ row) => `${row.method} ${row.path}` === route)?.count ?? 0;
  }

  /** Lets everything happen that is due, and returns the webhooks to post: `[{ url, body }]`. */
  webhooks() {
    this.#wasm.advance(Date.now());
    return /** @type {{ url: string, body: string }[]} */ (this.#wasm.takeWebhooks());
  }

  /**
   * Records the outcome of a webhook, for `GET /sandbox/webhooks`.
   *
   * @param {{ url: string, body: string }} webhook
   * @param {string} outcome
   */
  reportWebhook({ url, body }, outcome) {
    this.#wasm.reportWebhook(url, body, outcome);
  }
}

/** @param {number} ms @param {AbortSignal} signal */
const pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** @param {Uint8Array} bytes */
const cut = (bytes) =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.error(new TypeError("terminated"));
    },
  });

/**
 * Creates a sandbox. The same seed gives the same numbers, codes and invoices.
 *
 * @param {{ seed?: number }} [options]
 */
export function sandbox({ seed = 1 } = {}) {
  return new Sandbox(new (load().Sandbox)(seed));
}
