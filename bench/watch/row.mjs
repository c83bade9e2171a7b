import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { at, median } from "../measure.mjs";

const CONTENDERS = { satline: "satline", "setInterval and fetch for each": "setInterval", "a loop with a queue": "queue" };
const PER_SECOND = 1_000;

/** Starts a process for each run, in turns. */
const runs = async (count, turns) => {
  const all = {};
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, file] of Object.entries(CONTENDERS)) {
      const words = ["--expose-gc", join(import.meta.dirname, "one.mjs"), file, String(count)];
      const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 1 << 26 });
      (all[name] ??= []).push(JSON.parse(stdout));
    }
  }
  return Object.fromEntries(Object.entries(all).map(([name, each]) => [name, summed(each)]));
};

const summed = (each) => {
  const [{ requests, mostInASecond, delays }] = each;
  const middle = (name) => median(each.map((one) => one[name]));
  return { cpuUs: middle("cpuUs"), bytes: middle("bytes"), requests, mostInASecond, delay: median(delays), late: at(delays, 0.95) };
};

const tableOf = (count, all) => ({
  head: [`${count.toLocaleString("en")} order${count > 1 ? "s" : ""}`, "CPU per order and minute, µs", "memory per order, bytes", "requests per order", "most in a second", "code seen after, ms", "95 of 100 within, ms"],
  rows: Object.entries(all).map(([name, { cpuUs, bytes, requests, mostInASecond, delay, late }]) => [
    name === "satline" ? "**satline**" : name,
    cpuUs,
    // The memory of one order is too small to measure.
    count < 100 ? "" : bytes,
    requests,
    mostInASecond,
    delay,
    late,
  ]),
});

export default {
  title: "Orders watched",
  about:
    "In Node, from order to code: each is paid within a minute and a half and gets its code within two more minutes; time is simulated, the work is real. " +
    `No more than ${PER_SECOND.toLocaleString("en")} requests a second were allowed, and the two simple contenders pause for 5 seconds. Memory is the engine's heap and the wasm's.`,
  why: {
    memory: "an order is kept completely, with its invoice and its status, twice: for the program and in the wasm.",
    CPU:
      "each poll has its own AbortController and its own deadline, crosses into JavaScript and back, and its response is parsed, checked and " +
      "compared with the order; the timer's response is searched for one word.",
  },
  measure: async ({ quick }) => {
    // The budget is for 10,000 orders: fewer share the wasm's memory among them.
    const counts = quick ? [10_000] : [1, 100, 10_000];
    const tables = [];
    let goals;
    for (const count of counts) {
      const all = await runs(count, quick ? 1 : 3);
      tables.push(tableOf(count, all));
      const { satline: ours, "setInterval and fetch for each": plain } = all;
      // The last one counts, which has the most orders.
      goals = [
        { name: "memory", is: 2_048 / ours.bytes, least: 1, of: "2 kB ÷ one of our orders" },
        { name: "CPU", is: plain.cpuUs / ours.cpuUs, least: 1, of: "setInterval's ÷ ours" },
        { name: "bound", is: PER_SECOND / ours.mostInASecond, least: 1, of: "the limit ÷ the most in a second" },
      ];
    }
    return { tables, goals };
  },
};
