// Orders by workers that are killed every second, with a Redis that is killed too; then the events, the service and its counts are compared.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Sms4Sats } from "satline";
import { build } from "../../../build/node_modules/esbuild/lib/main.js";
import { createFleet, FleetError } from "../../dist/index.js";
import { startRedis, startSandbox } from "../support.mjs";
import { startBooks } from "./books.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** In one file it starts in a third of the time: workers start every second here. */
const bundleWorker = async () => {
  const outfile = here("../../node_modules/.cache/kill-worker.cjs");
  await build({ entryPoints: [here("worker.mjs")], outfile, bundle: true, platform: "node", format: "cjs", external: ["satline"] });
  return outfile;
};
const KEY = "sandbox-key";

/**
 * Keeps so many workers running. `kill` ends one of them, chosen at random, at once; but not while another is still starting:
 * on a slow machine none would ever work.
 */
const startWorkers = (program, count, setup, folder) => {
  const files = [];
  const children = new Map();
  const ready = new Set();
  let isOver = false;
  const start = (index) => {
    const file = join(folder, `events-${files.length}.jsonl`);
    files.push(file);
    const env = { ...process.env, SATLINE_KILL: JSON.stringify({ ...setup, file }) };
    const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.once("data", () => ready.add(child));
    child.stderr.on("data", (text) => process.env.VERBOSE && process.stderr.write(text));
    child.on("exit", () => {
      ready.delete(child);
      if (!isOver) start(index);
    });
    children.set(index, child);
  };
  for (let index = 0; index < count; index++) start(index);
  return {
    kill: () => {
      if (ready.size < count) return 0;
      [...ready][Math.floor(Math.random() * ready.size)].kill("SIGKILL");
      return 1;
    },
    /** Ends all of them at once. They start again with what `setup` says then. */
    killAll: () => {
      for (const child of children.values()) child.kill("SIGKILL");
      return count;
    },
    /** Returns the events that were accepted so far, by their ids: how often, and which. */
    events: () => {
      const events = new Map();
      for (const file of files.filter(existsSync)) {
        // The last line of a worker that was killed may be a part.
        for (const line of readFileSync(file, "utf8").split("\n").slice(0, -1)) {
          const [id, key, type, code] = JSON.parse(line);
          events.set(id, { key, type, code, times: (events.get(id)?.times ?? 0) + 1 });
        }
      }
      return events;
    },
    stop: async () => {
      isOver = true;
      const ends = [...children.values()].map((child) => child.exitCode ?? child.signalCode ?? once(child, "exit"));
      for (const child of children.values()) child.kill("SIGKILL");
      await Promise.all(ends);
    },
  };
};

/**
 * Makes orders, of which each `balance`th is paid from a balance, until each is over or its outcome is unknown. Kills a
 * worker every second, and Redis after so many seconds. In the first seconds the limit is as `tight` says, if it does.
 */
export const run = async ({ orders, workers, concurrency = 2, limiter, atOnce = 50, balance = 5, killEveryMs = 1_000, killRedisAtS = [25, 40], tight, deadlineS = 900, program, say = console.log }) => {
  const { address: SITE, site, stop } = await startSandbox();
  await site("settings", { numberAfterMs: 500, codeAfterMs: 2_500 });
  const books = await startBooks(SITE);
  const direct = new Sms4Sats({ baseUrl: `${SITE}/sms4sats`, network: "regtest", apiKey: KEY });
  // More than their cost together; the wallet begins with enough for some three thousand.
  await site("wallet", { addSats: 8_000 * orders });
  const funding = await direct.fund({ amountSat: 4_000 * Math.ceil(orders / balance) });
  await site("pay", { invoice: funding.invoice.text });
  const rich = await direct.balance();

  const redis = await startRedis(program);
  const folder = mkdtempSync(join(tmpdir(), "satline-kill-"));
  const options = { connection: redis.connection, limiter: { sms4sats: tight?.limiter ?? limiter }, seal: Buffer.alloc(32, 7).toString("base64") };
  const client = { baseUrl: `${books.address}/sms4sats`, network: "regtest", apiKey: KEY };
  const setup = { options, client, worker: { concurrency, lockDuration: 3_000 } };
  const crew = startWorkers(await bundleWorker(), workers, setup, folder);
  const fleet = createFleet({ ...options, seal: Buffer.alloc(32, 7), client: { sms4sats: () => direct } });

  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const ids = new Map();
  const unknown = new Set();
  let [kills, redisKills, isOver, requestsWhileTight] = [0, 0, false, 0];
  const killing = (async () => {
    const left = [...killRedisAtS];
    while (!isOver) {
      await sleep(killEveryMs);
      if (isOver) break;
      if (tight && options.limiter.sms4sats === tight.limiter && seconds() > tight.seconds) {
        // All processes of a fleet must have the same limit.
        requestsWhileTight = books.most(tight.limiter.duration);
        options.limiter.sms4sats = limiter;
        kills += crew.killAll();
      } else if (left.length && seconds() > left[0]) {
        left.shift();
        await redis.kill();
        redisKills += 1;
        await sleep(500);
        await redis.start();
      } else {
        kills += crew.kill();
      }
    }
  })();

  const keys = Array.from({ length: orders }, (_, index) => `${index}`);
  const waiting = [...keys];
  const orderOne = async (key) => {
    const immediate = Number(key) % balance === 0;
    try {
      const { status, stage } = await fleet.order({ key, receive: { country: "germany", service: "wa", referral: `${key}@kill.example`, immediate } });
      if (status) ids.set(key, status.id);
      if (immediate || stage === "over") return;
      await site("pay", { invoice: status.invoice.text });
      await fleet.paid(key);
    } catch (error) {
      if (!(error instanceof FleetError) || error.outcome !== "unknown") throw error;
      unknown.add(key);
    }
  };
  const ordering = Array.from({ length: atOnce }, async () => {
    for (let key = waiting.shift(); key !== undefined && seconds() < deadlineS; key = waiting.shift()) {
      await orderOne(key);
    }
  });
  await Promise.all(ordering);
  const orderedS = seconds();

  /** Returns whether no event is waiting any more. */
  const areAllDelivered = async () => !/^bullmq_job_count\{queue="events",state="\w+"\} [1-9]/m.test(await fleet.metrics());
  const endings = new Set(["over", "outcome_unknown"]);
  let ended;
  do {
    await sleep(500);
    ended = new Set([...crew.events().values()].filter(({ type }) => endings.has(type)).map(({ key }) => key));
  } while ((ended.size < orders || !(await areAllDelivered())) && seconds() < deadlineS);
  const tookS = seconds();
  if (tookS > deadlineS) say(`After ${deadlineS} seconds ${orders - ended.size} orders were not over.`);
  isOver = true;
  await killing;

  // What the service knows of each order, asked of it directly, and its own books.
  const events = [...crew.events().values()];
  const delivered = new Map(events.filter(({ type }) => type === "code_received").map(({ key, code }) => [key, code]));
  const wrong = [];
  for (const [key, id] of ids) {
    const { code } = await direct.fetchStatus({ id });
    if (code === undefined || delivered.get(key) !== code) wrong.push(key);
  }
  const rows = await site("requests");
  const counted = (path) => rows.filter((row) => row.path === path).reduce((sum, { count }) => sum + count, 0);
  const sum = (map) => [...map.values()].reduce((total, count) => total + count, 0);
  const again = keys.filter((key) => (books.made.get(key) ?? 0) > 1);
  const metrics = await fleet.metrics();
  const metric = (name) => Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, "m").exec(metrics)?.[1] ?? 0);
  const report = {
    orders,
    workers,
    orderedS: Math.round(orderedS),
    tookS: Math.round(tookS),
    workersKilled: kills,
    redisKilled: redisKills,
    ordersLost: keys.filter((key) => !ended.has(key)).length,
    codesDelivered: delivered.size,
    codesWrongOrMissing: wrong.length,
    outcomesUnknown: new Set(events.filter(({ type }) => type === "outcome_unknown").map(({ key }) => key)).size,
    paidTwice: again.filter((key) => Number(key) % balance === 0).length,
    invoicesMadeAgain: again.filter((key) => Number(key) % balance !== 0).reduce((total, key) => total + books.made.get(key) - 1, 0),
    ofWhichCounted: metric("satline_orders_made_again_total"),
    spentSat: rich - (await direct.balance()),
    creates: sum(books.made),
    createsInTheSandboxsBooks: counted("/sms4sats/createorder"),
    asks: sum(books.asked),
    asksPerOrder: Number((sum(books.asked) / orders).toFixed(2)),
    asksCounted: metric("satline_asks_total"),
    eventsDeliveredAgain: events.reduce((total, { times }) => total + times - 1, 0),
    ...(tight && { mostRequestsWhileTight: requestsWhileTight, allowedWhileTight: tight.limiter.max }),
    mostRequests: books.most(limiter.duration),
    allowed: limiter.max,
  };
  say(JSON.stringify(report, undefined, 2));
  await crew.stop();
  await fleet.close();
  books.close();
  stop();
  await redis.stop();
  rmSync(folder, { recursive: true });
  return report;
};
