// The whole face of the package, whatever runs it.
export { SatlineError } from "./error.mjs";
export { Bitrefill, Grid, Lava, Sms4Sats, topUp } from "./clients.mjs";
export {
  checkInvoice,
  countries,
  decodeInvoice,
  findCountry,
  payWithWebln,
  qrSvg,
  readWebhook,
  searchCountries,
  stepOrder,
  textQrSvg,
} from "./invoice.mjs";
export { ready } from "./wasm.mjs";
