// One loop with a queue: the usual second attempt, when timers were too much for the service.
import { idOf } from "../service.mjs";

const PAUSE = 5_000;
const LONGEST_WAIT = 50;

export const prepare = async (created) => JSON.stringify(created);

export const watch = async (record, count, { fetch, seen, perSecond, atOnce }) => {
  const orders = Array.from({ length: count }, (_, i) => ({ ...JSON.parse(record), orderId: idOf(i) }));
  const queue = orders.map((order) => ({ order, due: Date.now() + PAUSE })); // the most recently polled is last
  let [first, underWay] = [0, 0];
  const ask = async ({ order }) => {
    underWay++;
    const answer = await (await fetch(`https://example.com/orderstatus?orderId=${order.orderId}`)).json();
    underWay--;
    if (answer.code) seen(order.orderId, answer.code);
    else queue.push({ order, due: Date.now() + PAUSE });
  };
  const next = () => {
    if (underWay < atOnce && queue[first]?.due <= Date.now()) {
      ask(queue[first]);
      queue[first++] = undefined;
      if (first > 10_000) first = queue.splice(0, first) && 0;
    }
    if (first === queue.length && !underWay) return;
    const due = queue[first]?.due ?? Date.now() + LONGEST_WAIT; // no order is due before a response has arrived
    setTimeout(next, Math.max(1_000 / perSecond, Math.min(due - Date.now(), LONGEST_WAIT)));
  };
  next();
  return orders;
};
