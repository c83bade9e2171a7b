import { SatlineError, invalid } from "./error.mjs";
import { begin, carryOut, chance, dismiss, isUnderWay, make, newId, signalOf } from "./call.mjs";
import { encode, fieldsOf, opened, revived } from "./input.mjs";
import { drawn } from "./invoice.mjs";
import { enter, ready } from "./wasm.mjs";

const fail = (error) => new SatlineError(error);

/** Ends watchers in the wasm that nobody holds any more. */
const forgotten = new FinalizationRegistry((id) => end(id));

/** An order: a record of plain data, and the client that can ask about it. */
export class Order {
  #client;
  #record;
  #watches = new Set();

  /** Orders are made by the calls that order, and by `resume`. */
  constructor(client, record) {
    this.#client = client;
    this.#record = record;
  }

  /** The order as it stands: one of a union, told apart by `state`. */
  status() {
    return revived(opened(enter("view_order", Date.now(), JSON.stringify(this.#record)), fail));
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
    return this.#record.codes.at(-1)?.text;
  }

  get money() {
    return this.status().money;
  }

  get isOver() {
    return this.status().isOver;
  }

  /** The invoice if it is to be paid and has passed the check just now; otherwise null. */
  get invoice() {
    return this.status().invoice ?? null;
  }

  /** The QR code of the invoice. */
  qrSvg(options) {
    const { invoice } = this;
    if (!invoice) throw invalid("order", "has no invoice that may be paid now.");
    return drawn(invoice.text, { title: `Invoice for ${invoice.amountSat} sats`, ...fieldsOf(options) });
  }

  /** Asks the service once, and returns how the order stands then. */
  async refresh(options) {
    return this.#learn(await make(this.#client, "ask", options, { order: this.#record }));
  }

  /** Cancels, if that is allowed; the order is up to date in any case. */
  async cancel(options) {
    return this.#learn(await make(this.#client, "cancel", options, { order: this.#record }));
  }

  #learn({ order, error }) {
    this.#record = order;
    if (error) throw fail(error);
    return this.status();
  }

  /** Yields how the order stands, now and whenever that changes, until nothing is left to learn. */
  async *watch(options) {
    yield this.status();
    const watch = this.#client.watch([this], options);
    this.#watches.add(watch);
    try {
      for await (const order of watch) yield order.status();
    } finally {
      this.#watches.delete(watch);
    }
  }

  /** A wallet says that it pays: whoever watches asks soon. */
  paymentSent() {
    for (const watch of this.#watches) watch.paymentSent(this);
  }

  /** The record: what `resume` takes, in this process or another. It holds number, codes, invoice. */
  toJSON() {
    return this.#record;
  }

  /** Ends whatever watches this order. There is nothing else to free. */
  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    for (const watch of this.#watches) watch.return();
  }

  /** What a watch has learned; not for others. */
  static learned(order, record) {
    order.#record = record;
    return order;
  }
}

/** Follows orders of one client, as many as there are, within bounds. */
export class Watch {
  #id = newId();
  #client;
  #bounds;
  #signal;
  #orders = new Map();
  #begun = false;
  #ended = false;

  constructor(client, orders, options) {
    const { signal, ...bounds } = fieldsOf(options);
    this.#client = client;
    this.#bounds = encode(bounds);
    this.#signal = signalOf(signal);
    for (const order of listOf(orders)) this.#orders.set(order.id, order);
  }

  /** Begins to follow one more. */
  add(order) {
    const [added] = listOf([order]);
    this.#orders.set(added.id, added);
    if (this.#begun) {
      opened(enter("watcher_follow", this.#id, Date.now(), chance(), JSON.stringify(added)), fail);
      this.#goOn();
    }
  }

  /** Ends following one. */
  remove(order) {
    this.#orders.delete(order.id);
    if (this.#begun) enter("watcher_leave", this.#id, order.id);
  }

  /** A wallet says that it pays this order. */
  paymentSent(order) {
    if (!this.#begun) return;
    enter("watcher_payment_sent", this.#id, Date.now(), chance(), order.id);
    this.#goOn();
  }

  /** Whether somebody looks: nobody is asked for as often when not. Coming back asks at once. */
  attend(attention) {
    const level = ["away", "looking", "waking"].indexOf(attention);
    if (level < 0) throw invalid("attention", "must be away, looking or waking.");
    if (!this.#begun) return;
    enter("watcher_attend", this.#id, Date.now(), chance(), level);
    this.#goOn();
  }

  /** Something was told to the watcher while it waits: the next question may be due earlier. */
  #goOn() {
    if (isUnderWay(this.#id)) carryOut(this.#id, this.#step());
  }

  #step() {
    return enter("watcher_next", this.#id, Date.now(), chance());
  }

  async #start() {
    await ready();
    opened(enter("watch", this.#id, this.#client.config, this.#bounds), fail);
    this.#begun = true;
    forgotten.register(this, this.#id, this);
    for (const order of this.#orders.values()) {
      opened(enter("watcher_follow", this.#id, Date.now(), chance(), JSON.stringify(order)), fail);
    }
    this.#signal?.addEventListener("abort", () => this.return(), { once: true });
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** The next order about which something has changed. */
  async next() {
    if (this.#ended || this.#signal?.aborted) return this.return();
    if (!this.#begun) await this.#start();
    const world = { ...this.#client.world, call: "watch" };
    const record = await begin(this.#id, world, () => this.#step());
    const order = record && this.#orders.get(record.id);
    return order ? { value: Order.learned(order, record), done: false } : this.return();
  }

  /** Ends it. */
  async return() {
    if (!this.#ended) {
      this.#ended = true;
      forgotten.unregister(this);
      if (this.#begun) end(this.#id);
    }
    return { value: undefined, done: true };
  }
}

const end = (id) => {
  try {
    dismiss(id, enter("watcher_end", id));
  } catch {
    // It broke, and so has ended.
  }
};

const listOf = (orders) => {
  const list = Array.isArray(orders) ? orders : [orders];
  if (!list.every((order) => order instanceof Order)) throw invalid("orders", "must be orders of satline's.");
  return list;
};
