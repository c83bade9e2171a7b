// The commands. Each returns the exit code.
import { decodeInvoice, findCountry, searchCountries } from "satline";
import { EXIT, Failed, WrongArgument, exitCodeOf } from "./errors.mjs";
import { followOrder, keepOrder, openOrder, prepareFolder, showNextStep, startOrder } from "./orders.mjs";
import { SERVICE_NAMES } from "./settings.mjs";
import { MONEY, moment, sats } from "./terminal.mjs";

/** The service's number for “Auto-Select”: it chooses the country. */
const ANY_COUNTRY = "999";

const services = async (cli, [where = ANY_COUNTRY], { search = "" }) => {
  const { name: country } = countryNamed(where);
  const wanted = search.toLowerCase();
  const offers = await cli.connect("sms4sats").services({ country, signal: cli.signal });
  const found = offers.filter(({ id, name }) => [id, name].some((text) => text.toLowerCase().includes(wanted)));
  for (const offer of found) cli.terminal.emit("service", { country, ...offer });
  const numbers = (stock) => (stock === undefined ? "" : `${stock.toLocaleString("en-US")} numbers`);
  cli.terminal.table(found.map(({ id, name, stock }) => [id, name, numbers(stock)]));
  if (found.length > 0) return EXIT.done;
  throw new Failed(`${country} has no service${wanted && ` with “${search}” in its name`}.`);
};

const PRICES = { receiveSat: "a code", realPhoneSat: "a code to a real phone", rentSat: "a rented number", sendSat: "a message" };

const price = async (cli, [where, service]) => {
  const country = where && countryNamed(where).name;
  const prices = await cli.connect("sms4sats").prices({ country, service, signal: cli.signal });
  cli.terminal.emit("price", { country, service, ...prices });
  if (prices.computed) cli.terminal.say(`${prices.computed.description ?? `${service}, ${country}`}: ${sats(prices.computed.priceSat)}`);
  const known = Object.entries(PRICES).filter(([field]) => prices[field] !== undefined);
  cli.terminal.table(known.map(([field, name]) => [name, sats(prices[field])]));
  return EXIT.done;
};

const receive = async (cli, [where, service], { rental, "real-phone": realPhone, price }) => {
  if (rental && realPhone) throw new WrongArgument("--rental", "cannot be combined with --real-phone.");
  const { name: country } = countryNamed(where);
  const priceSat = wholeSats("--price", price);
  const what = rental ? "a rented number" : realPhone ? "a code to a real phone" : "a code";
  prepareFolder(cli);
  const order = await cli.connect("sms4sats").receive({ country, service, rental, realPhone, priceSat, signal: cli.signal });
  return startOrder(cli, { title: `${what} for ${service}, ${country}`, order });
};

const orders = async (cli) => {
  const rows = [];
  for (const id of cli.records.ids()) {
    try {
      const { title, order } = await openOrder(cli, id);
      rows.push({ title, status: order.status });
    } catch (error) {
      cli.terminal.warn(error.message);
    }
  }
  rows.sort((one, other) => one.status.createdAt - other.status.createdAt);
  for (const { title, status } of rows) cli.terminal.emit("status", { title, ...status });
  const short = (id) => (id.length > 40 ? id.slice(0, 12) : id);
  const row = ({ title, status: { id, createdAt, service, state, money } }) => {
    return [short(id), moment(createdAt), `${service}: ${title}`, state.replaceAll("_", " "), MONEY[money]];
  };
  cli.terminal.table(rows.map(row));
  if (rows.length === 0) cli.terminal.say(`There are no orders in ${cli.records.folder}.`);
  return EXIT.done;
};

const resume = async (cli, [id]) => {
  const entry = await openOrder(cli, id);
  const { order } = entry;
  if (!order.isOver) {
    showNextStep(cli, entry);
    return followOrder(cli, entry);
  }
  // A late code, perhaps.
  await order.refresh({ signal: cli.signal }).catch(({ message }) => cli.terminal.warn(message));
  keepOrder(cli, entry);
  cli.terminal.status(order.status);
  return exitCodeOf(order.status);
};

const cancel = async (cli, [id]) => {
  const entry = await openOrder(cli, id);
  try {
    // A code may have come meanwhile. If this fails, the cancel says why.
    await entry.order.refresh({ signal: cli.signal }).catch(() => undefined);
    await entry.order.cancel({ signal: cli.signal });
  } finally {
    keepOrder(cli, entry);
  }
  cli.terminal.status(entry.order.status);
  return EXIT.done;
};

const forget = async (cli, [id], { force }) => {
  const { order, title } = await openOrder(cli, id);
  if (!order.isOver && !force) {
    const why = "Nothing was forgotten: this order is not over, and without its record it cannot be followed.";
    throw new Failed(`${MONEY[order.money]} ${why} Follow it with ${cli.commandFor("resume", order.id)}, or add --force.`);
  }
  cli.records.forget(order.id);
  cli.terminal.emit("forgotten", { id: order.id });
  cli.terminal.say(`Forgotten: ${title}, ${order.id}.`);
  return EXIT.done;
};

const topup = async (cli, [service, amount, currency], { by, cap }) => {
  if (!SERVICE_NAMES.includes(service)) throw new WrongArgument("service", `must be one of ${SERVICE_NAMES.join(", ")}.`);
  const capSat = wholeSats("--cap", cap);
  prepareFolder(cli);
  const client = cli.connect(service);
  const method = methodNamed(by, await client.paymentMethods({ signal: cli.signal }));
  const unit = (currency ?? method.currencies[0]).toUpperCase();
  const title = `${amount} ${unit === "BTC" ? "sats" : unit}, ${method.name}`;
  let saved;
  const save = ({ order, nextStep }) => {
    cli.records.save({ title, nextStep, order });
    saved = order.id;
  };
  try {
    const request = { paymentMethodId: method.id, amount, currency, capSat, save };
    const { order, nextStep } = await client.topUp({ ...request, signal: cli.signal });
    return await startOrder(cli, { title, nextStep, order, replaces: saved });
  } catch (error) {
    if (error.field === "save") {
      throw new Failed(`No money moved and nothing was sent: the order's record could not be written. ${error.cause?.message}.`);
    }
    // Refused: there is nothing to follow.
    if (saved && error.outcome === "none" && error.money === "untouched") cli.records.forget(saved);
    throw error;
  }
};

const decode = (cli, [invoice]) => {
  const { terminal } = cli;
  const decoded = decodeInvoice(invoice);
  const { network, description, createdAt, expiresAt, payee, paymentHash } = decoded;
  terminal.emit("invoice", decoded);
  terminal.table([
    ["network", network],
    ["amount", amountOf(decoded)],
    ["description", description ?? "none"],
    ["created", moment(createdAt)],
    [expiresAt < new Date() ? "expired" : "expires", moment(expiresAt)],
    ["payee", payee],
    ["payment hash", paymentHash],
  ]);
  return EXIT.done;
};

const amountOf = ({ amountSat, amountMsat }) => {
  if (amountMsat === undefined) return "open: the payer chooses it";
  return amountSat === undefined ? `${amountMsat} thousandths of a sat` : sats(amountSat);
};

/** Every command, with its arguments and options. `usage` is also the help. */
export const COMMANDS = {
  services: {
    run: services,
    usage: "[country] [--search TEXT]",
    most: 1,
    options: ["search"],
    about: "lists what codes can be received for",
  },
  price: { run: price, usage: "[country] [service]", most: 2, options: [], about: "shows what a code, a rental and a message cost" },
  receive: {
    run: receive,
    usage: "<country> <service> [--rental | --real-phone] [--price SATS]",
    least: ["country", "service"],
    most: 2,
    options: ["rental", "real-phone", "price"],
    about: "orders a number and follows it to its code; --price refuses any other price",
  },
  topup: {
    run: topup,
    usage: "<sms4sats|bitrefill|lava|grid> <amount> [currency] [--by METHOD] [--cap SATS]",
    least: ["service", "amount"],
    most: 3,
    options: ["by", "cap"],
    about: "adds to your balance there; --cap is the most that a Lightning invoice may ask for",
  },
  orders: { run: orders, usage: "", most: 0, options: [], about: "lists the orders of this machine" },
  resume: {
    run: resume,
    usage: "<id>",
    least: ["id"],
    most: 1,
    options: [],
    about: "shows an order and follows it to its end; the beginning of its id is enough",
  },
  cancel: {
    run: cancel,
    usage: "<id>",
    least: ["id"],
    most: 1,
    options: [],
    about: "cancels an order, from two minutes after it was made until its code arrives",
  },
  forget: {
    run: forget,
    usage: "<id> [--force]",
    least: ["id"],
    most: 1,
    options: ["force"],
    about: "deletes the record of an order that is over",
  },
  decode: { run: decode, usage: "<invoice>", least: ["invoice"], most: 1, options: [], about: "shows what an invoice says, and who signed it" },
};

const countryNamed = (text) => {
  const found = findCountry(text);
  if (found) return found;
  const [similar] = searchCountries(text);
  throw new WrongArgument("country", `“${text}” is none that numbers are offered in.${similar ? ` Did you mean ${similar.name}?` : ""}`);
};

const wholeSats = (argument, text) => {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new WrongArgument(argument, "must be a whole number of satoshis, such as 3000.");
  return Number(text);
};

/** Returns the payment method of that id. Without one: Lightning, or the only one there is. */
const methodNamed = (by, methods) => {
  const usable = methods.filter(({ problem }) => !problem);
  const byItself = usable.find(({ id }) => id === "lightning") ?? (usable.length === 1 ? usable[0] : undefined);
  const found = by ? methods.find(({ id }) => id === by) : byItself;
  if (found) return found;
  const list = methods.map(({ id, name, problem }) => `\n  ${id}: ${name}${problem ? ` (${problem})` : ""}`).join("");
  throw new WrongArgument("--by", methods.length ? `must be one of the account's ways to pay:${list}` : "the account has no way to pay.");
};
