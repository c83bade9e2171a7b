import { decode } from "@gandlaf21/bolt11-decode";

export const work = ({ text }) => decode(text);
export const normalize = ({ sections }) => {
  const value = (name) => sections.find((section) => section.name === name)?.value;
  return {
    paymentHash: value("payment_hash")?.toString("hex"),
    createdAt: value("timestamp"),
    amountMsat: value("amount"),
    hops: (value("route_hint") ?? []).map(({ pubkey }) => pubkey),
  };
};
