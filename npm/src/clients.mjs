import { SatlineError, invalid } from "./error.mjs";
import { make, worldOf } from "./call.mjs";
import { fieldsOf, opened, revived, textArgument } from "./input.mjs";
import { Order, Watch } from "./order.mjs";
import { enter, ready } from "./wasm.mjs";

/** What the clients of all services have in common. */
class Client {
  #made;

  constructor(service, options) {
    this.#made = worldOf(service, options);
  }

  /** How to reach this client's service; for the package's own parts. */
  static of(client) {
    return client.#made;
  }

  /** The ways to pay for a top-up. */
  async methods(options) {
    return told(this, "methods", options);
  }

  /** Follows orders, as many as there are. */
  watch(orders, options) {
    return new Watch(Client.of(this), orders, options);
  }

  /** Goes on with an order, by a client made for it. */
  static async resume(record, options) {
    return new this(options).resume(record);
  }

  /** Goes on with an order from its record, as text or as an object. */
  async resume(record) {
    await ready();
    const given = typeof record === "string" ? textArgument("order", record) : JSON.stringify(fieldsOf(record?.toJSON?.() ?? record, "order"));
    const status = opened(enter("view_order", Date.now(), given), (error) => new SatlineError(error));
    const { service } = Client.of(this).world;
    if (status.service !== service) throw invalid("order", `is not one of ${service}'s.`);
    return orderOf(this, JSON.parse(given));
  }
}

const told = async (client, name, options, more) => revived(await make(Client.of(client), name, options, more));

const orderOf = (client, record) => new Order({ ...Client.of(client), watch: (orders, options) => client.watch(orders, options) }, record);

const ordered = async (client, name, options) => orderOf(client, await make(Client.of(client), name, options));

/** Begins a top-up at any of the services. */
export const topUp = async (client, options) => {
  if (!(client instanceof Client)) throw invalid("client", "must be one of satline's clients.");
  const { order, next } = await make(Client.of(client), "topUp", options);
  return { order: orderOf(client, order), next };
};

/** sms4sats: activation codes, rentals, SMS and email messages. */
export class Sms4Sats extends Client {
  constructor(options) {
    super("sms4sats", options);
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
    return make(Client.of(this), "services", options);
  }

  async rentalCountries(options) {
    return make(Client.of(this), "rentalCountries", options);
  }

  async prices(options) {
    return make(Client.of(this), "prices", options);
  }

  async orderStatus(options) {
    return told(this, "orderStatus", options);
  }

  async balance(options) {
    return make(Client.of(this), "balance", options);
  }

  async history(options) {
    return told(this, "history", options);
  }

  async availability(options) {
    return make(Client.of(this), "availability", options);
  }
}

/** Bitrefill: deposits to an account's balance. */
export class Bitrefill extends Client {
  constructor(options) {
    super("Bitrefill", options);
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
    return make(Client.of(this), "ping", options);
  }
}

/** Lava: a wallet that is filled by charging a saved payment method. */
export class Lava extends Client {
  constructor(options) {
    super("Lava", options);
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
    super("Grid", options);
  }

  async fund(options) {
    return topUp(this, { method: "sandbox", ...fieldsOf(options) });
  }

  async customersAccounts(options) {
    return told(this, "customersAccounts", options);
  }

  async platformAccounts(options) {
    return told(this, "platformAccounts", options);
  }
}
