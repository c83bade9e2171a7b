// Histories of a user, a wallet, tabs and services that go wrong: whatever happens, the records agree with the
// sandbox's books. A seed decides what is done. `HISTORIES=300 npx playwright test histories` runs so many,
// `HISTORIES=1 SEED=17` the first of a run again, and prints what is done.

import { checkEnd, checkStep, storedOrders } from "./books.js";
import { CHROMIUM_ONLY, expect, SERVER_ONLY, test } from "./fixtures.js";
import { installJumpingClock, jump, jumpTo } from "./jumping-clock.js";
import { drawFrom, SEED } from "./random.js";

const COUNT = Number(process.env.HISTORIES ?? 2);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Longer than an order without a code lasts, and than any pause that a service may demand. */
const PEACE = 35 * MINUTE;
const ENDS = ["code_received", "delivered", "cancelled", "refunded", "failed", "expired"];
const CREATE = "/sms4sats/createorder";
const SEND = "/sms4sats/createsendorder";
/** What goes wrong, and how often in a row. Without a status the service does its work. */
const FAULTS = [
  { drop: true },
  { drop: true, status: 502 },
  { status: 500 },
  { status: 503, body: "<title>Bad gateway</title>" },
  { status: 429, retryAfter: 3 },
  { status: 429, retryAfter: 120 },
  { wrongJson: true },
  { cutAfter: 20 },
  { body: "{}" },
  { status: 500, act: true },
];
const ROUTES = [`POST ${CREATE}`, `POST ${SEND}`, "/sms4sats/orderstatus", "/sms4sats/orderstatus", "/sms4sats/cancelorder", "/sms4sats/price"];
/** How long a response takes, at least and at most: a request gives up before the longest. */
const FAST = [20, 300];
const SLOW = [3 * SECOND, 40 * SECOND];
const OFFERS = ["wa", "wa", "tg", "never", "slow", "late", "soldout", "lead0", "lost0"];

test.use({ movesTime: false, trace: "off" });

class History {
  /** What the app has stored, as last seen. */
  records = new Map();
  broken = [];
  /** How often `Order` and `Send` were pressed. */
  pressed = 0;
  done = {};
  #seen = new Set();
  #isSlow = false;

  constructor(seed, context, sandbox, log) {
    const roll = drawFrom(seed);
    this.between = (least, below) => least + Math.floor(roll() * (below - least));
    this.pick = (list) => list[this.between(0, list.length)];
    Object.assign(this, { seed, context, sandbox, log, tabs: [] });
  }

  /** Lets time pass in all tabs, and checks what has changed. */
  async wait(ms) {
    await jump(this.tabs, ms);
    await this.look();
  }

  async look() {
    const after = await storedOrders(this.tabs[0]);
    for (const what of await checkStep(this.records, after, this.sandbox)) this.fail(what);
    for (const [id, { state }] of after) if (this.records.get(id)?.state !== state) this.log(`${id.slice(0, 8)} ${state}`);
    this.records = after;
  }

  fail(what) {
    this.log(`BROKEN: ${what}`);
    this.broken.push(what);
  }

  async open(address = "/orders") {
    const tab = await this.context.newPage();
    this.tabs.push(tab);
    await this.#visit(tab, address, true);
  }

  /** Goes there by a step of the browser's history, or by loading the page. */
  async #visit(tab, address, isLoaded = this.between(0, 4) === 0) {
    if (isLoaded) {
      await tab.goto("about:blank");
      await tab.goto(address);
    } else {
      await tab.evaluate((address) => {
        history.pushState(null, "", address);
        dispatchEvent(new PopStateEvent("popstate"));
      }, address);
    }
    await tab.bringToFront();
    await tab.evaluate(() => dispatchEvent(new Event("focus")));
    await this.#setLatency();
  }

  /** Lets time pass until that is visible. Returns whether it is. */
  #until(locator, steps = 12) {
    return jumpTo(locator, { pages: this.tabs, steps, step: this.#step });
  }

  get #step() {
    return this.#isSlow ? 8 * SECOND : SECOND;
  }

  get tab() {
    return this.pick(this.tabs);
  }

  async act() {
    const ways = [
      [22, this.order],
      [5, this.send],
      [35, this.pay],
      [9, this.cancel],
      [6, this.reload],
      [6, this.changeTabs],
      [11, this.spoil],
      [6, this.meddle],
    ];
    let way = this.between(0, 100);
    const [, act] = ways.find(([share]) => (way -= share) < 0);
    this.done[act.name] = (this.done[act.name] ?? 0) + 1;
    await act.call(this);
    await this.look();
  }

  async order() {
    const { tab } = this;
    const offer = this.pick(OFFERS);
    await this.#visit(tab, `/?country=43&service=${offer}`);
    const button = tab.getByTestId("order");
    if (!(await this.#until(button)) || !(await button.isEnabled())) return this.log(`${offer} cannot be ordered`);
    await this.#press(tab, button, offer);
  }

  async send() {
    const { tab } = this;
    await this.#visit(tab, "/send");
    if (!(await this.#until(tab.getByTestId("phone")))) return;
    await tab.getByTestId("phone").fill(this.pick(["+4915112345678", "+4915112340000"]));
    await tab.getByTestId("message").fill("Hello.");
    const button = tab.getByTestId("send");
    if ((await this.#until(button)) && (await button.isEnabled())) await this.#press(tab, button, "a message");
  }

  async #press(tab, button, what) {
    this.pressed += 1;
    // Both clicks of two are one order.
    if (this.between(0, 4) === 0) await button.evaluate((button) => (button.click(), button.click()));
    else await button.click();
    const isShown = async () => /#\w{64}$/.test(tab.url()) || (await tab.getByTestId("failure").first().isVisible());
    for (let step = 0; step < 40 && !(await isShown()); step += 1) await jump(this.tabs, this.#step);
    const id = new URL(tab.url()).hash.slice(1);
    if (id) this.#seen.add(id);
    this.log(`orders ${what}: ${id.slice(0, 8) || "failed"}`);
  }

  /** Opens the page of some order. Returns its tab and id. */
  async #openSome(isIt) {
    const orders = [...this.records.values()].filter(isIt);
    if (orders.length === 0) return undefined;
    const { tab } = this;
    const { id } = this.pick(orders);
    await this.#visit(tab, `/orders#${id}`);
    await this.#until(tab.getByTestId("says"));
    return { tab, id };
  }

  async pay() {
    const found = await this.#openSome(({ state }) => state === "awaiting_payment");
    if (!found) return;
    const { tab, id } = found;
    if (await tab.getByTestId("not-paid").isVisible()) {
      // The user looks into the wallet.
      const { state } = await this.sandbox.look(`invoices/${id}`);
      if (state === "open") await tab.getByTestId("not-paid").click();
      return this.log(`${id.slice(0, 8)}: the wallet says ${state}`);
    }
    const way = this.pick(["wallet", "wallet", "wallet", "another device", "declines", "lies", "is silent", "pays silently"]);
    this.log(`${id.slice(0, 8)} is to be paid: ${way}`);
    if (way === "another device") {
      await this.sandbox.pay(this.records.get(id).invoice).catch(() => {});
    } else if (await this.#until(tab.getByTestId("pay"), 3)) {
      await tab.evaluate((way) => {
        const { sendPaymentAsync } = webln;
        webln.sendPaymentAsync = async (invoice) => {
          if (way === "lies" || way === "pays silently" || way === "wallet") await sendPaymentAsync(invoice);
          if (way === "declines" || way === "lies") throw new Error("User rejected.");
          if (way === "is silent" || way === "pays silently") await new Promise(() => {});
          return {};
        };
      }, way);
      // It does nothing while the wallet is asked.
      if (await tab.getByTestId("pay").isEnabled()) await tab.getByTestId("pay").click();
    }
    await jump(this.tabs, SECOND);
  }

  async cancel() {
    const found = await this.#openSome(({ state, kind }) => kind !== "sms" && ["awaiting_payment", "held", "number_given"].includes(state));
    if (!found) return;
    const button = found.tab.getByTestId("cancel");
    if (!(await button.isVisible()) || !(await button.isEnabled())) return;
    this.log(`cancels ${found.id.slice(0, 8)}`);
    await button.click();
    await jump(this.tabs, this.between(0, 10) * SECOND);
  }

  async reload() {
    const { tab } = this;
    await tab.reload();
    await this.#setLatency();
    this.log("reloads");
  }

  async changeTabs() {
    if (this.tabs.length > 1) {
      const [tab] = this.tabs.splice(this.between(0, this.tabs.length), 1);
      await tab.close();
      this.log("closes a tab");
    } else {
      await this.open();
      this.log("opens another tab");
    }
  }

  /** Something goes wrong from now on, or nothing any more. */
  async spoil() {
    this.#isSlow = this.between(0, 5) === 0;
    const faults = Array.from({ length: this.between(0, 5) }, () => ({ route: this.pick(ROUTES), times: this.between(1, 15), ...this.pick(FAULTS) }));
    await this.sandbox.faults(faults);
    await this.#setLatency();
    this.log(`from here on ${JSON.stringify(faults)}${this.#isSlow ? ", slow" : ""}`);
  }

  async #setLatency() {
    for (const tab of this.tabs) await tab.evaluate((latency) => Object.assign(globalThis, { latency }), this.#isSlow ? SLOW : FAST);
  }

  /** A code arrives, or an order fails, whatever was planned. The sandbox refuses what makes no sense. */
  async meddle() {
    const orders = [...this.records.values()].filter(({ state, kind }) => kind !== "sms" && ["held", "number_given"].includes(state));
    if (orders.length === 0) return;
    const [name, { id }] = [this.pick(["code", "fail"]), this.pick(orders)];
    await this.sandbox.control(name, { orderId: id }).catch(() => {});
    this.log(`${name} ${id.slice(0, 8)}`);
  }

  async #isOver() {
    for (const { id, state, failures = 0 } of this.records.values()) {
      if (ENDS.includes(state)) continue;
      const { state: payment } = await this.sandbox.look(`invoices/${id}`);
      if (failures > 0 || state !== "awaiting_payment" || payment !== "open") return false;
    }
    return true;
  }

  /** The services answer from now on: all that happened has to be known soon. */
  async end() {
    this.log("from here on the services answer");
    this.#isSlow = false;
    await this.sandbox.faults([]);
    while (this.tabs.length > 1) await this.tabs.pop().close();
    await this.#visit(this.tabs[0], "/orders", true);
    // Until all are at their end, except those that were never paid.
    for (let passed = 0; passed < PEACE && !(passed > 0 && (await this.#isOver())); passed += 3 * MINUTE) await this.wait(3 * MINUTE);
    const sent = (await this.sandbox.sent(CREATE)) + (await this.sandbox.sent(SEND));
    if (sent > this.pressed) this.fail(`${this.pressed} orders were wanted, and ${sent} sent`);
    for (const id of this.#seen) if (!this.records.has(id)) this.fail(`${id} was shown, and is forgotten`);
    let paid = 0;
    for (const order of this.records.values()) {
      for (const what of await checkEnd(order, this.sandbox)) this.fail(what);
      const { state, amountSats } = await this.sandbox.look(`invoices/${order.id}`);
      if (state === "held" || state === "settled") paid += amountSats;
    }
    const { wallet } = await this.sandbox.look("");
    const spent = 10_000_000 - wallet.availableSats;
    if (spent !== paid) this.fail(`the wallet has paid ${spent} sat, and ${paid} of it for known orders`);
    await expect(this.tabs[0].getByTestId("damaged")).toHaveCount(0);
    if (this.records.size > 0) await expect(this.tabs[0].getByTestId("row")).toHaveCount(this.records.size);
  }
}

/** Lives the history of a seed in a profile of its own, and returns it. */
async function live(seed, newContext, sandbox) {
  await sandbox.reset();
  const context = await newContext();
  await installJumpingClock(context);
  const lines = [];
  const begun = Date.now();
  const log = (line) => lines.push(`${((Date.now() - begun) / 1_000).toFixed(1).padStart(5)} s  ${line}`);
  const history = new History(seed, context, sandbox, log);
  await sandbox.settings({ numberAfterMs: 2_000, codeAfterMs: history.between(1, 90) * SECOND, sentAfterMs: history.between(1, 60) * SECOND });
  await history.open();
  const actions = history.between(6, 20);
  for (let action = 0; action < actions; action += 1) {
    await history.act();
    await history.wait(history.pick([0, SECOND, 10 * SECOND, 30 * SECOND, 3 * MINUTE]));
  }
  await history.end();
  await context.close();
  return { ...history, lines };
}

for (let part = 0; part < Math.max(1, Math.ceil(COUNT / 25)); part += 1) {
  const first = part * 25;
  const last = Math.min(first + 25, COUNT);
  test(`histories ${first + 1} to ${last} of a user, tabs and failing services lose no order, code or money`, { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ newContext, sandbox, complaints }) => {
    test.setTimeout(60_000 + (last - first) * 60_000);
    complaints.expect(/Failed to load resource/, 0);
    const sum = { orders: 0, pressed: 0, states: {} };
    const broken = [];
    for (let number = first; number < last; number += 1) {
      const seed = (SEED + number) >>> 0;
      const history = await live(seed, newContext, sandbox);
      sum.orders += history.records.size;
      sum.pressed += history.pressed;
      for (const { state } of history.records.values()) sum.states[state] = (sum.states[state] ?? 0) + 1;
      if (history.broken.length > 0) broken.push(`seed ${seed}: ${history.broken.join("; ")}`);
      if (history.broken.length > 0 || COUNT === 1) console.log(`seed ${seed}:\n${history.lines.join("\n")}`);
    }
    console.log(`seeds ${SEED + first} to ${SEED + last - 1}:`, JSON.stringify(sum));
    expect(broken).toEqual([]);
  });
}
