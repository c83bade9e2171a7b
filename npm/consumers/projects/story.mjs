// What every consumer does: orders a code, pays for it, and follows the order to its end.
export const orderACode = async ({ Sms4Sats, decodeInvoice, ready }, sandbox) => {
  await ready(); // needed where the wasm is fetched
  const sms = new Sms4Sats({ baseUrl: `${sandbox}/sms4sats`, network: "regtest" });
  const order = await sms.receive({ country: "germany", service: "wa" });
  const { paymentHash } = decodeInvoice(order.invoice.text);
  await fetch(`${sandbox}/sandbox/pay`, { method: "POST", body: JSON.stringify({ invoice: order.invoice.text }) });
  for await (const { isOver } of order.watch()) if (isOver) break;
  return { state: order.state, code: order.code, paymentHash };
};
