// Drives orders by a queue: no process has to stay awake for an order. Each job is one order; each run
// of it asks the service once, takes one step, and is put off until it is time to ask again.
import { DelayedError, Queue, Worker } from "bullmq";
import { stepOrder } from "satline";

const NAME = "orders";

export const ordersQueue = (connection) => new Queue(NAME, { connection });

/** Puts an order into the queue; the same order twice is once. */
export const follow = (queue, order) => queue.add("step", { order: order.toJSON() }, { jobId: order.id });

/** What the service says just now, as it came: the step knows what it means. */
const ask = async (baseUrl, id) => {
  try {
    const answer = await fetch(`${baseUrl}/orderstatus?orderId=${id}`, { signal: AbortSignal.timeout(30_000) });
    return { event: "answer", status: answer.status, body: await answer.text() };
  } catch {
    return { event: "no_answer" };
  }
};

/** Works on all that is in the queue. A run that crashed is run again, which asks once more and harms nothing. */
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
