// A simulated service: an order is paid after a while, then gets a number, then a code. It counts requests.
import { createHash } from "node:crypto";

const LATENCY = 80;
const SECOND = 1_000;

/** Returns evenly spread numbers, the same in every run. */
const chance = (i, salt) => ((Math.imul(i + 1, 2654435761) ^ Math.imul(salt, 40503)) >>> 0) / 2 ** 32;

/** Ids are hashes, as the service's are. */
export const idOf = (i) => createHash("sha256").update(`order ${i}`).digest("hex");

export const service = (count, begun) => {
  const lives = new Map();
  for (let i = 0; i < count; i++) {
    const paidAt = begun + (30 + 60 * chance(i, 1)) * SECOND;
    lives.set(idOf(i), { paidAt, codeAt: paidAt + (20 + 100 * chance(i, 2)) * SECOND, delay: undefined });
  }
  const asked = [];
  const answerAbout = (life, now) => {
    if (now < life.paidAt) return { status: "OK", paid: false };
    const number = { status: "OK", paid: true, number: 4915112345678, country: "Germany", service: "WhatsApp" };
    return now < life.codeAt ? number : { ...number, code: "012345", timestamp: life.codeAt };
  };
  const fetch = async (url) => {
    asked.push(Date.now());
    await new Promise((resolve) => setTimeout(resolve, LATENCY));
    const life = lives.get(/orderId=(\w+)/.exec(url)[1]);
    const text = JSON.stringify(answerAbout(life, Date.now()));
    return { status: 200, ok: true, headers: { get: () => null }, text: async () => text, json: async () => JSON.parse(text) };
  };
  /** Records that a contender shows a code. */
  const seen = (id, code) => {
    if (code !== "012345") throw new Error(`${id} has no code ${code}`);
    lives.get(id).delay ??= Date.now() - lives.get(id).codeAt;
  };
  return { lives, asked, fetch, seen };
};
