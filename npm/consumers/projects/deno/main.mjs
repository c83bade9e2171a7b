import { Sms4Sats, decodeInvoice } from "satline";
import { orderACode } from "../story.mjs";

console.log(JSON.stringify(await orderACode({ Sms4Sats, decodeInvoice }, Deno.args[0])));
