/** What a job of BullMQ holds for an order, and how it is written: merged, never overwritten. */
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { NextStep, OrderRecord, OrderState } from "satline";
import type { Seal } from "./seal.js";
import type { Call, ErrorDetails, Stage } from "./types.js";

/** The data of a job. Numbers, codes, invoices and messages are only in `body`. */
export interface Data {
  /** Counts the writes. It comes first: {@link SAVE} looks for it there. */
  r: number;
  stage: Stage;
  state?: OrderState | undefined;
  account?: string;
  /** How often the order was sent. */
  sent: number;
  /** How often the response was lost. */
  lost: number;
  /** How often the service was asked about it. */
  asks: number;
  /** When its next step is due. */
  due?: number | undefined;
  /** It was made, and the event `made` was not emitted yet. */
  unannounced?: boolean;
  /** When a webhook or the caller last asked for a poll. */
  woken?: number;
  /** A {@link Body} as JSON, sealed if the fleet has a seal. */
  body?: string;
}

/** What may be sealed. */
export interface Body {
  call?: Call;
  record?: OrderRecord;
  nextStep?: NextStep;
  error?: ErrorDetails;
}

/** An order as it is stored. */
export interface Stored {
  data: Data;
  body: Body;
}

/** Counters to change together with an order, by name. */
export type Counts = Record<string, number>;

/**
 * Writes a job's data unless another process has written since; then returns that process's data. Counters change with it, so that they are
 * exact even if a worker dies or a command is sent twice.
 */
const SAVE = `
local data = redis.call("HGET", KEYS[1], "data")
if not data then return "" end
if string.match(data, '^{"r":(%d+)') ~= ARGV[1] then return data end
redis.call("HSET", KEYS[1], "data", ARGV[2])
for i = 3, #ARGV, 2 do redis.call("HINCRBY", KEYS[2], ARGV[i], ARGV[i + 1]) end
return 1`;

interface SaveCommand {
  satlineSave(job: string, counters: string, revision: number, data: string, ...counts: (string | number)[]): Promise<string | 1>;
}

/** Thrown if an order is not in Redis any more. */
export class GoneError extends Error {}

/** Reads and writes the orders of one queue. */
export class Store {
  private readonly redis: Redis & SaveCommand;
  /** What bodies are in Redis, so that one that has not changed is not encrypted again. */
  private readonly written = new WeakMap<Body, string>();

  constructor(
    redis: Redis,
    readonly queue: Queue,
    private readonly seal: Seal,
  ) {
    redis.defineCommand("satlineSave", { numberOfKeys: 2, lua: SAVE });
    this.redis = redis as Redis & SaveCommand;
  }

  /** Returns the name of an order's job. BullMQ refuses one that is a number. */
  jobId(key: string): string {
    return `order-${key}`;
  }

  /** Returns an order as it is stored; undefined if there is none. */
  async find(key: string): Promise<Stored | undefined> {
    const text = await this.redis.hget(this.queue.toKey(this.jobId(key)), "data");
    return text ? this.read(key, JSON.parse(text)) : undefined;
  }

  /** Returns an order from its job's data. */
  async read(key: string, data: Data): Promise<Stored> {
    if (!data.body) return { data, body: {} };
    const body: Body = JSON.parse(await this.seal.open(data.body, this.place(key)));
    this.written.set(body, data.body);
    return { data, body };
  }

  /** Returns the data to store. */
  async write(key: string, { data, body }: Stored): Promise<Data> {
    const { body: _, ...rest } = data;
    if (Object.keys(body).length === 0) return rest;
    const known = this.written.get(body);
    const text = known ?? (await this.seal.close(JSON.stringify(body), this.place(key)));
    this.written.set(body, text);
    return { ...rest, body: text };
  }

  /**
   * Stores an order that was read before. If it was changed meanwhile, `merge` combines both, and the result is stored.
   * `count` returns the counters to change. `together` is called as soon as the first attempt was sent, so that its commands
   * need no round trip of their own.
   */
  async save(
    key: string,
    before: Stored,
    after: Stored,
    merge: (theirs: Stored, ours: Stored) => Promise<Stored>,
    count: (before: Stored, after: Stored) => Counts,
    together: () => Promise<void> = async () => {},
  ): Promise<Stored> {
    for (let first = true; ; first = false) {
      const next = { ...after, data: { ...after.data, r: before.data.r + 1 } };
      const text = JSON.stringify(await this.write(key, next));
      const counts = count(before, next);
      const saving = this.redis.satlineSave(
        this.queue.toKey(this.jobId(key)),
        this.queue.toKey("satline"),
        before.data.r,
        text,
        ...Object.entries(counts).flat(),
      );
      const [found] = await Promise.all([saving, first && together()]);
      if (found === 1) return next;
      if (found === "") throw new GoneError(`There is no order ${key}.`);
      before = await this.read(key, JSON.parse(found));
      after = await merge(before, after);
    }
  }

  private place(key: string): string {
    return `${this.queue.name}/${key}`;
  }
}
