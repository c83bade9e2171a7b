import { Sms4Sats, decodeInvoice, ready } from "satline";
import { orderACode } from "../story.mjs";

onmessage = async ({ data: sandbox }) => {
  postMessage(await orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox).catch(String));
};
