import { Sms4Sats, decodeInvoice } from "satline";
import { orderACode } from "../story.mjs";

onmessage = async ({ data: sandbox }) => {
  postMessage(await orderACode({ Sms4Sats, decodeInvoice }, sandbox).catch(String));
};
