import { Sms4Sats, decodeInvoice, ready } from "satline";
import { orderACode } from "../story.mjs";

console.log(JSON.stringify(await orderACode({ Sms4Sats, decodeInvoice, ready }, process.env.SATLINE_URL)));
