/** One step of an order: it is made or polled, events are emitted, and the result is stored. */
import { DelayedError, type Job, type Queue, UnrecoverableError } from "bullmq";
import { type Order, type OrderRecord, type OrderState, SatlineError, type ServiceName } from "satline";
import { type Borrowed, type Clients, client } from "./clients.js";
import { type Body, type Counts, type Data, GoneError, type Store, type Stored } from "./store.js";
import type { Client, ErrorDetails, Logger } from "./types.js";
import type { Seal } from "./seal.js";

/** What the steps of one service's orders need. */
export interface Context {
  service: ServiceName;
  store: Store;
  seal: Seal;
  clients: Clients;
  events: Queue;
  logger: Logger;
  attention: "away" | "looking";
  /** Returns the address that the service posts an order's webhooks to. */
  webhookUrl: (key: string) => Promise<string | undefined>;
}

/** After how many refusals that may pass an order is given up. */
const MOST_TRIES = 8;
/** How often the event of an unknown outcome is repeated. */
const REMIND_MS = 24 * 3_600_000;
/** The shortest time between two requests about an order, whatever webhooks say. */
const LEAST_MS = 1_000;
/** When to try again after an unexpected error. */
const AGAIN_MS = 10_000;
/** The upper ends of the classes of the time to a code, in seconds. */
export const CODE_SECONDS = [10, 30, 60, 120, 300, 600, 1_200];

/** The part of an event that is stored. */
export interface EventData {
  type: string;
  key: string;
  account?: string;
  at: number;
  /** An {@link EventBody} as JSON, sealed if the fleet has a seal. */
  body: string;
}

/** What {@link EventData.body} holds. */
export interface EventBody {
  record?: OrderRecord;
  nextStep?: Body["nextStep"];
  error?: ErrorDetails;
}

/** BullMQ wants this thrown after a job was put off. Creating it once saves a stack trace per step. */
const PUT_OFF = new DelayedError();

/** Takes one step with an order, and puts the job off until the next one. Returns how the order ended. */
export const takeStep = async (context: Context, job: Job<Data>, token: string): Promise<object> => {
  const step = new Step(context, job, token);
  try {
    const end = await step.take(await context.store.read(step.key, job.data));
    if (end) return { state: end.state, stage: end.stage };
  } catch (error) {
    if (error instanceof UnrecoverableError) throw error;
    if (error instanceof GoneError) return { stage: "removed" };
    context.logger.error({ key: step.key, error: describe(error) }, "a step failed");
    await job.moveToDelayed(step.begun + AGAIN_MS, token);
  }
  throw PUT_OFF;
};

/** Returns an error as data that is safe to log. */
export const describe = (error: unknown): object =>
  error instanceof SatlineError ? error.toJSON() : { name: (error as Error)?.name, message: (error as Error)?.message };

/** How an order ended; undefined if its job was put off until the next step. */
type End = Data | undefined;

class Step {
  readonly key: string;
  readonly begun = Date.now();
  private late = 0;

  constructor(
    private readonly context: Context,
    private readonly job: Job<Data>,
    private readonly token: string,
  ) {
    this.key = String(job.id).slice("order-".length);
  }

  async take(before: Stored): Promise<End> {
    this.late = Math.max(0, this.begun - (before.data.due ?? this.begun));
    switch (before.data.stage) {
      case "intent":
        return this.make(before);
      case "sending":
        // The worker that sent it died. A top-up was stored before it was sent, and the balance shows the outcome.
        if (before.body.record) return this.ask(before);
        // A balance may have paid. Otherwise no invoice was shown, and the order may be made again.
        return isPaidAtOnce(before) ? this.keepUnknown(before) : this.make(before);
      case "unknown":
        return this.keepUnknown(before);
      case "made":
        if (before.data.unannounced) return this.announce(before);
        // Without a time for it, there is nothing to ask.
        return before.data.due === undefined ? this.finish(before, before) : this.ask(before);
      default:
        return before.data;
    }
  }

  private async make(before: Stored): Promise<End> {
    const { clients, store } = this.context;
    const call = before.body.call;
    if (!call) throw new Error("The order has lost its options.");
    const options = await this.withWebhook(call);
    return clients.with(before.data.account, async (borrowed) => {
      const lost = before.data.stage === "sending" ? 1 : 0;
      const sending: Stored = {
        ...before,
        data: { ...before.data, stage: "sending", sent: before.data.sent + 1, lost: before.data.lost + lost },
      };
      let stored = await store.save(this.key, before, sending, this.claim, countChange);
      /** Money moves at once: if the response is lost, the balance shows the outcome. */
      const keep = async (record: OrderRecord) => {
        stored = await this.save(stored, { ...stored, body: { ...stored.body, record, nextStep: { kind: "wait" } } });
      };
      let sent: Awaited<ReturnType<typeof send>>;
      try {
        sent = await send(borrowed.client, options, keep);
      } catch (error) {
        if (error instanceof SatlineError && !isUnknown(error)) {
          return error.retryable ? this.tryAgain(stored, error) : this.refuse(stored, error);
        }
        if (stored.body.record) return this.ask(stored);
        if (isPaidAtOnce(stored)) return this.keepUnknown(stored, error);
        return this.tryAgain({ ...stored, data: { ...stored.data, lost: stored.data.lost + 1 } }, error);
      }
      const { order, nextStep } = sent;
      const body: Body = { record: order.toJSON(), ...(nextStep && { nextStep }) };
      const { data } = made(stored, body);
      // Stored first, since another worker may have made the order too: only one invoice may be shown.
      const saved = await this.save(stored, { data: { ...data, ...this.factsOf(order), unannounced: true }, body });
      return this.announce(saved);
    });
  }

  /** Emits that an order was made, once that is stored. */
  private async announce(saved: Stored): Promise<End> {
    const { unannounced: _, ...data } = saved.data;
    await this.emit(saved, await this.eventsBetween({ data: { ...data, stage: "sending", state: undefined }, body: {} }, saved));
    return this.finish(saved, { ...saved, data });
  }

  /** Another process has changed the order before it was sent. If it has sent the order, this step must not. */
  private claim = async (theirs: Stored, ours: Stored): Promise<Stored> => {
    if (theirs.data.sent >= ours.data.sent || theirs.data.stage === "made") {
      throw new Error("Another worker has the order.");
    }
    return { ...theirs, data: { ...theirs.data, stage: ours.data.stage, sent: ours.data.sent } };
  };

  private async withWebhook(call: Exclude<Body["call"], undefined>): Promise<typeof call> {
    const url = await this.context.webhookUrl(this.key);
    if (!url) return call;
    if ("sendSms" in call) return { sendSms: { webhookUrl: url, ...call.sendSms } };
    return "sendEmail" in call ? { sendEmail: { webhookUrl: url, ...call.sendEmail } } : call;
  }

  /** Nothing was made, but may be later. */
  private async tryAgain(stored: Stored, error: unknown): Promise<End> {
    if (stored.data.sent >= MOST_TRIES) return this.refuse(stored, error);
    const pause = error instanceof SatlineError ? await this.pause(error) : undefined;
    const next = Date.now() + (pause ?? Math.min(500 * 2 ** stored.data.sent, 60_000));
    return this.putOff(stored, { ...stored, data: { ...stored.data, stage: "intent", due: next } });
  }

  /** Pauses all workers if the service wants fewer requests. Returns for how long. */
  private async pause(error: SatlineError): Promise<number | undefined> {
    if (error.code !== "service.rate_limited") return error.retryAfterMs;
    const pause = Math.min(error.retryAfterMs ?? AGAIN_MS, 10 * 60_000);
    await this.context.store.queue.rateLimit(pause);
    return pause;
  }

  private async refuse(stored: Stored, error: unknown): Promise<End> {
    const details = describe(error) as ErrorDetails;
    await this.emit(stored, [{ type: "refused", id: `${stored.data.sent}.refused`, body: { error: details } }]);
    const saved = await this.save(stored, { data: { ...stored.data, stage: "refused" }, body: { error: details } });
    if (saved.data.stage !== "refused") return this.putOff(saved, saved);
    throw new UnrecoverableError(details.message);
  }

  /** Emits an event, now and every day, until `settle` is called. The order is never sent again by itself. */
  private async keepUnknown(stored: Stored, error?: unknown): Promise<End> {
    const details = error instanceof SatlineError ? error.toJSON() : stored.body.error;
    const body = details ? { error: details } : {};
    await this.emit(stored, [{ type: "outcome_unknown", id: `${stored.data.sent}.unknown`, body }]);
    const next = this.begun + REMIND_MS;
    return this.putOff(stored, { data: { ...stored.data, stage: "unknown", due: next }, body: { ...stored.body, ...body } });
  }

  private async ask(before: Stored): Promise<End> {
    const { clients } = this.context;
    return clients.with(before.data.account, async (borrowed: Borrowed) => {
      const order = await borrowed.client.resume(known(before));
      try {
        await order.refresh();
      } catch (error) {
        if (!(error instanceof SatlineError)) throw error;
        await this.pause(error);
      }
      borrowed.check();
      const data: Data = { ...before.data, stage: "made", asks: before.data.asks + 1, ...this.factsOf(order) };
      const record = order.toJSON();
      // Most polls bring nothing new. Then the body stays as it is, and need not be sealed again.
      if (before.data.stage === "made" && isSame(known(before), record)) return this.finish(before, { data, body: before.body });
      const { call: _, ...body } = before.body;
      const after: Stored = { data, body: { ...body, record } };
      await this.emit(before, await this.eventsBetween(before, after));
      return this.finish(before, after);
    });
  }

  /** Stores an order, and puts its job off. Hands the order over if there is nothing left to learn. */
  private async finish(before: Stored, after: Stored): Promise<End> {
    if (after.data.due !== undefined) return this.putOff(before, after);
    const saved = await this.save(before, after);
    if (saved.data.due !== undefined) return this.putOff(saved, saved);
    await this.emit(saved, [{ type: "over", id: "over", body: { record: known(saved) } }]);
    // The key is remembered for some time; what the order was is not.
    return (await this.save(saved, { data: { ...saved.data, stage: "over" }, body: {} })).data;
  }

  /** Stores an order and puts its job off, in one round trip. */
  private async putOff(before: Stored, after: Stored): Promise<undefined> {
    const saved = await this.save(before, after, () => this.delay(this.nextOf(after)));
    // Another process has changed it meanwhile: a webhook wants a poll soon, or another worker has gone further.
    if (saved.data.r !== before.data.r + 1) await this.changeDelay(this.nextOf(saved));
  }

  /** Returns when the next step of an order is due. */
  private nextOf({ data: { stage, due, woken = 0 } }: Stored): number {
    if (stage === "over" || (stage === "made" && due === undefined)) return Date.now();
    return woken >= this.begun || due === undefined ? Date.now() + LEAST_MS : due;
  }

  /** Puts the job off. Another worker may have taken it over, if this one was slow, and put it off for too long. */
  private async delay(next: number): Promise<void> {
    try {
      await this.job.moveToDelayed(next, this.token);
    } catch (error) {
      if (!(await this.job.isDelayed())) throw error;
      await this.changeDelay(next);
    }
  }

  /** Changes when the job is due, unless it is already. */
  private async changeDelay(next: number): Promise<void> {
    await this.job.changeDelay(Math.max(0, next - Date.now())).catch(() => {});
  }

  private factsOf(order: Order): Pick<Data, "state" | "due"> {
    const due = order.askAt(this.context.attention)?.getTime();
    return { state: order.state, due };
  }

  /** Returns the events between two copies of an order. */
  private async eventsBetween(before: Stored, after: Stored): Promise<NewEvent[]> {
    const events: NewEvent[] = [];
    const record = known(after);
    const { nextStep } = after.body;
    const isNew = before.data.stage !== "made";
    if (isNew) events.push({ type: "made", id: "made", body: nextStep ? { record, nextStep } : { record } });
    const codes = new Set(isNew || !before.body.record ? [] : codesOf(before.body.record));
    for (const code of codesOf(record)) {
      if (codes.has(code)) continue;
      events.push({ type: "code_received", id: `code.${await this.context.seal.mark(`${this.key} ${code}`)}`, body: { record } });
    }
    const { state } = record;
    const isKnown = state === "code_received" || before.data.state === state || (isNew && isFirst(state));
    if (!isKnown) events.push({ type: state, id: state, body: { record } });
    return events;
  }

  /** Adds events to their queue. One that is there already is not added again. */
  private async emit(stored: Stored, added: readonly NewEvent[]): Promise<void> {
    if (added.length === 0) return;
    const { events, seal, service, logger } = this.context;
    const { account } = stored.data;
    const jobs = added.map(async ({ type, id, body }) => {
      // An order may be refused and ordered again with the same key: the time tells their events apart.
      const jobId = `${service}-${this.key}-${this.job.timestamp.toString(36)}-${id}`;
      const data: EventData = {
        type,
        key: this.key,
        ...(account === undefined ? {} : { account }),
        at: Date.now(),
        body: await seal.close(JSON.stringify(body), jobId),
      };
      await events.add(`${service} ${type}`, data, { jobId });
    });
    await Promise.all(jobs);
    for (const { type } of added) logger.info({ key: this.key, service, event: type }, "an event of an order");
  }

  private save(before: Stored, after: Stored, together?: () => Promise<void>): Promise<Stored> {
    const { store, attention } = this.context;
    return store.save(this.key, before, after, mergeStored(attention), (from, to) => countChange(from, to, this.late), together);
  }
}

interface NewEvent {
  type: string;
  /** Tells it from the other events of the order. */
  id: string;
  body: EventBody;
}

/** Combines two copies of an order: the further stage wins, and the records are merged. */
export const mergeStored = (attention: "away" | "looking") => async (theirs: Stored, ours: Stored): Promise<Stored> => {
  const [further, other] = rank(ours) >= rank(theirs) ? [ours, theirs] : [theirs, ours];
  const woken = Math.max(theirs.data.woken ?? 0, ours.data.woken ?? 0);
  const sent = Math.max(theirs.data.sent, ours.data.sent);
  const lost = Math.max(theirs.data.lost, ours.data.lost);
  const asks = Math.max(theirs.data.asks, ours.data.asks);
  const data: Data = { ...further.data, sent, lost, asks, ...(woken ? { woken } : {}) };
  const [one, two] = [further.body.record, other.body.record];
  if (!one || !two || one.service !== two.service) return { data, body: further.body };
  if (one.id !== two.id) {
    // Made twice, since a worker looked dead and was not. The first invoice may have been shown, unless that record only says
    // that the outcome is unknown.
    const kept = theirs.body.record?.state === "unknown" ? ours : theirs;
    return { data: { ...data, state: kept.data.state, due: kept.data.due }, body: kept.body };
  }
  const order = await client(one.service).resume(one);
  order.merge(two);
  const due = order.askAt(attention)?.getTime();
  return { data: { ...data, state: order.state, due }, body: { ...further.body, record: order.toJSON() } };
};

const STAGES: readonly string[] = ["intent", "sending", "unknown", "refused", "made", "over"];

const rank = ({ data }: Stored): number => STAGES.indexOf(data.stage);

/** Returns how the counters change with an order, `late` milliseconds after the step was due. */
export const countChange = (before: Stored, after: Stored, late = 0): Counts => {
  const counts: Counts = {};
  const add = (name: string, by: number) => {
    if (by) counts[name] = (counts[name] ?? 0) + by;
  };
  const group = ({ data }: Stored) => (data.stage === "made" ? data.state : data.stage === "unknown" ? "outcome_unknown" : undefined);
  // An order that is followed is counted when it is first written.
  const [from, to] = [before.data.r === 0 ? undefined : group(before), group(after)];
  if (from !== to) {
    if (from) add(`state:${from}`, -1);
    if (to) add(`state:${to}`, 1);
  }
  const asks = after.data.asks - before.data.asks;
  if (asks > 0) {
    add("asks", asks);
    add("late", late);
  }
  if (after.data.stage === "made" && before.data.stage !== "made") {
    add("made", 1);
    add("made:again", after.data.lost);
  }
  if (after.data.stage === "over" && before.data.stage !== "over") {
    add(`over:${after.data.state ?? "outcome_unknown"}`, 1);
    add("over:asks", after.data.asks);
  }
  const ms = timeToCode(before, after);
  if (ms !== undefined) {
    add("code", ms);
    add("code:count", 1);
    for (const end of CODE_SECONDS) if (ms <= 1_000 * end) add(`code:${end}`, 1);
  }
  return counts;
};

/** Returns how many milliseconds the first code took since the payment, if it has just come. */
const timeToCode = (before: Stored, after: Stored): number | undefined => {
  const { record } = after.body;
  if (after.data.state !== "code_received" || before.data.state === "code_received" || !record) return undefined;
  const { paidAt, changedAt } = record as { paidAt?: number; changedAt?: number };
  return paidAt && changedAt ? Math.max(0, changedAt - paidAt) : undefined;
};

const made = (stored: Stored, body: Body): Stored => ({ data: { ...stored.data, stage: "made" }, body });

const known = ({ body }: Stored): OrderRecord => {
  if (!body.record) throw new Error("The order has lost its record.");
  return body.record;
};

/** Whether two records say the same. When the service was last asked matters only until the next step is planned. */
const isSame = (one: OrderRecord, other: OrderRecord): boolean =>
  JSON.stringify({ ...one, askedAt: undefined }) === JSON.stringify({ ...other, askedAt: undefined });

const codesOf = (record: OrderRecord): string[] => (record["codes"] as { text: string }[]).map(({ text }) => text);

/** Whether the state says no more than that the order was made. */
const isFirst = (state: OrderState): boolean => state === "awaiting_payment" || state === "needs_confirmation";

/** Whether money leaves a balance when the order is sent, so that it must not be sent twice. A top-up saves itself first. */
const isPaidAtOnce = ({ body: { call } }: Stored): boolean =>
  Object.values(call ?? {}).some((options) => typeof options === "object" && "immediate" in options && options.immediate === true);

const isUnknown = ({ code }: SatlineError): boolean => code === "outcome.unknown" || code === "internal";

/** Sends an order. Misspelt options are errors of the client. */
const send = async (client: Client, call: Exclude<Body["call"], undefined>, keep: (record: OrderRecord) => Promise<void>) => {
  if ("topUp" in call) {
    return client.topUp({ ...call.topUp, save: ({ order }) => keep(order.toJSON()) });
  }
  const [[name, options]] = Object.entries(call) as [[string, object]];
  const method = (client as unknown as Record<string, (options: object) => Promise<Order>>)[name];
  if (!method) throw new TypeError(`The client has no ${name}.`);
  return { order: await method.call(client, options), nextStep: undefined };
};
