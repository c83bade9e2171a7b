import { SatlineError, invalid, refuseOthers } from "./error.mjs";
import { begin, carryOut, chance, end, isUnderWay, make, newId, signalOf } from "./call.mjs";
import { encode, fieldsOf, read, revived } from "./input.mjs";
import { drawn } from "./invoice.mjs";
import { ask, breaks, enter, ready } from "./wasm.mjs";

const NONE = [];

/** The kinds of orders that codes come to. */
const RECEIVING = ["code", "rental", "real_phone"];

/** What it means for the money that no code came. */
const OF_MONEY = {
  untouched: "Nothing was spent.",
  held: "The money is reserved, not spent.",
  returned: "The money is back.",
  spent: "The money is spent.",
  unknown: "What has become of the money is not known.",
};

/** Why no code will come, by the state of an order that is over. */
const ENDS = {
  cancelled: "The order was cancelled before a code came.",
  expired: "Nobody paid in time.",
};

/** What `console.log` asks for in Node, Deno and Bun. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** An order: a record of plain data, and the client that can ask about it. */
export class Order {
  #client;
  #record;
  #watches = NONE; // weak, so that what nobody holds any more can be forgotten; never changed but replaced

  /** Orders are made by the calls that order, and by `resume`. */
  constructor(client, record) {
    this.#client = client;
    this.#record = record;
  }

  /** The order as it stands: one of a union, told apart by `state`. */
  status() {
    return this.#view(true);
  }

  /** Checking the invoice takes nine tenths of the time. */
  #view(withInvoice) {
    return revived(ask("view_order", Date.now(), JSON.stringify(this.#record), withInvoice));
  }

  get id() {
    return this.#record.id;
  }

  get service() {
    return this.#record.service;
  }

  get kind() {
    return this.#record.kind;
  }

  get state() {
    return this.#record.state;
  }

  get number() {
    return this.#record.number;
  }

  get code() {
    const { codes } = this.#record;
    return Array.isArray(codes) ? codes.at(-1)?.text : undefined;
  }

  get money() {
    return this.#view(false).money;
  }

  get isOver() {
    return this.#view(false).isOver;
  }

  /** The invoice if it is to be paid and has passed the check just now; otherwise null. */
  get invoice() {
    return this.status().invoice ?? null;
  }

  /** The QR code of the invoice. */
  qrSvg(options) {
    const { invoice } = this;
    if (!invoice) throw invalid("order", "has no invoice that may be paid now.");
    return drawn("qr_svg", invoice.text, `Invoice for ${invoice.amountSat} sats`, options);
  }

  /** Asks the service once, and returns how the order stands then. */
  async refresh(options) {
    return this.#heard(await make(this.#client, "ask", options, { order: this.#record }));
  }

  /** Cancels, if that is allowed; the order is up to date in any case. */
  async cancel(options) {
    this.#happened("cancel_sent"); // who asks meanwhile would take what it brings for a refund
    try {
      return this.#heard(await make(this.#client, "cancel", options, { order: this.#record }));
    } catch (error) {
      if (error.outcome !== "unknown") this.#happened("cancel_refused");
      throw error;
    }
  }

  #heard({ order, error }) {
    this.#learn(order);
    if (error) throw error;
    return this.status();
  }

  #happened(event) {
    this.#become(ask("step_order", Date.now(), JSON.stringify(this.#record), JSON.stringify({ event })).order);
  }

  /** Several may ask at once: what one hears late takes nothing back. */
  #learn(record, teller) {
    this.#become(ask("merge_order", Date.now(), JSON.stringify(this.#record), JSON.stringify(record)), teller);
  }

  #become(record, teller) {
    this.#record = record;
    for (const weak of this.#watches) {
      const watch = weak.deref();
      if (watch !== teller) watch?.add(this);
    }
  }

  /** Yields how the order stands, now and whenever that changes, until nothing is left to learn. */
  watch(options) {
    const watch = this.#client.watch([this], options);
    const statuses = this.#statuses(watch);
    // By itself a generator ends only after the value that it waits for, which may be minutes away.
    const leave = statuses.return.bind(statuses);
    statuses.return = (value) => {
      watch.return();
      return leave(value);
    };
    return statuses;
  }

  async *#statuses(watch) {
    try {
      // Begun before: what happens while the first status is looked at is news too.
      if (await Watch.begin(watch)) yield this.status();
      for await (const order of watch) yield order.status();
    } finally {
      watch.return();
    }
  }

  /** Follows the order until its code comes. Rejects once none will, or when the signal aborts. */
  async waitForCode(options) {
    if (!RECEIVING.includes(this.kind)) throw invalid("order", "receives no code.");
    for await (const { state, number, code, isOver, reason } of this.watch(options)) {
      if (code !== undefined) return { number, code };
      if (isOver) throw this.#noCode("order.no_code", ENDS[state] ?? "No code came.", reason);
    }
    if (!options?.signal?.aborted) throw this.#noCode("order.no_code", "There was no news of the order for too long, so it is no longer polled.");
    throw this.#noCode("call.aborted", "This wait was aborted. The order goes on: wait again, or watch it.", undefined, options.signal.reason);
  }

  #noCode(code, message, words, cause) {
    const { money, service } = this;
    return new SatlineError({ code, message: `${OF_MONEY[money]} ${message}`, service, words, money }, cause);
  }

  /** A wallet says that it pays: whoever watches asks soon. */
  paymentSent() {
    this.#happened("payment_sent");
  }

  /** The record: what `resume` takes, in this process or another. It holds number, codes, invoice. */
  toJSON() {
    return structuredClone(this.#record);
  }

  /** For consoles: which order it is and where its money is, and neither number nor code, invoice or reason. */
  [INSPECT](depth, options, inspect) {
    const { id, service, kind, state } = this;
    return `Order ${inspect({ id, service, kind, state, money: this.#moneyIfKnown() }, { ...options, depth: 0 })}`;
  }

  #moneyIfKnown() {
    try {
      return this.money;
    } catch {
      return undefined; // a log must not fail
    }
  }

  get [Symbol.toStringTag]() {
    return "Order";
  }

  /** Nobody watches it any more. There is nothing else to free. */
  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    for (const weak of this.#watches) weak.deref()?.remove(this);
  }

  /** Whether it is one. Unlike `instanceof` this runs nobody's code. */
  static is(it) {
    return Object(it) === it && #record in it;
  }

  /** What becomes of it by an event; this and the next two are not for others. */
  static happened(order, event) {
    order.#happened(event);
  }

  /** What a watch has learned. */
  static learned(order, record, watch) {
    order.#learn(record, watch);
    return order;
  }

  /** Whether that one watches it from now on. */
  static watched(order, self, so) {
    const others = order.#watches.filter((weak) => weak !== self[0] && weak.deref());
    if (others.length) order.#watches = so ? [...others, ...self] : others;
    else order.#watches = so ? self : NONE;
  }
}

/** Ends watchers in the wasm that nobody holds any more. */
const forgotten = new FinalizationRegistry(({ id, signal, stop }) => {
  signal?.removeEventListener("abort", stop);
  end(id);
});

/** Outside of the class, so that a signal that lives on does not hold what nobody else does. */
const ender = (id) => {
  let stop;
  const stopped = new Promise((resolve) => {
    stop = () => {
      resolve();
      end(id);
    };
  });
  return { stop, stopped };
};

/** Follows orders of one client, as many as there are, within bounds. */
export class Watch {
  #id = newId();
  #self = [new WeakRef(this)]; // what its orders know it by: one list for all of them
  #client;
  #bounds;
  #signal;
  #ender = ender(this.#id);
  #orders = new Map();
  #last = Promise.resolve(); // the answer before: they come one after the other
  #begun; // in the instance before which so many had broken
  #listens = false;
  #ended = false;

  constructor(client, orders, options) {
    const { signal, atOnce, perSecond, ...rest } = fieldsOf(options);
    refuseOthers(rest, "watch");
    this.#client = client;
    this.#bounds = encode({ atOnce, perSecond });
    this.#signal = signalOf(signal);
    const list = read("orders", () => (Array.isArray(orders) ? [...orders] : [orders]));
    for (const order of list) this.#own(order);
    for (const order of list) this.#take(order);
  }

  #take(order) {
    const known = this.#orders.get(order.id);
    if (known === order) return;
    if (known) Order.watched(known, this.#self, false); // it was resumed twice
    Order.watched(order, this.#self, true);
    this.#orders.set(order.id, order);
  }

  #own(order) {
    if (!Order.is(order)) throw invalid("orders", "must be orders of satline's.");
    const { service } = this.#client.world;
    if (order.service !== service) throw invalid("orders", `must be ${service}'s.`);
    return order;
  }

  /** Begins to follow one more, or takes in what has become of it elsewhere. */
  add(order) {
    this.#own(order);
    if (this.#ended) throw invalid("watch", "has ended. Begin another.");
    this.#take(order);
    this.#tell(() => this.#follow(order));
  }

  /** Ends following one. */
  remove(order) {
    const { id } = this.#own(order);
    const known = this.#orders.get(id);
    if (!known) return;
    this.#orders.delete(id);
    Order.watched(known, this.#self, false);
    this.#tell(() => enter("watcher_leave", this.#id, id));
  }

  /** A wallet says that it pays this order. */
  paymentSent(order) {
    // It may have been resumed once more.
    (this.#orders.get(this.#own(order).id) ?? order).paymentSent();
  }

  /** Whether somebody looks: nobody is asked for as often when not. Coming back asks at once. */
  attend(attention) {
    const level = ["away", "looking", "waking"].indexOf(attention);
    if (level < 0) throw invalid("attention", "must be away, looking or waking.");
    this.#tell(() => enter("watcher_attend", this.#id, Date.now(), chance(), level));
  }

  /** Tells the watcher something. If it waits, the next question may be due earlier then. */
  #tell(telling) {
    if (this.#begun !== breaks || this.#ended) return;
    telling();
    if (isUnderWay(this.#id)) carryOut(this.#id, this.#step());
  }

  #step() {
    return enter("watcher_next", this.#id, Date.now(), chance());
  }

  #follow(order) {
    ask("watcher_follow", this.#id, Date.now(), chance(), JSON.stringify(order));
  }

  get #isOver() {
    return this.#ended || Boolean(this.#signal?.aborted);
  }

  /** Begins, unless it has: what it is told from then on is news. Returns whether it goes on. Not for others. */
  static begin(watch) {
    return watch.#begin();
  }

  async #begin() {
    if (this.#isOver) return false;
    if (this.#begun === breaks) return true;
    this.#listen();
    await Promise.race([ready(), this.#ender.stopped]);
    if (this.#isOver) return false;
    ask("watch", this.#id, this.#client.config, this.#bounds);
    this.#begun = breaks;
    for (const order of this.#orders.values()) this.#follow(order);
    return true;
  }

  #listen() {
    if (this.#listens) return;
    this.#listens = true;
    const { stop } = this.#ender;
    this.#signal?.addEventListener("abort", stop, { once: true });
    forgotten.register(this, { id: this.#id, signal: this.#signal, stop }, this);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** The next order about which something has changed. */
  next() {
    const next = this.#last.then(() => this.#next());
    this.#last = next.catch(() => {});
    return next;
  }

  async #next() {
    while (await this.#begin()) {
      const record = await begin(this.#id, { ...this.#client.world, call: "watch" }, () => this.#step());
      if (!record) break;
      const order = this.#orders.get(record.id);
      if (order) Order.learned(order, record, this);
      if (order && !this.#isOver) return { value: order, done: false };
    }
    return this.return();
  }

  /** Ends it. */
  async return() {
    if (!this.#ended) {
      this.#ended = true;
      forgotten.unregister(this);
      this.#signal?.removeEventListener("abort", this.#ender.stop);
      for (const order of this.#orders.values()) Order.watched(order, this.#self, false);
      if (this.#listens) this.#ender.stop();
    }
    return { value: undefined, done: true };
  }
}
