import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type DefaultJobOptions, type Job, Queue, Worker } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { type OrderRecord, readWebhook, type ServiceName } from "satline";
import { Clients, client } from "./clients.js";
import { FleetError } from "./error.js";
import { takePlace, windows } from "./limit.js";
import { openMetrics } from "./metrics.js";
import { createSeal, noSeal } from "./seal.js";
import { type Context, countChange, describe, type EventBody, type EventData, mergeStored, takeStep } from "./step.js";
import { type Data, GoneError, Store, type Stored } from "./store.js";
import type { Call, Fleet, FleetEvent, FleetOptions, FleetOrder, Limit, Logger, OrderOptions, Running, WorkerOptions } from "./types.js";

const LIMITS: Record<ServiceName, Limit> = {
  sms4sats: { max: 10, duration: 1_000 },
  Bitrefill: { max: 60, duration: 600_000 },
  Lava: { max: 5, duration: 1_000 },
  Grid: { max: 5, duration: 1_000 },
};

const DAY_MS = 24 * 3_600_000;
const AFTER_PAYMENT_MS = 2_000;
/** A worker that dies is no reason to give an order up, however often it happens. */
const ALWAYS = 1_000_000_000;
/** If BullMQ's own command fails after a step. */
const RETRIES = { attempts: 1_000_000, backoff: { type: "fixed", delay: 10_000 } };
/** Until an event is accepted. */
const REDELIVERIES = { attempts: 1_000_000, backoff: { type: "custom" } };

const SILENT: Logger = { info: () => {}, error: () => {} };

/**
 * Creates a fleet. It sends nothing, and starts no worker: call {@link Fleet.worker} for that, in this process or another.
 *
 * @example
 * const fleet = createFleet({
 *   connection: { host: "127.0.0.1", port: 6379 },
 *   client: { sms4sats: ({ fetch }) => new Sms4Sats({ apiKey: process.env.SMS4SATS_KEY, fetch }) },
 * });
 */
export const createFleet = (options: FleetOptions): Fleet => new RedisFleet(options);

class RedisFleet implements Fleet {
  private readonly redis: Redis;
  private readonly isOurs: boolean;
  private readonly prefix: string;
  private readonly logger: Logger;
  private readonly seal;
  private readonly attention: "away" | "looking";
  private readonly rememberS: number;
  private readonly eventQueue: Queue;
  private readonly services = new Map<ServiceName, { context: Context; limit: Limit }>();
  private readonly running = new Set<Running>();

  constructor(private readonly options: FleetOptions) {
    const { connection } = options;
    this.isOurs = !("duplicate" in connection);
    this.redis = (this.isOurs ? new Redis({ ...(connection as RedisOptions), maxRetriesPerRequest: null }) : connection) as Redis;
    this.prefix = options.prefix ?? "{satline}";
    this.logger = options.logger ?? SILENT;
    this.seal = options.seal ? createSeal(options.seal) : noSeal;
    this.attention = options.attention ?? "away";
    this.rememberS = Math.ceil((options.rememberMs ?? DAY_MS) / 1_000);
    if (this.isOurs) this.redis.on("error", (error) => this.report(error));
    this.eventQueue = this.queue("events", REDELIVERIES);
  }

  async order(options: OrderOptions): Promise<FleetOrder> {
    const { key, account, signal, ...call } = options;
    checkKey(key);
    const service = "at" in call ? call.at : "sms4sats";
    const { store } = this.at(service).context;
    const known = await store.queue.getJob(store.jobId(key));
    // It was refused: this is another attempt.
    if (known?.data.stage === "refused") await known.remove();
    await this.add(service, key, nameOf(call), {
      data: { r: 0, stage: "intent", ...accountOf(account), sent: 0, lost: 0, asks: 0 },
      body: { call },
    });
    for (let pause = 20; ; pause = Math.min(2 * pause, 1_000)) {
      signal?.throwIfAborted();
      const found = await store.find(key);
      if (!found) throw new GoneError(`There is no order ${key}.`);
      const { stage } = found.data;
      if (stage === "refused" || stage === "unknown") throw new FleetError(key, stage, found.body.error);
      if (stage === "made" || stage === "over") return view(key, service, found);
      await sleep(pause, undefined, signal ? { signal } : {});
    }
  }

  async follow(order: OrderRecord | { toJSON(): OrderRecord }, options: { key?: string; account?: string } = {}): Promise<string> {
    const record: OrderRecord = typeof order["toJSON"] === "function" ? (order as { toJSON(): OrderRecord }).toJSON() : (order as OrderRecord);
    const { service, id, state } = record;
    const key = options.key ?? id;
    checkKey(key);
    const { store } = this.at(service).context;
    const due = (await client(service).resume(record)).askAt(this.attention)?.getTime();
    const added: Stored = {
      data: { r: 0, stage: "made", state, ...accountOf(options.account), sent: 0, lost: 0, asks: 0, ...(due ? { due } : {}) },
      body: { record },
    };
    await this.add(service, key, `follow ${record.kind}`, added, due ? Math.max(0, due - Date.now()) : 0);
    const stored = await store.find(key);
    if (!stored || stored.data.stage === "over") return key;
    if (JSON.stringify(stored.body.record) !== JSON.stringify(record)) {
      const merge = mergeStored(this.attention);
      await store.save(key, stored, await merge(stored, added), merge, countChange);
    }
    return key;
  }

  async find(key: string, service: ServiceName = "sms4sats"): Promise<FleetOrder | undefined> {
    const found = await this.at(service).context.store.find(key);
    return found && view(key, service, found);
  }

  async paid(key: string, service: ServiceName = "sms4sats"): Promise<void> {
    await this.wake(key, service, AFTER_PAYMENT_MS);
  }

  async webhook(name: string, body: string | object): Promise<boolean> {
    readWebhook(body);
    const key = name.slice(0, name.lastIndexOf("~"));
    const [given, expected] = [Buffer.from(name), Buffer.from(await this.hookName(key))];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    return this.wake(key, "sms4sats", 0);
  }

  async settle(key: string, outcome: "made" | "not_made", service: ServiceName = "sms4sats"): Promise<void> {
    const { store } = this.at(service).context;
    const before = await store.find(key);
    if (before?.data.stage !== "unknown") throw new TypeError(`The outcome of the order ${key} is not unknown.`);
    const stage = outcome === "made" ? "over" : "intent";
    const keep = async (theirs: Stored): Promise<Stored> => theirs;
    await store.save(key, before, { data: { ...before.data, stage }, body: stage === "over" ? {} : before.body }, keep, countChange);
    await (await store.queue.getJob(store.jobId(key)))?.promote();
  }

  worker({ concurrency = 8, lockDuration = 30_000 }: WorkerOptions = {}): Running {
    const workers = this.worked().map((service) => {
      const { context, limit } = this.at(service);
      const { name } = context.store.queue;
      const worker = new Worker<Data>(name, (job, token) => takeStep(context, job, token ?? ""), {
        connection: this.redis,
        prefix: this.prefix,
        concurrency,
        limiter: limit,
        lockDuration,
        stalledInterval: lockDuration,
        maxStalledCount: ALWAYS,
        // How long a worker waits with its next try after Redis was away.
        runRetryDelay: 1_000,
        removeOnComplete: { age: this.rememberS },
        removeOnFail: { age: this.rememberS },
        metrics: { maxDataPoints: 60 },
      });
      return this.watched(worker);
    });
    return this.untilClosed(workers);
  }

  events(handle: (event: FleetEvent) => unknown, { concurrency = 1, lockDuration = 30_000 }: WorkerOptions = {}): Running {
    const deliver = async (job: Job<EventData>) => {
      const event = await this.read(job);
      try {
        await handle(event);
      } catch (error) {
        this.logger.error({ id: job.id, key: event.key, event: event.type, error: describe(error) }, "an event was not accepted");
        throw error;
      }
    };
    const worker = new Worker<EventData>(this.eventQueue.name, deliver, {
      connection: this.redis,
      prefix: this.prefix,
      concurrency,
      lockDuration,
      stalledInterval: lockDuration,
      maxStalledCount: ALWAYS,
      runRetryDelay: 1_000,
      removeOnComplete: { count: 0 },
      settings: { backoffStrategy: (attempts) => Math.min(500 * 2 ** Math.min(attempts, 10), 60_000) },
    });
    return this.untilClosed([this.watched(worker)]);
  }

  async metrics(): Promise<string> {
    return openMetrics(this.redis, this.queues);
  }

  async close(): Promise<void> {
    await Promise.all([...this.running].map((running) => running.close()));
    const queues = [...this.services.values()].map(({ context }) => context.store.queue);
    await Promise.all([this.eventQueue, ...queues].map((queue) => queue.close()));
    if (this.isOurs) this.redis.disconnect();
  }

  get queues(): readonly Queue[] {
    return [...this.worked().map((service) => this.at(service).context.store.queue), this.eventQueue];
  }

  private worked(): ServiceName[] {
    return Object.keys(this.options.client) as ServiceName[];
  }

  private at(service: ServiceName) {
    const known = this.services.get(service);
    if (known) return known;
    if (!(service in LIMITS)) throw new TypeError(`There is no service ${service}.`);
    const queue = this.queue(service, RETRIES);
    const limit = windows({ ...LIMITS, ...this.options.limiter }[service] ?? LIMITS[service]);
    const create = this.options.client[service];
    const context: Context = {
      service,
      store: new Store(this.redis, queue, this.seal),
      seal: this.seal,
      clients: new Clients(
        (request) => {
          if (!create) throw new TypeError(`client: has none for ${service}.`);
          return create(request);
        },
        () => takePlace(this.redis, queue, limit),
      ),
      events: this.eventQueue,
      logger: this.logger,
      attention: this.attention,
      webhookUrl: async (key) => {
        const { webhookUrl } = this.options;
        return webhookUrl && `${webhookUrl.replace(/\/$/, "")}/${await this.hookName(key)}`;
      },
    };
    const added = { context, limit };
    this.services.set(service, added);
    return added;
  }

  private queue(name: string, defaultJobOptions: DefaultJobOptions): Queue {
    const queue = new Queue(name, {
      connection: this.redis,
      prefix: this.prefix,
      // Only the newest are read.
      streams: { events: { maxLen: 1_000 } },
      defaultJobOptions,
    });
    queue.on("error", (error) => this.report(error));
    return queue;
  }

  /** Adds an order unless there is one with that key. */
  private async add(service: ServiceName, key: string, name: string, stored: Stored, delay = 0): Promise<void> {
    const { store } = this.at(service).context;
    await store.queue.add(name, await store.write(key, stored), { jobId: store.jobId(key), delay });
  }

  /** Makes the next poll of an order due soon. Returns whether there is such an order. */
  private async wake(key: string, service: ServiceName, delay: number): Promise<boolean> {
    const { store } = this.at(service).context;
    const before = await store.find(key);
    if (!before) return false;
    if (before.data.stage !== "made") return true;
    const woken = (stored: Stored): Stored => ({ ...stored, data: { ...stored.data, woken: Date.now() } });
    // If a step is under way, it will see this and ask again.
    await store.save(key, before, woken(before), async (theirs) => woken(theirs), countChange);
    const job = await store.queue.getJob(store.jobId(key));
    for (let tries = 0; job && tries < 3; tries++) {
      if (await job.isDelayed()) {
        await job.changeDelay(delay).catch(() => {});
        break;
      }
      // The step may have read it just before, and put the job off just now.
      await sleep(50);
    }
    return true;
  }

  /** Returns the name that a service posts an order's webhooks to. It cannot be guessed: its secret is random, and in Redis only. */
  private async hookName(key: string): Promise<string> {
    const place = `${this.prefix}:webhooks`;
    await this.redis.set(place, randomBytes(32).toString("base64"), "NX");
    const secret = await this.redis.get(place);
    return `${key}~${createHmac("sha256", String(secret)).update(key).digest("base64url")}`;
  }

  private async read({ id, name, data }: Job<EventData>): Promise<FleetEvent> {
    const service = name.split(" ")[0] as ServiceName;
    const { record, nextStep, error }: EventBody = JSON.parse(await this.seal.open(data.body, String(id)));
    const status = record && (await client(service).resume(record)).status;
    const event = {
      id: String(id),
      type: data.type,
      key: data.key,
      service,
      ...accountOf(data.account),
      at: new Date(data.at),
      ...(status && { status, record }),
      ...(nextStep && { nextStep }),
      ...(error && { error }),
    };
    return event as FleetEvent;
  }

  private watched(worker: Worker): Worker {
    worker.on("error", (error) => this.report(error));
    worker.on("stalled", (id) => this.logger.info({ job: id }, "a worker died, and another one continues its order"));
    return worker;
  }

  private untilClosed(workers: readonly Worker[]): Running {
    const running: Running = {
      close: async () => {
        this.running.delete(running);
        await Promise.all(workers.map((worker) => worker.close()));
      },
    };
    this.running.add(running);
    return running;
  }

  private report(error: Error): void {
    this.logger.error({ error: describe(error) }, "Redis or BullMQ reports an error");
  }
}

const checkKey = (key: string): void => {
  if (typeof key === "string" && /^[\w.-]{1,100}$/.test(key)) return;
  throw new TypeError("key: must be 1 to 100 letters, digits, `_`, `.` and `-`.");
};

const accountOf = (account: string | undefined): { account?: string } => (account === undefined ? {} : { account });

/** Returns what people see of an order in a dashboard: nothing that is secret. */
const nameOf = (call: Call): string => {
  if ("receive" in call) return `receive ${call.receive.country}/${call.receive.service}`;
  return Object.keys(call).at(-1) ?? "";
};

const view = async (key: string, service: ServiceName, { data, body }: Stored): Promise<FleetOrder> => {
  const status = body.record && (await client(service).resume(body.record)).status;
  return {
    key,
    service,
    stage: data.stage,
    ...(status && { status }),
    ...(body.nextStep && { nextStep: body.nextStep }),
  };
};
