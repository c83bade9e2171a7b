// `node run.mjs COUNT [FIRST SEED]`: histories of orders under faults, through the package. A seed decides everything.
//
// Time jumps from timer to timer, the services are the sandbox in this process, and what a history did is compared with
// the sandbox's own books. `node run.mjs replay SEED` prints what happens.
import { install, pass } from "../../../bench/watch/clock.mjs";
import { sandbox } from "../../sandbox/pkg/index.mjs";

const { Bitrefill, Grid, Lava, SatlineError, Sms4Sats, payWith } = await import("../../pkg/node.mjs");

const MINUTE = 60_000;
/** Longer than an order without a code lasts, and than any pause that a service may demand. */
const PEACE = 45 * MINUTE;
const GARBAGE = ["", "null", "[]", "{}", '{"status":"OK"}', "<!doctype html><title>Welcome</title>", '{"status":"OK","paid":', "\ufeff\0"];

let now = Date.UTC(2026, 0, 1);
install(now);
const wait = async (ms) => {
  now += ms;
  await pass(now);
};

/** Returns a source of equally likely numbers that the seed decides. */
const diceOf = (seed) => {
  let state = seed + 1;
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least, below) => least + Math.floor(roll() * (below - least));
  return { between, chance: (percent) => roll() * 100 < percent, pick: (list) => list[between(0, list.length)] };
};

class History {
  constructor(seed, log) {
    this.dice = diceOf(seed);
    this.log = log;
    this.services = sandbox({ seed });
    this.broken = [];
    /** What a program keeps on disk: each order's record as text. */
    this.records = new Map();
    this.orders = [];
    this.watches = [];
    this.pending = new Set();
    this.faults = this.dice.pick([0, 5, 20, 50, 80]);
    this.awayUntil = 0;
    this.asked = 0;
    /** How many wallets have never answered. */
    this.silent = 0;
    this.charged = new Set();
    /** How many requests of each call that may spend money have arrived. */
    this.arrived = [];
    this.services.settings({
      codeAfterMs: this.dice.between(1_000, 90_000),
      sentAfterMs: this.dice.between(1_000, 60_000),
      deliveredAfterMs: this.dice.between(1_000, 60_000),
      bitrefillCallsPerTenMinutes: 1_000,
      inventedServices: false,
    });
    this.start();
  }

  fail(what) {
    this.log(`BROKEN: ${what}`);
    this.broken.push(what);
  }

  /** Starts the program: new clients, and every order from its record. */
  start() {
    const at = (path) => ({ baseUrl: `https://sandbox.invalid/${path}`, fetch: this.fetch });
    const network = "regtest";
    const token = { apiId: "sandbox-token", apiSecret: "sandbox-token-secret" };
    this.clients = {
      sms4sats: new Sms4Sats({ ...at("sms4sats"), network, payee: this.services.nodeId, apiKey: "sandbox-key" }),
      Bitrefill: new Bitrefill({ ...at("bitrefill/v2"), network, apiId: "sandbox-business", apiSecret: "sandbox-business-secret" }),
      Lava: new Lava({ ...at("lava/v1"), apiKey: "aks_test_sandbox" }),
      Grid: new Grid({ ...at("grid/2025-10-13"), ...token, accountId: "InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123" }),
    };
  }

  async restart() {
    for (const watch of this.watches) await watch.return();
    [this.orders, this.watches] = [[], []];
    this.start();
    for (const record of this.records.values()) {
      const { service } = JSON.parse(record);
      this.follow(await this.clients[service].resume(record));
    }
  }

  /** Keeps an order's record whenever it has changed, with what another copy had learned. */
  save(order) {
    const before = this.records.get(order.id);
    if (before) {
      order.merge(before);
      const { state, codes } = JSON.parse(before);
      // One copy has sent the cancel, and for another one the order failed.
      const both = [state, order.state];
      const isSame = state === order.state || both.every((state) => ["cancelled", "refunded"].includes(state));
      if (this.isFinal(state) && !isSame) this.fail(`${order.id} left its final state ${state} for ${order.state}`);
      const texts = order.status.codes.map(({ text }) => text);
      for (const { text } of codes) if (!texts.includes(text)) this.fail(`${order.id} has lost the code ${text}`);
    }
    this.records.set(order.id, JSON.stringify(order));
    if (order.service === "sms4sats" && !order.status.fromBalance) this.compareMoney(order);
  }

  isFinal(state) {
    return ["code_received", "delivered", "credited", "charged", "cancelled", "refunded", "failed", "expired"].includes(state);
  }

  compareMoney({ id, kind, money }) {
    const { state } = this.services.control(`invoices/${id}`);
    if (money === "spent" && kind !== "fund" && state !== "settled") this.fail(`${id} counts as spent, and its invoice is ${state}`);
    if (money === "returned" && state !== "cancelled") this.fail(`${id} counts as returned, and its invoice is ${state}`);
    if (money === "held" && (state === "open" || state === "expired")) this.fail(`${id} counts as held, and its invoice is ${state}`);
  }

  follow(order) {
    this.orders.push(order);
    this.save(order);
    const watch = this.clients[order.service].watch(order);
    this.watches.push(watch);
    this.run("watch", async () => {
      for await (const changed of watch) {
        this.log(`${changed.id.slice(0, 8)} ${changed.state}, money ${changed.money}`);
        this.save(changed);
      }
    });
  }

  /** Runs a call in the background. It may reject only with an error of the package's. */
  run(name, call) {
    const work = (async () => {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof SatlineError) || error.code === "internal") this.fail(`${name} rejects with ${error.stack}`);
        else this.log(`${name}: ${error.code}, money ${error.money}: ${error.message}`);
      }
    })();
    this.pending.add(work);
    work.then(() => this.pending.delete(work));
  }

  /** The network, on which requests go wrong. */
  fetch = async (url, options) => {
    const route = `${options.method} ${new URL(url).pathname}`;
    const { dice, services } = this;
    if (options.method === "GET" && !/cancelorder/.test(url)) this.asked += 1;
    const send = () => {
      if (options.method === "POST") this.arrived[options.headers["x-call"]] += 1;
      return services.fetch(url, options);
    };
    const isAway = Date.now() < this.awayUntil;
    await new Promise((resolve) => setTimeout(resolve, dice.between(20, 400)));
    if (!isAway && !dice.chance(this.faults)) return send();
    const kind = isAway ? dice.between(0, 3) : dice.between(0, 12);
    this.log(`${route} goes wrong in way ${kind}`);
    const answer = async () => (dice.chance(50) ? undefined : send());
    switch (kind) {
      case 0:
        throw new TypeError("fetch failed");
      case 1: // Nothing comes back.
        if (!isAway) await answer();
        return new Promise((_, reject) => options.signal.addEventListener("abort", () => reject(options.signal.reason)));
      case 2:
        return new Response("<title>Bad gateway</title>", { status: dice.pick([500, 502, 503, 504]) });
      case 3:
        await send();
        throw new TypeError("fetch failed");
      case 4:
        await answer();
        throw undefined;
      case 5:
        return new Response("{}", { status: 429, headers: { "retry-after": dice.pick(["0", "3", "120", "99999999999", "soon"]) } });
      case 6:
        await send();
        return new Response(dice.pick(GARBAGE));
      case 7:
        await send();
        return dice.pick([undefined, null, 42, {}, { status: "200", headers: new Map(), text: async () => "{}" }]);
      case 8: {
        const whole = await (await send()).text();
        return new Response(whole.slice(0, dice.between(0, whole.length)));
      }
      case 9: {
        const response = await send();
        return { status: response.status, headers: response.headers, text: () => Promise.reject(new TypeError("terminated")) };
      }
      default: {
        const response = await send();
        await new Promise((resolve) => setTimeout(resolve, dice.between(1_000, 40_000)));
        return response;
      }
    }
  };

  /** Makes a call that may spend money: at most one request for it may arrive. */
  buy(name, call) {
    const number = this.arrived.push(0) - 1;
    this.run(name, async () => {
      try {
        const order = await call({ ...this.options(), headers: { "x-call": String(number) } });
        this.log(`${name}: ${order.id.slice(0, 8)} ${order.state}`);
        this.follow(order);
      } finally {
        if (this.arrived[number] > 1) this.fail(`${name} was sent ${this.arrived[number]} times`);
      }
    });
  }

  options() {
    if (!this.dice.chance(10)) return {};
    const controller = new AbortController();
    setTimeout(() => controller.abort(), this.dice.between(1, 2_000));
    return { signal: controller.signal };
  }

  order() {
    const { dice } = this;
    const immediate = dice.chance(25);
    const { sms4sats } = this.clients;
    if (dice.chance(25)) return this.buy("sendSms", (options) => sms4sats.sendSms({ ...options, immediate, phone: "+4915112345678", message: "Hello" }));
    const service = dice.pick(["wa", "wa", "tg", "never", "slow", "late", "soldout", "lead0", "lost0"]);
    const kind = dice.pick([{}, {}, { rental: true }, { realPhone: true }]);
    this.buy("receive", (options) => sms4sats.receive({ ...options, ...kind, immediate, country: "germany", service }));
  }

  topUp() {
    const { dice } = this;
    const [service, paymentMethodId] = dice.pick([
      ["Bitrefill", "lightning"],
      ["Bitrefill", "bitcoin"],
      ["Lava", dice.pick(["pm_sandbox_visa", "pm_sandbox_3ds", "pm_sandbox_declined"])],
      ["Grid", "sandbox"],
    ]);
    if (service === "Lava" || service === "Grid") {
      // Two charges of one account at once cannot be told apart.
      if (this.charged.has(service)) return;
      this.charged.add(service);
    }
    const save = ({ order }) => this.save(order);
    const request = { paymentMethodId, amount: "25", currency: "USD", save };
    this.buy(`topUp at ${service}`, async (options) => (await this.clients[service].topUp({ ...options, ...request })).order);
  }

  /** Has a wallet pay, which may lie about it, or say nothing. */
  pay() {
    const { dice, services } = this;
    const order = this.some(({ invoice, status }) => invoice && !status.maybePaid);
    if (!order) return;
    const way = dice.between(0, 10);
    const wallet = async (invoice) => {
      this.save(order);
      if (way !== 6 && way !== 7) services.pay(invoice);
      if (way === 6 || way === 9) throw Object.assign(new Error("User rejected."), { code: "USER_CANCELLED" });
      if (way === 8) {
        this.silent += 1;
        await new Promise(() => {});
      }
      return {};
    };
    this.log(`a wallet is to pay ${order.id.slice(0, 8)} in way ${way}`);
    this.run("payWith", async () => {
      await payWith(order, wallet, this.options());
      this.save(order);
    });
  }

  some(isIt) {
    const orders = this.orders.filter(isIt);
    return orders.length ? this.dice.pick(orders) : undefined;
  }

  cancel() {
    const order = this.some(({ status }) => status.cancel === "allowed");
    if (order) this.run("cancel", async () => (await order.cancel(this.options()), this.save(order)));
  }

  meddle() {
    const order = this.some(({ service, isOver, kind }) => service === "sms4sats" && !isOver && kind !== "sms");
    if (!order) return;
    try {
      if (this.dice.chance(50)) this.services.deliver(order.id);
      else this.services.fail(order.id);
    } catch {
      // The sandbox refuses what makes no sense, such as a code for an unpaid order.
    }
  }

  async act() {
    const { dice } = this;
    const way = dice.between(0, 100);
    if (way < 25) this.order();
    else if (way < 35) this.topUp();
    else if (way < 62) this.pay();
    else if (way < 70) this.cancel();
    else if (way < 76) await this.restart();
    else if (way < 80) {
      const record = [...this.records.values()].at(-1);
      // Another copy of the order, as another process has it.
      if (record) this.follow(await this.clients[JSON.parse(record).service].resume(record));
    } else if (way < 86) this.awayUntil = Date.now() + 10 * MINUTE;
    else if (way < 90) this.faults = dice.pick([0, 5, 20, 50, 80]);
    else if (way < 95) this.run("refresh", async () => {
      const order = this.some(() => true);
      if (order) await order.refresh(this.options()), this.save(order);
    });
    else this.meddle();
  }

  /** The services answer from now on: all that happened has to be known soon. */
  async end() {
    this.log("from here on the services answer");
    [this.faults, this.awayUntil] = [0, 0];
    await this.restart();
    await wait(PEACE);
    for (const watch of this.watches) await watch.return();
    await wait(MINUTE);
    if (this.pending.size > this.silent) this.fail(`${this.pending.size} calls have not ended`);
    for (const record of this.records.values()) this.compare(JSON.parse(record));
  }

  compare(record) {
    if (record.service !== "sms4sats") return;
    const target = `/sms4sats/orderstatus?orderId=${record.id}`;
    const status = JSON.parse(this.services.handle({ method: "GET", target }).body);
    const known = record.codes.map(({ text }) => text);
    const codes = [...(status.codes ?? []), status.code].filter((code) => code !== undefined && code !== null);
    for (const code of codes) if (!known.includes(String(code))) this.fail(`${record.id} has not received the code ${code}`);
    const hasFailed = typeof status.error === "string" || status.smsStatus === "failed";
    const expected = this.expected(record, status, hasFailed, codes.length > 0);
    if (!expected.includes(record.state)) this.fail(`${record.id} is ${record.state} at its end, expected ${expected.join(" or ")}: ${JSON.stringify(status)}`);
  }

  expected({ kind }, status, hasFailed, hasCode) {
    if (kind === "sms") {
      if (hasFailed) return ["failed"];
      if (status.paid) return [status.smsStatus ?? "created"];
    } else if (hasFailed) return ["cancelled", "refunded"];
    else if (hasCode) return ["code_received"];
    else if (status.paid) return [status.number ? "number_given" : "held"];
    return ["awaiting_payment", "expired"];
  }
}

const run = async (seed, log) => {
  const history = new History(seed, log);
  const actions = history.dice.between(3, 25);
  for (let action = 0; action < actions; action++) {
    await wait(history.dice.pick([1_000, 10_000, 30_000, 3 * MINUTE]));
    await history.act();
  }
  await wait(2 * MINUTE);
  await history.end();
  return history;
};

process.on("unhandledRejection", (reason) => {
  console.error("A rejection was not handled:", reason);
  process.exit(1);
});

const [first, second] = process.argv.slice(2);
if (first === "replay") {
  const history = await run(Number(second), (line) => console.log(new Date(Date.now()).toISOString().slice(11, 21), line));
  console.log(`${history.records.size} orders, ${history.broken.length} broken promises`);
} else {
  const sum = { histories: 0, orders: 0, asked: 0, broken: 0 };
  for (let seed = Number(second ?? 0); sum.histories < Number(first); seed++) {
    const { records, asked, broken } = await run(seed, () => {});
    sum.histories += 1;
    sum.orders += records.size;
    sum.asked += asked;
    sum.broken += broken.length > 0;
    for (const what of broken) console.log(`seed ${seed}: ${what}`);
  }
  console.log(JSON.stringify(sum));
  process.exitCode = sum.broken ? 1 : 0;
}
