import { Sms4Sats, decodeInvoice, ready } from "satline";
import { orderACode } from "../../../story.mjs";

export const runtime = "edge";

export async function GET() {
  return Response.json(await orderACode({ Sms4Sats, decodeInvoice, ready }, process.env.SATLINE_URL));
}
