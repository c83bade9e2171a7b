/** The bound on requests, over all workers: BullMQ's limiter, and the same counter for further requests of a step. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Limit } from "./types.js";

/** In how many windows a longer bound is divided. */
const WINDOWS = 10;

/**
 * Returns a limit for BullMQ, which counts in fixed windows: two full ones can touch. Divided into shorter windows,
 * no more than `max` requests fit into any stretch of `duration`, wherever it begins.
 */
export const windows = ({ max, duration }: Limit): Limit =>
  max <= 2 * WINDOWS
    ? { max: 1, duration: Math.ceil(duration / max) }
    : { max: Math.floor(max / (WINDOWS + 1)), duration: Math.ceil(duration / WINDOWS) };

/** BullMQ takes a place when a job starts. This takes one more, from the same counter. */
const TAKE = `
local ttl = redis.call("PTTL", KEYS[1])
if ttl > 0 and tonumber(redis.call("GET", KEYS[1])) >= tonumber(ARGV[1]) then return ttl end
if redis.call("INCR", KEYS[1]) == 1 then redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 0`;

/** Waits until another request may be sent. */
export const takePlace = async (redis: Redis, queue: Queue, limit: Limit, signal?: AbortSignal): Promise<void> => {
  for (;;) {
    const wait = Number(await redis.eval(TAKE, 1, queue.toKey("limiter"), limit.max, limit.duration));
    if (wait <= 0) return;
    await sleep(wait, undefined, signal ? { signal } : {});
  }
};
