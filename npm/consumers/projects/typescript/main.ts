import { Sms4Sats, decodeInvoice } from "satline";
import type { Order } from "satline";

declare const process: { env: { SATLINE_URL: string } };

const codeOf = async (order: Order): Promise<string | undefined> => {
  for await (const status of order.watch()) {
    if (status.state === "code_received") return status.code;
    if (status.isOver) break;
  }
};

const sandbox = process.env.SATLINE_URL;
const sms = new Sms4Sats({ baseUrl: `${sandbox}/sms4sats`, network: "regtest" });
const order = await sms.receive({ country: "germany", service: "wa" });
if (!order.invoice) throw new Error("A new order has an invoice.");
const { paymentHash } = decodeInvoice(order.invoice.text);
await fetch(`${sandbox}/sandbox/pay`, { method: "POST", body: JSON.stringify({ invoice: order.invoice.text }) });
const code = await codeOf(order);
console.log(JSON.stringify({ state: order.state, code, paymentHash }));
