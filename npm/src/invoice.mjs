import { SatlineError, aborted, invalid, refuseOthers } from "./error.mjs";
import { beginUnder, end, newId, signalOf } from "./call.mjs";
import { encode, fieldsOf, read, recordOf, revived, textArgument } from "./input.mjs";
import { Order } from "./order.mjs";
import { ask, enter } from "./wasm.mjs";

/** Reads an invoice, and proves who signed it unless told not to. */
export const decodeInvoice = (invoice, options) => {
  const { payee = true, ...rest } = fieldsOf(options);
  refuseOthers(rest);
  if (typeof payee !== "boolean") throw invalid("payee", "must be true or false.");
  return revived(ask("decode_invoice", textArgument("invoice", invoice), Number(payee)));
};

/** Holds an invoice against what is expected of it. */
export const checkInvoice = (invoice, expectation) =>
  revived(ask("check_invoice", Date.now(), textArgument("invoice", invoice), expected(fieldsOf(expectation, "expectation"))));

const expected = ({ network, priceSat, toleranceSat, capSat, minTimeLeftMs, payee, paymentHash, ...rest }) => {
  refuseOthers(rest);
  return encode({ network: network ?? "bitcoin", priceSat, toleranceSat, capSat, minTimeLeftMs, payee, paymentHash });
};

/** An invoice as a QR code: SVG text. */
export const qrSvg = (invoice, options) => drawn("qr_svg", textArgument("invoice", invoice), "Lightning invoice", options);

/** Any text as a QR code, such as a link or an address. */
export const textQrSvg = (text, options) => drawn("text_qr_svg", textArgument("text", text), "QR code", options);

export const drawn = (name, text, usualTitle, options) => {
  const { level, title, ...rest } = fieldsOf(options);
  refuseOthers(rest);
  const drawing = enter(name, text, textArgument("level", level ?? "M"), textArgument("title", title ?? usualTitle));
  if (drawing.error) throw new SatlineError(drawing.error);
  return drawing;
};

/** All countries that numbers can be ordered in. */
export const countries = () => enter("countries");

/** The country that is called so, or null. */
export const findCountry = (name) => enter("find_country", textArgument("name", name));

/** The countries that may be meant by what was typed so far, the likeliest first. */
export const searchCountries = (typed) => enter("search_countries", textArgument("typed", typed));

/** Reads what a webhook of sms4sats brought, which nobody has proven yet. */
export const readWebhook = (body) =>
  revived(ask("read_webhook", typeof body === "string" ? textArgument("body", body) : encode(fieldsOf(body, "body"))));

/** One step of an order's life, for those who drive orders by a queue. */
export const stepOrder = (record, event) => revived(ask("step_order", Date.now(), recordOf(record), encode(fieldsOf(event, "event"))));

/** Pays by the wallet in the browser, on the user's click. */
export const payWithWebln = async (what, options) => {
  const { provider: given, signal: unread, again = false, ...expectation } = fieldsOf(options);
  const signal = signalOf(unread);
  if (typeof again !== "boolean") throw invalid("again", "must be true or false.");
  const isOrder = Order.is(what);
  // An order knows itself what to expect.
  if (isOrder) refuseOthers(expectation);
  const [text, expecting] = isOrder ? [recordOf(what)] : [textArgument("invoice", what), expected(expectation)];
  const provider = given === undefined ? read("provider", () => globalThis.webln) : given;
  if (!read("provider", () => typeof provider?.enable === "function")) {
    throw new SatlineError({ code: "wallet.missing", message: "There is no WebLN wallet in this page. Nothing was sent.", field: "provider" });
  }
  const id = newId();
  const world = { wallet: provider };
  const entering = () =>
    isOrder ? enter("pay_order", id, Date.now(), text, again) : enter("pay_invoice", id, Date.now(), text, expecting, again);
  // Noted before anybody waits, so that the caller can keep the record first; whoever notes it takes it back.
  const noted = isOrder && (again || !what.status().maybePaid);
  if (noted) Order.happened(what, "payment_asked");
  let paid;
  try {
    paid = (await beginUnder(signal, id, world, entering, () => end(id))) ?? givenUp(world);
    world.asked &&= paid.outcome !== "declined";
    if (isOrder && world.asked) what.paymentSent();
    return paid;
  } finally {
    // A wallet that has had it before may have paid: that this one was not asked takes nothing back.
    if (noted && !world.asked && paid?.outcome !== "already_sent") Order.happened(what, "payment_refused");
  }
};

/** Giving up does not take back what a wallet was asked for. */
const givenUp = ({ asked, cause }) => {
  if (!asked) throw aborted(cause);
  return { outcome: "unknown" };
};
