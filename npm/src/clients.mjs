import { invalid } from "./error.mjs";
import { make, worldOf } from "./call.mjs";
import { fieldsOf, recordOf, revived } from "./input.mjs";
import { Order, Watch } from "./order.mjs";
import { ask, ready } from "./wasm.mjs";

const places = new WeakMap(); // how to reach each client's service

const placeOf = (client) => {
  const place = places.get(client);
  if (!place) throw invalid("client", "must be one of satline's clients.");
  return place;
};

/** What the clients of all services have in common. */
class Client {
  constructor(service, names, options) {
    places.set(this, { ...worldOf(service, names, options), watch: (orders, bounds) => this.watch(orders, bounds) });
  }

  /** The ways to pay for a top-up. */
  async methods(options) {
    return told(this, "methods", options);
  }

  /** Follows orders, as many as there are. */
  watch(orders, options) {
    return new Watch(placeOf(this), orders, options);
  }

  /** Goes on with an order, by a client made for it. */
  static async resume(record, options) {
    return new this(options).resume(record);
  }

  /** Goes on with an order from its record, as text or as an object. */
  async resume(record) {
    const given = recordOf(record);
    await ready();
    const status = ask("view_order", Date.now(), given, false);
    const { service } = placeOf(this).world;
    if (status.service !== service) throw invalid("order", `is not one of ${service}'s.`);
    return orderOf(this, JSON.parse(given));
  }
}

const told = async (client, name, options, more) => revived(await make(placeOf(client), name, options, more));

const orderOf = (client, record) => new Order(placeOf(client), record);

const ordered = async (client, name, options) => orderOf(client, await make(placeOf(client), name, options));

/** Begins a top-up at any of the services. */
export const topUp = async (client, options) => {
  const { order, next } = await make(placeOf(client), "topUp", options);
  return { order: orderOf(client, order), next };
};

/** sms4sats: activation codes, rentals, SMS and email messages. */
export class Sms4Sats extends Client {
  constructor(options) {
    super("sms4sats", ["apiKey", "network", "payee"], options);
  }

  async receive(options) {
    return ordered(this, "receive", options);
  }

  async sendSms(options) {
    return ordered(this, "sendSms", options);
  }

  async sendEmail(options) {
    return ordered(this, "sendEmail", options);
  }

  async fund(options) {
    return ordered(this, "fund", options);
  }

  async services(options) {
    return make(placeOf(this), "services", options);
  }

  async rentalCountries(options) {
    return make(placeOf(this), "rentalCountries", options);
  }

  async prices(options) {
    return make(placeOf(this), "prices", options);
  }

  async orderStatus(options) {
    return told(this, "orderStatus", options);
  }

  async balance(options) {
    return make(placeOf(this), "balance", options);
  }

  async history(options) {
    return told(this, "history", options);
  }

  async availability(options) {
    return make(placeOf(this), "availability", options);
  }
}

/** Bitrefill: deposits to an account's balance. */
export class Bitrefill extends Client {
  constructor(options) {
    super("Bitrefill", ["apiKey", "apiId", "apiSecret", "network"], options);
  }

  async deposit(options) {
    return topUp(this, options);
  }

  async invoice(options) {
    return told(this, "invoice", options);
  }

  async balance(options) {
    return told(this, "balance", options);
  }

  async ping(options) {
    return make(placeOf(this), "ping", options);
  }
}

/** Lava: a wallet that is filled by charging a saved payment method. */
export class Lava extends Client {
  constructor(options) {
    super("Lava", ["apiKey"], options);
  }

  async fund(options) {
    return topUp(this, options);
  }

  async wallet(options) {
    return told(this, "wallet", options);
  }

  async paymentMethods(options) {
    return told(this, "paymentMethods", options);
  }
}

/** Lightspark Grid: internal accounts; `accountId` names the one to top up. */
export class Grid extends Client {
  constructor(options) {
    super("Grid", ["apiId", "apiSecret", "accountId"], options);
  }

  async fund(options) {
    const fields = fieldsOf(options);
    return topUp(this, { ...fields, method: fields.method ?? "sandbox" });
  }

  async customersAccounts(options) {
    return told(this, "customersAccounts", options);
  }

  async platformAccounts(options) {
    return told(this, "platformAccounts", options);
  }
}
