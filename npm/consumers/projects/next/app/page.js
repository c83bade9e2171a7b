import { Sms4Sats, decodeInvoice, ready } from "satline";
import { orderACode } from "../../story.mjs";
import { Client } from "./client.js";

export const dynamic = "force-dynamic";

/** Orders on the server, while the page is rendered. */
export default async function Page() {
  const sandbox = process.env.SATLINE_URL;
  const report = await orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox);
  return (
    <>
      <p id="server">{JSON.stringify(report)}</p>
      <Client sandbox={sandbox} />
    </>
  );
}
