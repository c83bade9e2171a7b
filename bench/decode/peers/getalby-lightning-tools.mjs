// Its result has no hops.
import { decodeInvoice } from "@getalby/lightning-tools/bolt11";

export const work = ({ text }) => decodeInvoice(text);
export const normalize = ({ paymentHash, timestamp, millisatoshi }) => ({ paymentHash, createdAt: timestamp, amountMsat: millisatoshi });
