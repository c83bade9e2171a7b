/** The clients of one service's steps: each is used by one step at a time, so that its requests can be counted. */
import { Bitrefill, Grid, Lava, type ServiceName, Sms4Sats } from "satline";
import type { Client, ClientRequest } from "./types.js";

/** A client that a step has to itself. */
export interface Borrowed {
  client: Client;
  /** Throws if the client has not sent its requests by the `fetch` that it was given. */
  check(): void;
}

/** Clients by account. */
export class Clients {
  private readonly idle = new Map<string | undefined, Slot[]>();

  constructor(
    private readonly create: (request: ClientRequest) => Client,
    /** Waits until another request may be sent. */
    private readonly place: () => Promise<void>,
  ) {}

  /** Runs a step with a client of its own. BullMQ's limiter has counted the step's first request. */
  async with<T>(account: string | undefined, work: (borrowed: Borrowed) => Promise<T>): Promise<T> {
    const idle = this.idle.get(account) ?? [];
    this.idle.set(account, idle);
    const slot = idle.pop() ?? new Slot(account, this.create, this.place);
    slot.sent = 0;
    try {
      return await work(slot);
    } finally {
      idle.push(slot);
    }
  }
}

class Slot implements Borrowed {
  sent = 0;
  readonly client: Client;

  constructor(account: string | undefined, create: (request: ClientRequest) => Client, place: () => Promise<void>) {
    this.client = create({
      account,
      fetch: async (url, options) => {
        this.sent += 1;
        if (this.sent > 1) await place();
        return fetch(url, options);
      },
    });
  }

  check(): void {
    if (this.sent === 0) throw new TypeError("client: pass `fetch` on to the client, or nothing limits its requests.");
  }
}

const readers = new Map<ServiceName, Client>();

/** Returns a client without a key, to read records with. It sends nothing. */
export const client = (service: ServiceName): Client => {
  const known = readers.get(service);
  if (known) return known;
  const Reader = { sms4sats: Sms4Sats, Bitrefill, Lava, Grid }[service];
  const reader = new Reader(service === "Grid" ? ({ accountId: "reader" } as never) : {});
  readers.set(service, reader);
  return reader;
};
