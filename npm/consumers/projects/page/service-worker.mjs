import { Sms4Sats, decodeInvoice, ready } from "/node_modules/satline/browser.mjs";
import { orderACode } from "../story.mjs";

onmessage = (event) => {
  const report = orderACode({ Sms4Sats, decodeInvoice, ready }, event.data).catch(String);
  event.waitUntil(report.then((told) => event.source.postMessage(told)));
};
