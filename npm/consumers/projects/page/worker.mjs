// A page's import map does not apply here.
import { Sms4Sats, decodeInvoice, ready } from "/node_modules/satline/browser.mjs";
import { orderACode } from "../story.mjs";

onmessage = async ({ data: sandbox }) => {
  postMessage(await orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox).catch(String));
};
