// A timer for each order: the usual first attempt.
import { idOf } from "../service.mjs";

export const prepare = async (created) => JSON.stringify(created);

export const watch = async (record, count, { fetch, seen }) => {
  const follow = (order) => {
    const timer = setInterval(async () => {
      const answer = await (await fetch(`https://example.com/orderstatus?orderId=${order.orderId}`)).json();
      if (!answer.code) return;
      clearInterval(timer);
      seen(order.orderId, answer.code);
    }, 5_000);
  };
  const orders = Array.from({ length: count }, (_, i) => ({ ...JSON.parse(record), orderId: idOf(i) }));
  orders.forEach(follow);
  return orders;
};
