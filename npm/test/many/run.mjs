// `node --expose-gc run.mjs COUNT [ROUNDS]`: follows that many orders at once in this process, from the order to its
// end; then drops them, and does it again. Time jumps from timer to timer, the services are the sandbox.
//
// A wallet pays each order within a minute and a half. Some codes take long, some never come, one of fifty responses
// is lost, and in the middle the program starts again from its records.
import assert from "node:assert/strict";
import { mostWithin } from "../../../bench/measure.mjs";
import { install, pass } from "../../../bench/watch/clock.mjs";
import { memories } from "../../../bench/watch/memories.mjs";
import { sandbox } from "../../sandbox/pkg/index.mjs";

const { Sms4Sats, payWith } = await import("../../pkg/node.mjs");

const COUNT = Number(process.argv[2]);
const ROUNDS = Number(process.argv[3] ?? 3);
const BOUNDS = { perSecond: 200, atOnce: 100 };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** An order without a code cancels itself after twenty minutes, and a late code is waited for some more. */
const LONGEST = 60 * MINUTE;
/** A wallet of the sandbox pays for about two thousand. */
const ORDERS_PER_SANDBOX = 1_000;
/** What is ordered, in turn. */
const SERVICES = [...Array(7).fill(["wa", "tg", "lead0", "wa", "tg"]).flat(), "slow", "never", "late"];

let now = Date.UTC(2026, 0, 1);
install(now);
const wait = async (ms, holds) => {
  now += ms;
  await pass(now, holds);
};

/** Returns evenly spread numbers, the same in every run. */
const chance = (number, salt) => ((Math.imul(number + 1, 2654435761) ^ Math.imul(salt, 40503)) >>> 0) / 2 ** 32;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, Math.round(ms)));

/** The package's memory is the first one: the sandbox's is loaded later. */
new Sms4Sats({});
const [ours] = memories;
assert.equal(memories.length, 1);

/** Returns the bytes that the program holds, and those of the package's wasm. */
const weigh = async () => {
  for (let turn = 0; turn < 5; turn++) {
    gc();
    // What is collected is freed in the wasm in a task of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { heap: process.memoryUsage().heapUsed, wasm: ours.buffer.byteLength };
};

class Round {
  /** Each order's record, as a program keeps it. */
  records = new Map();
  ended = new Set();
  asked = [];
  #created = 0;
  #requests = 0;
  /** Which sandbox has which order. */
  #homes = new Map();
  #orders = new Map();

  constructor(seed) {
    this.services = Array.from({ length: Math.ceil(COUNT / ORDERS_PER_SANDBOX) }, (_, place) => sandbox({ seed: seed * 1_000 + place }));
    for (const each of this.services) each.settings({ codeAfterMs: 40_000, inventedServices: false });
    this.client = this.#start();
  }

  #start() {
    const [{ nodeId }] = this.services;
    return new Sms4Sats({ baseUrl: "https://sandbox.invalid/sms4sats", network: "regtest", payee: nodeId, fetch: this.#fetch });
  }

  #fetch = async (url, { method, headers, body }) => {
    const { pathname, search, searchParams } = new URL(url);
    const number = (this.#requests += 1);
    if (method === "GET") this.asked.push(Date.now());
    await sleep(20 + 300 * chance(number, 3));
    if (method === "GET" && number % 50 === 0) throw new TypeError("fetch failed");
    const home = method === "GET" ? this.#homes.get(searchParams.get("orderId")) : this.services[Math.floor(this.#created++ / ORDERS_PER_SANDBOX)];
    const answer = home.handle({ method, target: pathname + search, headers: Object.entries(headers), body: body ?? "" });
    if (method === "POST") this.#homes.set(JSON.parse(answer.body).orderId, home);
    return { status: answer.status, headers: new Headers(answer.headers), text: async () => answer.body };
  };

  /** Orders everything, twenty orders at a time. */
  async order() {
    const places = Array.from({ length: COUNT }, (_, place) => place);
    const one = async () => {
      for (let place = places.pop(); place !== undefined; place = places.pop()) {
        const order = await this.client.receive({ country: "germany", service: SERVICES[place % SERVICES.length] });
        this.#orders.set(order.id, order);
        this.#keep(order);
        this.#pay(order, place);
      }
    };
    await Promise.all(Array.from({ length: 20 }, one));
  }

  /** Every second order is paid by a wallet that was handed it, the others as by a QR code. */
  async #pay({ id, invoice }, place) {
    await sleep(90 * SECOND * chance(place, 1));
    const pay = async (invoice) => this.#homes.get(id).pay(invoice);
    const order = this.#orders.get(id);
    if (place % 2) return pay(invoice.text);
    await payWith(order, pay);
    this.#keep(order);
  }

  follow() {
    this.watch = this.client.watch([...this.#orders.values()], BOUNDS);
    this.watching = (async () => {
      for await (const order of this.watch) this.#keep(order);
    })();
  }

  #keep(order) {
    const before = this.records.get(order.id);
    if (before) {
      const { codes } = JSON.parse(before);
      const texts = order.status.codes.map(({ text }) => text);
      for (const { text } of codes) assert.ok(texts.includes(text), `${order.id} has lost the code ${text}`);
    }
    this.records.set(order.id, JSON.stringify(order));
    if (order.isOver) this.ended.add(order.id);
  }

  /** Ends the program, and starts it again from its records. */
  async restart() {
    await this.watch.return();
    await this.watching;
    this.end();
    this.client = this.#start();
    for (const [id, record] of this.records) this.#orders.set(id, await this.client.resume(record));
    this.follow();
  }

  /** Lets go of everything. `fetch` reaches this round, and its client and orders hold `fetch`: no collector sees
   *  such a cycle, since one half of it is in the wasm. */
  end() {
    this.#orders.clear();
    this.client.free();
    this.client = this.watch = undefined;
  }

  /** Compares what is known with the books. */
  compare() {
    assert.equal(this.records.size, COUNT, "records");
    assert.equal(this.ended.size, COUNT, "orders at their end");
    let codes = 0;
    for (const [id, record] of this.records) {
      const { state, codes: known } = JSON.parse(record);
      const home = this.#homes.get(id);
      const status = JSON.parse(home.handle({ method: "GET", target: `/sms4sats/orderstatus?orderId=${id}` }).body);
      const { state: payment } = home.control(`invoices/${id}`);
      const expected = payment === "settled" ? ["code_received"] : ["refunded", "cancelled"];
      assert.ok(expected.includes(state), `${id} is ${state}, its invoice ${payment}: ${JSON.stringify(status)}`);
      if (status.code !== undefined) {
        codes += 1;
        assert.ok(known.some(({ text }) => text === String(status.code)), `${id} has not received ${status.code}`);
      }
    }
    return codes;
  }
}

const run = async (seed) => {
  const round = new Round(seed);
  const begun = Date.now();
  const ordering = round.order();
  let isOrdered = false;
  ordering.then(() => (isOrdered = true));
  await wait(LONGEST, () => isOrdered);
  now = Date.now();
  await ordering;
  round.follow();
  await wait(MINUTE);
  const most = await weigh();
  await round.restart();
  const isOver = () => round.ended.size === COUNT;
  await wait(LONGEST, isOver);
  now = Date.now();
  const minutes = (now - begun) / MINUTE;
  // A late code may come when the order has ended: wait until there is nothing left to learn.
  let isDone = false;
  round.watching.then(() => (isDone = true));
  await wait(LONGEST, () => isDone);
  now = Date.now();
  assert.ok(isDone, "the watch has ended");
  const codes = round.compare();
  round.end();
  return { orders: COUNT, codes, minutes, asked: round.asked.length, mostInAMinute: mostWithin(round.asked, MINUTE), most };
};

process.on("unhandledRejection", (reason) => {
  console.error("A rejection was not handled:", reason);
  process.exit(1);
});

const rounds = [];
for (let seed = 1; seed <= ROUNDS; seed++) {
  const begun = process.cpuUsage();
  const result = await run(seed);
  const { user, system } = process.cpuUsage(begun);
  rounds.push({ ...result, cpuSeconds: (user + system) / 1e6, after: await weigh() });
  console.log(JSON.stringify(rounds.at(-1)));
}
const [first] = rounds;
for (const { mostInAMinute, after } of rounds) {
  // A lost response is asked for once more.
  assert.ok(mostInAMinute <= 60 * BOUNDS.perSecond * 1.05, `${mostInAMinute} requests in a minute`);
  assert.ok(after.heap <= first.after.heap * 1.05 + 500_000, `the heap has grown from ${first.after.heap} to ${after.heap} bytes`);
  assert.ok(after.wasm <= first.after.wasm * 1.05, `the wasm has grown from ${first.after.wasm} to ${after.wasm} bytes`);
}
