// One watch for all orders.
import { Sms4Sats } from "#satline";
import { idOf } from "../service.mjs";

/** Creates one order, and the others as copies of it. */
export const prepare = async (created) => {
  const fetch = async () => new Response(JSON.stringify(created));
  const order = await new Sms4Sats({ fetch }).receive({ country: "germany", service: "wa" });
  return JSON.stringify(order);
};

export const watch = async (record, count, { fetch, seen, perSecond, atOnce }) => {
  const sms = new Sms4Sats({ fetch });
  const orders = [];
  for (let i = 0; i < count; i++) orders.push(await sms.resume({ ...JSON.parse(record), id: idOf(i) }));
  const following = async () => {
    for await (const order of sms.watch(orders, { perSecond, atOnce })) if (order.code) seen(order.id, order.code);
  };
  following();
  return orders;
};
