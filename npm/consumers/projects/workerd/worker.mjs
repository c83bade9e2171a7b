import { Sms4Sats, decodeInvoice } from "satline";
import { orderACode } from "../story.mjs";

export default {
  async fetch(request, { SATLINE_URL }) {
    return Response.json(await orderACode({ Sms4Sats, decodeInvoice }, SATLINE_URL));
  },
};
