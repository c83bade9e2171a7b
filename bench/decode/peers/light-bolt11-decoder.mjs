import { decode } from "light-bolt11-decoder";

export const work = ({ text }) => decode(text);
export const normalize = (invoice) => {
  const value = (name) => invoice.sections.find((section) => section.name === name)?.value;
  return {
    paymentHash: value("payment_hash"),
    createdAt: value("timestamp"),
    amountMsat: value("amount"),
    hops: invoice.route_hints.flat().map(({ pubkey }) => pubkey),
  };
};
