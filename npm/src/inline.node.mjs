// `satline/inline` for `import` in Node, Bun and Deno: the same classes and the same wasm as by `require`.
import face from "./inline.cjs";

export const {
  Bitrefill,
  Grid,
  Lava,
  SatlineError,
  Sms4Sats,
  checkInvoice,
  countries,
  decodeInvoice,
  findCountry,
  payWithWebln,
  qrSvg,
  readWebhook,
  ready,
  searchCountries,
  stepOrder,
  textQrSvg,
  topUp,
} = face;
