// Eight tabs of one profile, with orders of each: one of them polls, and none of them grows.

import { order, pay, weigh } from "./app.js";
import { CHROMIUM_ONLY, expect, SERVER_ONLY, test } from "./fixtures.js";

const TABS = 8;
const STATUS = "/sms4sats/orderstatus";

test.use({ trace: "off" });

/** How often the tabs' time jumps: three minutes in all. */
const JUMPS = 18;
const JUMP_MS = 10_000;

test("of eight tabs with orders of their own one polls, as often as one tab would, and none grows", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ context, sandbox }) => {
  test.setTimeout(240_000);
  const before = await sandbox.sent(STATUS);
  const tabs = [];
  const asked = new Map();
  for (let count = 0; count < TABS; count += 1) {
    const tab = await context.newPage();
    tabs.push(tab);
    asked.set(tab, []);
    tab.on("request", (request) => {
      if (request.url().includes(STATUS)) asked.get(tab).push(new URL(request.url()).searchParams.get("orderId"));
    });
    await tab.goto("/");
    await order(tab, "DE", "never");
    await pay(tab);
  }
  // Each shows all orders.
  for (const tab of tabs) {
    await tab.getByRole("navigation").getByRole("link", { name: "Orders" }).click();
    await expect(tab.getByTestId("row")).toHaveCount(TABS);
  }
  const last = tabs.at(-1);
  await last.bringToFront();
  await last.evaluate(() => dispatchEvent(new Event("focus")));
  const locks = () => last.evaluate(async () => (await navigator.locks.query()).held.length);
  await expect.poll(locks).toBe(1);
  const pass = async (jumps) => {
    for (let jump = 0; jump < jumps; jump += 1) for (const tab of tabs) await tab.clock.fastForward(JUMP_MS);
  };
  await pass(2);
  const earlier = new Map(tabs.map((tab) => [tab, asked.get(tab).length]));
  const first = await Promise.all(tabs.map(weigh));
  await pass(JUMPS);
  // It goes on asking meanwhile. Counted from the beginning: no request was on its way then.
  await expect.poll(async () => (await sandbox.sent(STATUS)) - before - [...asked.values()].flat().length).toBe(0);
  expect(tabs.filter((tab) => asked.get(tab).length > earlier.get(tab))).toEqual([last]);
  const since = asked.get(last).slice(earlier.get(last));
  const { length } = since;
  // Each order is asked about every few seconds, so about once for each jump; twice if real time passes too.
  expect(length).toBeGreaterThan(JUMPS);
  expect(length).toBeLessThanOrEqual(2 * JUMPS * TABS);
  expect(new Set(since).size).toBe(TABS);
  for (const [place, tab] of tabs.entries()) {
    const { bytes, nodes } = await weigh(tab);
    expect(bytes, `tab ${place}: bytes, before ${first[place].bytes}`).toBeLessThan(first[place].bytes * 1.1 + 500_000);
    expect(nodes, `tab ${place}: nodes`).toBeLessThanOrEqual(first[place].nodes);
  }
});
