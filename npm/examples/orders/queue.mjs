// Processes orders in a queue, so that no process has to wait for an order. Each job is one order; each
// run polls the service once, takes one step, and is delayed until the next poll.
import { DelayedError, Queue, Worker } from "bullmq";
import { stepOrder } from "satline";

const NAME = "orders";

export const ordersQueue = (connection) => new Queue(NAME, { connection });

/** Adds an order to the queue; adding it again changes nothing. */
export const follow = (queue, order) => queue.add("step", { order: order.toJSON() }, { jobId: order.id });

/** Returns the service's response unparsed, as an event for `stepOrder`. */
const ask = async (baseUrl, id) => {
  try {
    const answer = await fetch(`${baseUrl}/orderstatus?orderId=${id}`, { signal: AbortSignal.timeout(30_000) });
    return { event: "answer", status: answer.status, body: await answer.text() };
  } catch {
    return { event: "no_answer" };
  }
};

/** Creates a worker for the queue. A run that crashed is repeated, which polls once more and does no harm. */
export const ordersWorker = (connection, baseUrl = "https://api2.sms4sats.com") =>
  new Worker(
    NAME,
    async (job, token) => {
      const { order, askAt, status } = stepOrder(job.data.order, await ask(baseUrl, job.data.order.id));
      await job.updateData({ order });
      if (askAt) {
        await job.moveToDelayed(askAt.getTime(), token);
        throw new DelayedError();
      }
      const { state, money, code } = status;
      return { state, money, code };
    },
    { connection, concurrency: 20 },
  );
