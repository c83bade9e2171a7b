// The whole package, whatever runs it: what wasm-bindgen made of crates/core/src/js, and how it is loaded.
import { Order } from "../../target/npm/glue.mjs";

export {
  AccountWalk,
  Bitrefill,
  Grid,
  Lava,
  Order,
  OrderWatch,
  SatlineError,
  Sms4Sats,
  Watch,
  checkInvoice,
  countries,
  decodeInvoice,
  findCountry,
  payWith,
  payWithWebln,
  qrSvg,
  readWebhook,
  searchCountries,
  stepOrder,
  textQrSvg,
} from "../../target/npm/glue.mjs";
export { ready } from "./wasm.mjs";

/** What `console.log` shows in Node, Deno and Bun: which order it is and where its money is, and neither number nor code, invoice or reason. */
Order.prototype[Symbol.for("nodejs.util.inspect.custom")] = function inspect(depth, options, inspectValue) {
  try {
    const { id, service, kind, state, money } = this;
    return `Order ${inspectValue({ id, service, kind, state, money }, { ...options, depth: 0 })}`;
  } catch {
    return "Order {}"; // a log must not fail
  }
};
