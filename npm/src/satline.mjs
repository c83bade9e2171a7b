// The package's exports in every environment: wasm-bindgen's output for crates/core/src/js, and `ready`.
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
  qrText,
  readWebhook,
  searchCountries,
  stepOrder,
  textQrSvg,
} from "../../target/npm/glue.mjs";
export { ready } from "./wasm.mjs";

/** `console.log` in Node, Deno and Bun shows which order it is and where its money is, but no number, code, invoice or reason. */
Order.prototype[Symbol.for("nodejs.util.inspect.custom")] = function inspect(depth, options, inspectValue) {
  try {
    const { id, service, kind, state, money } = this;
    return `Order ${inspectValue({ id, service, kind, state, money }, { ...options, depth: 0 })}`;
  } catch {
    return "Order {}"; // a log must not fail
  }
};
