/** OpenMetrics text: BullMQ's own metrics of all queues, and the orders'. */
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { CODE_SECONDS } from "./step.js";

interface Family {
  type: string;
  help: string;
  samples: string[];
}

/** Returns the metrics of all processes: they are kept in Redis. */
export const openMetrics = async (redis: Redis, queues: readonly Queue[]): Promise<string> => {
  const families = new Map<string, Family>();
  const family = (name: string, type: string, help: string): Family => {
    const known = families.get(name) ?? { type, help, samples: [] };
    families.set(name, known);
    return known;
  };
  for (const queue of queues) {
    readExport(await queue.exportPrometheusMetrics(), family);
    if (queue.name === "events") continue;
    addOrders(queue.name, await redis.hgetall(queue.toKey("satline")), await queue.getRateLimitTtl(), family);
  }
  const lines = [...families].flatMap(([name, { type, help, samples }]) => [`# TYPE ${name} ${type}`, `# HELP ${name} ${help}`, ...samples]);
  return `${lines.join("\n")}\n# EOF\n`;
};

type MakeFamily = (name: string, type: string, help: string) => Family;

/** Reads what BullMQ exports for one queue. OpenMetrics wants each family once, and counters named without `_total`. */
const readExport = (text: string, family: MakeFamily): void => {
  let help = "";
  let current: Family | undefined;
  for (const line of text.split("\n")) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === "HELP") help = rest;
    else if (kind === "TYPE") current = family(rest === "counter" ? name.replace(/_total$/, "") : name, rest, help);
    else if (line) current?.samples.push(line.replaceAll(", ", ","));
  }
};

const addOrders = (service: string, counters: Record<string, string>, limitedMs: number, family: MakeFamily): void => {
  const count = (name: string): string => counters[name] ?? "0";
  const seconds = (name: string): number => Number(count(name)) / 1_000;
  const label = `service="${service}"`;
  const states = family("satline_orders", "gauge", "Orders under way, by state.");
  const over = family("satline_orders_over", "counter", "Orders that are over, by their last state.");
  for (const [name, value] of Object.entries(counters)) {
    const [kind, state] = name.split(":");
    if (kind === "state") states.samples.push(`satline_orders{${label},state="${state}"} ${value}`);
    if (kind === "over" && state !== "asks") over.samples.push(`satline_orders_over_total{${label},state="${state}"} ${value}`);
  }
  const counter = (name: string, help: string, value: string) => {
    family(name, "counter", help).samples.push(`${name}_total{${label}} ${value}`);
  };
  counter("satline_orders_made", "Orders that were made.", count("made"));
  counter("satline_orders_made_again", "Orders made again because the worker died or the response was lost before the invoice was shown.", count("made:again"));
  counter("satline_asks", "Requests for an order's status.", count("asks"));
  counter("satline_asks_of_orders_over", "The same, about orders that are over.", count("over:asks"));
  const late = family("satline_wait_seconds", "summary", "How long orders waited for a place under the limit, after their time.");
  late.samples.push(`satline_wait_seconds_sum{${label}} ${seconds("late")}`, `satline_wait_seconds_count{${label}} ${count("asks")}`);
  family("satline_limited_seconds", "gauge", "For how long no request may be sent.").samples.push(
    `satline_limited_seconds{${label}} ${Math.max(0, limitedMs) / 1_000}`,
  );
  const codes = family("satline_code_seconds", "histogram", "From the payment to the code.");
  for (const end of CODE_SECONDS) codes.samples.push(`satline_code_seconds_bucket{${label},le="${end}.0"} ${count(`code:${end}`)}`);
  codes.samples.push(
    `satline_code_seconds_bucket{${label},le="+Inf"} ${count("code:count")}`,
    `satline_code_seconds_sum{${label}} ${seconds("code")}`,
    `satline_code_seconds_count{${label}} ${count("code:count")}`,
  );
};
