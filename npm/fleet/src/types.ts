import type { Queue } from "bullmq";
import type { Cluster, Redis, RedisOptions } from "ioredis";
import type {
  Bitrefill,
  FetchOptions,
  FetchResponse,
  Grid,
  Lava,
  MessageOptions,
  NextStep,
  OrderRecord,
  OrderState,
  OrderStatus,
  ReceiveOptions,
  SatlineError,
  ServiceName,
  Sms4Sats,
  TopUpOptions,
} from "satline";

/** A client of satline's. */
export type Client = Sms4Sats | Bitrefill | Lava | Grid;

/** At most `max` requests in any `duration` milliseconds, over all workers together. */
export interface Limit {
  max: number;
  duration: number;
}

/** Where log entries go: pino, the console, or anything with these two methods. No entry has a number, a code or a key. */
export interface Logger {
  info(entry: object, message: string): void;
  error(entry: object, message: string): void;
}

/** Creates the client of a service. Keys stay in this function: nothing in Redis has any. */
export type CreateClient<C extends Client> = (request: ClientRequest) => C;

/** What a {@link CreateClient} is called with. */
export interface ClientRequest {
  /** The name that the order was given as `account`: decides which key is used. */
  account: string | undefined;
  /** Pass it to the client: it keeps every request within the limit. */
  fetch: (url: string, options: FetchOptions) => Promise<FetchResponse>;
}

/** The options of {@link createFleet}. */
export interface FleetOptions {
  /** Redis or Valkey: ioredis' options, or a client of ioredis with `maxRetriesPerRequest: null`. */
  connection: RedisOptions | Redis | Cluster;
  /**
   * Creates clients, for each service that the fleet's workers handle.
   *
   * @example
   * client: { sms4sats: ({ fetch }) => new Sms4Sats({ apiKey: process.env.SMS4SATS_KEY, fetch }) }
   */
  client: {
    sms4sats?: CreateClient<Sms4Sats>;
    Bitrefill?: CreateClient<Bitrefill>;
    Lava?: CreateClient<Lava>;
    Grid?: CreateClient<Grid>;
  };
  /**
   * How often each service may be asked. Default: sms4sats 10 a second, Bitrefill 60 in ten minutes, Lava and Grid 5 a
   * second. All processes of a fleet must have the same.
   */
  limiter?: Partial<Record<ServiceName, Limit>> | undefined;
  /** What keys in Redis begin with; the braces keep a fleet in one slot of a cluster. Default: `{satline}`. */
  prefix?: string | undefined;
  /** 32 bytes: encrypts records and events in Redis. Of several keys the first encrypts, and all decrypt. */
  seal?: Uint8Array | readonly Uint8Array[] | undefined;
  /** Where the service reaches {@link Fleet.webhook}: orders of messages get this address, followed by a name of their own:
   * the key, `~`, and a part that is made with a secret that only Redis has. */
  webhookUrl?: string | undefined;
  /** How often orders are asked about: `looking`, every five seconds instead of fifteen. Default: `away`. */
  attention?: "away" | "looking" | undefined;
  /** How long a finished order's key is remembered, so that it is not made again. Default: a day. */
  rememberMs?: number | undefined;
  logger?: Logger | undefined;
}

/** Options that can be stored. */
export type Stored<T> = Omit<T, "signal" | "headers">;

/** What to order, with the options of the client's method of that name. */
export type Call =
  | { receive: Stored<ReceiveOptions> }
  | { sendSms: Stored<MessageOptions> & { phone: string } }
  | { sendEmail: Stored<MessageOptions> & { address: string } }
  | { fund: { amountSat: number } }
  | {
      /** The service to top up. */
      at: ServiceName;
      topUp: Omit<Stored<TopUpOptions>, "save" | "amount"> & { amount?: string | number | undefined };
    };

/** The options of {@link Fleet.order}. */
export type OrderOptions = Call & {
  /** Your own name for the order, such as its number: 1 to 100 letters, digits, `_`, `.` and `-`. It is made once. */
  key: string;
  /** Passed to `client`, to choose a key. */
  account?: string | undefined;
  /** Ends the wait, not the order. */
  signal?: AbortSignal | undefined;
};

/** An order of the fleet. */
export interface FleetOrder {
  key: string;
  service: ServiceName;
  /**
   * `intent`: not sent yet. `sending`: sent, the response is awaited. `unknown`: paid from a balance, and the response was
   * lost. `made`: followed. `over`: handed over. `refused`: the service refused it.
   */
  stage: Stage;
  /** Absent before it is made, and after it was handed over. */
  status?: OrderStatus;
  /** For a top-up: what to do. */
  nextStep?: NextStep;
}

export type Stage = "intent" | "sending" | "unknown" | "made" | "over" | "refused";

/** An error as plain data: a {@link SatlineError} without stack and cause. */
export type ErrorDetails = ReturnType<SatlineError["toJSON"]>;

/** What every event says. */
export interface EventBase {
  /** An event that is delivered again has the id that it had. */
  id: string;
  key: string;
  service: ServiceName;
  account?: string;
  at: Date;
}

/** An event of an order. Delivered at least once. */
export type FleetEvent = EventBase &
  (
    | {
        /** The order was made: pay its invoice. Or its state, when that has changed; `code_received` for every code. */
        type: "made" | OrderState;
        status: OrderStatus;
        /** The same, to store: {@link Fleet.follow} continues from it. */
        record: OrderRecord;
        nextStep?: NextStep;
      }
    | {
        /** It is over, and the fleet forgets it: `record` is all that is known. */
        type: "over";
        status: OrderStatus;
        record: OrderRecord;
      }
    | {
        /** It was not made, and no money moved. */
        type: "refused";
        error: ErrorDetails;
      }
    | {
        /** It was paid from a balance, and the response was lost. Look at the balance, then call {@link Fleet.settle}. */
        type: "outcome_unknown";
        error?: ErrorDetails;
      }
  );

/** The options of {@link Fleet.worker} and {@link Fleet.events}. */
export interface WorkerOptions {
  /** How many orders it handles at a time, or events. Default: 8 orders, one event. */
  concurrency?: number | undefined;
  /** After how many milliseconds without a sign of life another process takes over. Default: 30000. */
  lockDuration?: number | undefined;
}

/** Something that runs until it is closed. */
export interface Running {
  /** Finishes what is under way, and ends. */
  close(): Promise<void>;
}

/** Orders on many machines. */
export interface Fleet {
  /**
   * Orders, once per `key`, and resolves when a worker has made the order: show `status.invoice` then. Calling it again with
   * the same key returns the same order. Rejects with a {@link FleetError} if it is refused.
   *
   * @example
   * const { status } = await fleet.order({ key: "shop-1001", receive: { country: "germany", service: "wa" } });
   * show(status.invoice.text);
   */
  order(options: OrderOptions): Promise<FleetOrder>;
  /**
   * Follows an order that was made elsewhere, from itself or its record. If the fleet follows it already, what both know is
   * merged. Returns its key.
   *
   * @example
   * await fleet.follow(await sms.receive({ country: "germany", service: "wa" }));
   */
  follow(order: OrderRecord | { toJSON(): OrderRecord }, options?: { key?: string; account?: string }): Promise<string>;
  /** Returns what is known of an order; undefined if the fleet does not know the key. */
  find(key: string, service?: ServiceName): Promise<FleetOrder | undefined>;
  /** Says that an order's invoice was paid, so that it is asked about in two seconds. */
  paid(key: string, service?: ServiceName): Promise<void>;
  /**
   * Takes a webhook of sms4sats: the last part of its address, and its body. Anyone can post there, so it only makes the fleet
   * ask about the order. Resolves with false if the name is unknown; throws if no service would post such a body.
   *
   * @example
   * app.post("/satline/:name", express.text({ type: "*" + "/*" }), async (request, response) => {
   *   response.sendStatus((await fleet.webhook(request.params.name, request.body)) ? 204 : 404);
   * });
   */
  webhook(name: string, body: string | object): Promise<boolean>;
  /**
   * Decides about an order whose outcome is unknown, after you have looked at the balance: `not_made` sends it again,
   * `made` ends it.
   */
  settle(key: string, outcome: "made" | "not_made", service?: ServiceName): Promise<void>;
  /**
   * Starts a worker, in this process. Start as many as you like, on as many machines.
   *
   * @example
   * const worker = fleet.worker({ concurrency: 8 });
   * process.once("SIGTERM", () => worker.close());
   */
  worker(options?: WorkerOptions): Running;
  /**
   * Delivers events to a function, each at least once: if it throws or rejects, the event is delivered again, at growing
   * intervals of up to a minute. With several consumers each event goes to one of them.
   *
   * @example
   * fleet.events(async (event) => {
   *   if (event.type === "code_received") await store(event.id, event.key, event.status.code);
   * });
   */
  events(handle: (event: FleetEvent) => unknown, options?: WorkerOptions): Running;
  /** Returns the metrics of all processes, as OpenMetrics text. */
  metrics(): Promise<string>;
  /** BullMQ's queues, one for each service in `client` and one for events: for tools that show them. */
  readonly queues: readonly Queue[];
  /** Closes the workers, after what is under way, and the connections. */
  close(): Promise<void>;
}
