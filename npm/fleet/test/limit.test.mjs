// The bound on requests.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Sms4Sats } from "satline";
import { AT, afresh, site } from "../../test/site.mjs";
import { windows } from "../dist/limit.js";
import { clientsOf, startFleet, startRedis, until } from "./support.mjs";

let redis;
before(async () => (redis = await startRedis()));
after(() => redis.stop());

test("no stretch of time has more requests than allowed, wherever full windows touch", () => {
  for (const limit of [{ max: 1, duration: 1_000 }, { max: 10, duration: 1_000 }, { max: 60, duration: 600_000 }, { max: 1_000, duration: 5_000 }]) {
    const { max, duration } = windows(limit);
    // Each window's requests come at its end, or at its beginning: the worst that BullMQ allows.
    const full = Math.floor((limit.duration - 1) / duration) + (max === 1 ? 1 : 2);
    assert.ok(full * max <= limit.max, JSON.stringify(limit));
    assert.ok((max / duration) * limit.duration >= 0.8 * limit.max, "most of what is allowed is used");
  }
});

test("requests that a step sends in addition wait for a place too", async (context) => {
  await afresh();
  await site("faults", { route: "GET /sms4sats/orderstatus", status: 503, times: 2 });
  const times = [];
  const client = {
    sms4sats: ({ fetch }) =>
      new Sms4Sats({
        ...AT.sms4sats,
        fetch: async (...request) => {
          const response = await fetch(...request);
          times.push(performance.now());
          return response;
        },
      }),
  };
  const { fleet } = startFleet({ connection: redis.connection, client, limiter: { sms4sats: { max: 1, duration: 3_000 } } });
  context.after(() => fleet.close());
  await fleet.follow(await new Sms4Sats(AT.sms4sats).receive({ country: "germany", service: "wa" }));
  await until(() => times.length === 3);
  // The client itself would have sent them again after half a second, and after two. A busy machine may send the
  // first one some time after its place was taken.
  assert.ok(times[2] - times[0] > 4_000, `${times[2] - times[0]} ms`);
});

test("if the service wants fewer requests, all workers pause", async (context) => {
  await afresh();
  await site("faults", { route: "POST /sms4sats/createorder", status: 429, retryAfter: 3, times: 1 });
  const options = { connection: redis.connection, client: clientsOf(AT), prefix: "{pause}" };
  const [one, two] = [startFleet(options), startFleet(options)];
  context.after(() => Promise.all([one.fleet.close(), two.fleet.close()]));
  const receive = { country: "germany", service: "wa", immediate: true };
  const refused = one.fleet.order({ key: "a", receive });
  const creates = async () => (await site("requests")).find(({ path }) => path === "/sms4sats/createorder")?.count ?? 0;
  await until(async () => (await creates()) === 1);
  const begun = performance.now();
  // Not only the order that was refused.
  await Promise.all([one.fleet.order({ key: "b", receive }), two.fleet.order({ key: "c", receive })]);
  assert.ok(performance.now() - begun > 2_500);
  await refused;
  assert.equal(await creates(), 4);
});

test("a client that does not use the fetch that it was given is refused", async (context) => {
  await afresh();
  const client = { sms4sats: () => new Sms4Sats(AT.sms4sats) };
  const { fleet, logs } = startFleet({ connection: redis.connection, client, prefix: "{unlimited}" });
  context.after(() => fleet.close());
  await fleet.follow(await new Sms4Sats(AT.sms4sats).receive({ country: "germany", service: "wa" }));
  await until(() => logs.some((line) => line.includes("pass `fetch` on to the client")));
});
