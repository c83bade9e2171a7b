import { SatlineError, invalid } from "./error.mjs";
import { begin, newId } from "./call.mjs";
import { encode, fieldsOf, opened, revived, textArgument } from "./input.mjs";
import { Order } from "./order.mjs";
import { enter, ready } from "./wasm.mjs";

const fail = (error) => new SatlineError(error);

/** Reads an invoice, and proves who signed it unless told not to. */
export const decodeInvoice = (invoice, options) => {
  const { payee = true, ...rest } = fieldsOf(options);
  refuseOthers(rest);
  const text = textArgument("invoice", invoice);
  return revived(opened(enter("decode_invoice", text, Number(Boolean(payee))), fail));
};

/** Holds an invoice against what is expected of it. */
export const checkInvoice = (invoice, expectation) => {
  const text = textArgument("invoice", invoice);
  return revived(opened(enter("check_invoice", Date.now(), text, expected(expectation)), fail));
};

/** The words of the package for what the wasm calls by its own names. */
const expected = (expectation) => {
  const { network = "bitcoin", priceSat, toleranceSat, capSat, minTimeLeftMs, payee, paymentHash, ...rest } =
    fieldsOf(expectation, "expectation");
  refuseOthers(rest);
  return encode({
    network,
    priceSats: priceSat,
    toleranceSats: toleranceSat,
    capSats: capSat,
    minTimeLeftMs,
    payee,
    paymentHash,
  });
};

const refuseOthers = (rest) => {
  const [name] = Object.keys(rest);
  if (name) throw invalid(name, "is not an option of this call. Is it misspelt?");
};

/** An invoice as a QR code: SVG text. */
export const qrSvg = (invoice, options) => drawn(textArgument("invoice", invoice), fieldsOf(options));

export const drawn = (invoice, { title = "Lightning invoice", ...rest }) => {
  refuseOthers(rest);
  const svg = enter("qr_svg", invoice, textArgument("title", title));
  return svg.startsWith("<") ? svg : opened(svg, fail);
};

/** All countries that numbers can be ordered in. */
export const countries = () => JSON.parse(enter("countries"));

/** The country that is called so, or null. */
export const findCountry = (name) => JSON.parse(enter("find_country", textArgument("name", name)));

/** The countries that may be meant by what was typed so far, the likeliest first. */
export const searchCountries = (typed) => JSON.parse(enter("search_countries", textArgument("typed", typed)));

/** Reads what a webhook of sms4sats brought, which nobody has proven yet. */
export const readWebhook = (body) => {
  const text = typeof body === "string" ? textArgument("body", body) : encode(fieldsOf(body, "body"));
  return revived(opened(enter("read_webhook", text), fail));
};

/** One step of an order's life, for those who drive orders by a queue. */
export const stepOrder = (record, event) => {
  const order = typeof record === "string" ? textArgument("order", record) : encode(fieldsOf(record?.toJSON?.() ?? record, "order"));
  return revived(opened(enter("step_order", Date.now(), order, encode(fieldsOf(event, "event"))), fail));
};

/** Pays by the wallet in the browser, on the user's click. */
export const payWithWebln = async (what, options) => {
  const { provider = globalThis.webln, ...expectation } = fieldsOf(options);
  if (typeof provider?.enable !== "function") {
    throw new SatlineError({ code: "wallet.missing", message: "There is no WebLN wallet in this page. Nothing was sent.", field: "provider" });
  }
  await ready();
  const id = newId();
  const entering =
    what instanceof Order
      ? () => enter("pay_order", id, Date.now(), JSON.stringify(what))
      : () => enter("pay_invoice", id, Date.now(), textArgument("invoice", what), expected(expectation));
  const paid = await begin(id, { wallet: provider }, entering);
  if (what instanceof Order && ["paid", "pending", "unknown"].includes(paid.outcome)) what.paymentSent();
  return paid;
};
