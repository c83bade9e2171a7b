import { decodeInvoice, ready } from "#satline";

export const prepare = ready;
export const work = ({ text }) => decodeInvoice(text, { payee: false });
export const normalize = (invoice) => ({
  paymentHash: invoice.paymentHash,
  createdAt: invoice.createdAt.getTime() / 1_000,
  amountMsat: invoice.amountMsat,
  hops: invoice.routeHints.flat().map(({ node }) => node),
});
