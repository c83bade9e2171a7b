// `node --expose-gc one.mjs CONTENDER COUNT`: follows that many orders from payment to code.
import { readFileSync } from "node:fs";
import { mostWithin } from "../measure.mjs";
import { install, pass } from "./clock.mjs";
import { memories } from "./memories.mjs";
import { service } from "./service.mjs";

const [name, words] = process.argv.slice(2);
const count = Number(words);
const BOUNDS = { perSecond: 1_000, atOnce: 200 };
const MINUTE = 60_000;
/** Just after the fixture's order was created. */
const BEGUN = 1_666_344_260_000;
const created = JSON.parse(readFileSync(new URL("../../crates/core/tests/data/sms4sats/order-created.json", import.meta.url), "utf8"));

const used = () => {
  gc();
  return process.memoryUsage().heapUsed + memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
};

const { prepare, watch } = await import(`./contenders/${name}.mjs`);
install(BEGUN);
const record = await prepare(created);
const { lives, asked, fetch, seen } = service(count, BEGUN);
const before = used();
const kept = await watch(record, count, { fetch, seen, ...BOUNDS });
await pass(BEGUN + MINUTE / 3);
const bytes = used() - before - asked.length * 8;
const cpu = process.cpuUsage();
const begun = Date.now();
const isOver = () => [...lives.values()].every(({ delay }) => delay !== undefined);
for (let minute = 1; minute <= 10 && !isOver(); minute++) await pass(BEGUN + minute * MINUTE);
const { user, system } = process.cpuUsage(cpu);
if (!isOver() || kept.length !== count) throw new Error("not every code was seen");

const followed = [...lives.values()].reduce((sum, { codeAt, delay }) => sum + codeAt + delay - begun, 0) / MINUTE;
console.log(
  JSON.stringify({
    cpuUs: (user + system) / followed,
    bytes: bytes / count,
    requests: asked.length / count,
    mostInASecond: mostWithin(asked, 1_000),
    delays: [...lives.values()].map(({ delay }) => delay),
  }),
);
