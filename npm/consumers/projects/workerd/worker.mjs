import { Sms4Sats, decodeInvoice, ready } from "satline";
import { orderACode } from "../story.mjs";

export default {
  async fetch(request, { SATLINE_URL }) {
    return Response.json(await orderACode({ Sms4Sats, decodeInvoice, ready }, SATLINE_URL));
  },
};
