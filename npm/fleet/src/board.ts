/** bull-board with the fleet's names and states. An entry of its own: it needs `@bull-board/api` and `@bull-board/express`. */
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { ExpressAdapter } from "@bull-board/express";
import type { Job } from "bullmq";
import type { RequestHandler } from "express";
import type { EventData } from "./step.js";
import type { Data } from "./store.js";
import type { Fleet } from "./types.js";

/** What people see of an order's state. */
const states = ({ stage, state }: Data): string => {
  if (stage === "made" || stage === "over") return (state ?? stage).replaceAll("_", " ");
  return { intent: "to be sent", sending: "being sent", unknown: "OUTCOME UNKNOWN: look at the balance", refused: "refused" }[stage];
};

const time = (at: number | undefined): string | undefined => (at ? new Date(at).toISOString() : undefined);

/**
 * Returns bull-board for Express: each order with its key, its state and its next poll. It shows no number, code or invoice,
 * even if the fleet has no seal, and it can only be read: removing an order's job would lose the order. Your app decides who may see
 * it.
 *
 * @example
 * app.use("/orders", board(fleet, "/orders"));
 */
export const board = (fleet: Fleet, basePath: string): RequestHandler => {
  const server = new ExpressAdapter();
  server.setBasePath(basePath);
  const queues = fleet.queues.map((queue) => {
    const isEvents = queue.name === "events";
    const description = isEvents ? "Events that were not accepted yet" : `Orders at ${queue.name}`;
    const adapter = new BullMQAdapter(queue, { readOnlyMode: true, description });
    adapter.setFormatter("data", isEvents ? event : order);
    adapter.setFormatter("name", (job: Job) => (isEvents ? job.name : `${key(job)}: ${states(job.data)} (${job.name})`));
    adapter.setFormatter("returnValue", (value: unknown) => value);
    return adapter;
  });
  createBullBoard({ queues, serverAdapter: server, options: { uiConfig: { boardTitle: "satline" } } });
  return server.getRouter();
};

const key = ({ id }: Job): string => String(id).replace(/^order-/, "");

const order = (data: Data): object => ({
  state: states(data),
  account: data.account,
  asked: data.asks,
  sent: data.sent,
  nextPoll: time(data.due),
  contents: data.body && "not shown",
});

const event = ({ type, key, account, at }: EventData): object => ({ type, key, account, at: time(at), contents: "not shown" });
