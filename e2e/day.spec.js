// A day in one browser, with orders all day: `DAY=2000 npx playwright test day` has two thousand. Every run has an hour
// with a few. The page of all orders is open, and shows each change.

import { keepMemory, load, weigh } from "./app.js";
import { checkEnd, recordTexts, storedOrders } from "./books.js";
import { CHROMIUM_ONLY, expect, SERVER_ONLY, test } from "./fixtures.js";
import { installJumpingClock, jump, jumpTo } from "./jumping-clock.js";

const ORDERS = Number(process.env.DAY ?? 12);
const HOURS = process.env.DAY ? 24 : 1;
/** Hours without new orders, in which what is waited for ends: two, to compare the memory of the last with. */
const AFTER = 2;
const MINUTE = 60_000;
/** Ten a second, over all orders together. */
const MOST_AN_HOUR = 36_000;

test.use({ movesTime: false, trace: "off" });

/** Makes the given number of orders in the page's next hour, as another tab would: each is stored, and announced.
 *  Most are paid within a minute. */
async function liveAnHour({ count, model, services }) {
  const settled = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
  globalThis.otherTab ??= { database: await settled(indexedDB.open("satline-sandbox")), channel: new BroadcastChannel("satline-sandbox"), made: 0 };
  const { database, channel } = globalThis.otherTab;
  const post = async (path, body) => (await fetch(path, { method: "POST", body: JSON.stringify(body) })).json();
  const order = async () => {
    const service = services[globalThis.otherTab.made++ % services.length];
    await fetch("/sandbox/"); // moves its clock
    const { orderId: id, payreq: invoice } = await post("/sms4sats/createorder", { country: 43, service: service.replace("unpaid ", "") });
    const { amountSats } = await (await fetch(`/sandbox/invoices/${id}`)).json();
    const now = Date.now();
    const expectation = { ...model.order.expectation, paymentHash: id, priceSat: amountSats };
    const made = { ...model.order, id, invoice, expectation, createdAt: now, changedAt: now, expiresAt: now + 86_400_000, askedAt: undefined };
    const transaction = database.transaction("orders", "readwrite");
    transaction.objectStore("orders").put(JSON.stringify({ ...model, order: made, item: service, price: amountSats }), `sms4sats/${id}`);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    channel.postMessage(`sms4sats/${id}`);
    if (!service.startsWith("unpaid")) setTimeout(() => post("/sandbox/pay", { invoice }), 5_000 + Math.random() * 55_000);
  };
  for (let place = 0; place < count; place += 1) setTimeout(order, Math.random() * 3_600_000);
  await jump(3_600_000);
}

/** What is ordered, in turn: of a hundred, five bring no code, five are never paid, and six bring a late one. */
const SERVICES = Array.from({ length: 100 }, (_, place) => {
  if (place % 20 === 7) return "never";
  if (place % 20 === 13) return "unpaid wa";
  if (place % 33 === 5) return "slow";
  if (place % 33 === 22) return "late";
  return ["wa", "tg", "lead0"][place % 3];
});

/** Returns the bytes of the page's objects and of its wasm, and its nodes, after a collection of garbage. */
async function weighBoth(page) {
  const { bytes: script, nodes } = await weigh(page);
  const wasm = await page.evaluate(() => wasmMemory.buffer.byteLength);
  return { script, wasm, nodes };
}

/** Returns how often the page has asked about orders. */
const asked = (page) => page.evaluate(() => requested["/sandbox/sms4sats/orderstatus"] ?? 0);

/** Returns how many tabs poll. */
const pollers = (page) => page.evaluate(async () => (await navigator.locks.query()).held.filter(({ name }) => name.endsWith("sms4sats")).length);

/** Returns the CPU time of the page's thread in milliseconds for each key that is typed into the search. */
async function typeInto(page, texts) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("Performance.enable", { timeDomain: "threadTicks" });
  const time = async () => {
    const { metrics } = await tools.send("Performance.getMetrics");
    const counted = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
    return metrics.filter(({ name }) => counted.includes(name)).reduce((sum, { value }) => sum + value * 1_000, 0);
  };
  const times = [];
  for (const text of texts) {
    const before = await time();
    await page.getByTestId("search").fill(text);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    times.push((await time()) - before);
  }
  await tools.detach();
  return times;
}

test(`in a day with orders all the time one tab polls, within bounds, and nothing is lost`, { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page, context, sandbox }) => {
  test.setTimeout(120_000 + ORDERS * 3_000);
  await installJumpingClock(context, { lag: 10_000 });
  await context.addInitScript(keepMemory);
  await page.goto("/?country=43&service=wa");
  await jumpTo(page.getByTestId("order"));
  await page.getByTestId("order").click();
  await jumpTo(page.getByTestId("qr"));
  const model = JSON.parse((await recordTexts(page))[0]);
  await sandbox.pay(model.order.invoice);
  await load(page, "/orders");
  await jumpTo(page.getByTestId("row"));
  const hours = [];
  let before = await asked(page);
  const begun = await weighBoth(page);
  for (let hour = 1; hour <= HOURS + AFTER; hour += 1) {
    const place = Math.min(hour, HOURS);
    const count = Math.floor((ORDERS * place) / HOURS) - Math.floor((ORDERS * (hour - 1)) / HOURS);
    const real = Date.now();
    await page.evaluate(liveAnHour, { count: Math.max(0, count), model, services: SERVICES });
    expect(await pollers(page)).toBe(1);
    const now = await asked(page);
    hours.push({ requests: now - before, ...(await weighBoth(page)), seconds: (Date.now() - real) / 1_000 });
    before = now;
    if (HOURS > 1) console.log(`hour ${hour}:`, JSON.stringify(hours.at(-1)));
  }
  for (const { requests } of hours) expect(requests, "requests in an hour").toBeLessThanOrEqual(MOST_AN_HOUR);
  const last = hours.at(-1);
  // Each order has its record in memory, and a row.
  for (const part of ["script", "wasm"]) {
    expect.soft(last[part], `bytes of ${part}`).toBeLessThan(begun[part] + 4_000_000 + ORDERS * 25_000);
    expect.soft(last[part], `bytes of ${part} without new orders`).toBeLessThan(hours.at(-2)[part] * 1.05 + 500_000);
  }

  await test.step("nothing is lost", async () => {
    const orders = await storedOrders(page);
    expect(orders.size).toBe(ORDERS + 1);
    const broken = [];
    const states = {};
    for (const order of orders.values()) {
      broken.push(...(await checkEnd(order, sandbox)));
      states[order.state] = (states[order.state] ?? 0) + 1;
    }
    console.log(JSON.stringify({ orders: orders.size, requests: hours.reduce((sum, { requests }) => sum + requests, 0), states }));
    expect(broken).toEqual([]);
  });

  await test.step("the page of all orders is usable", async () => {
    const opened = Date.now();
    await load(page, "/orders");
    await jumpTo(page.getByTestId("row").last(), { step: 50, steps: 1_000 });
    await expect(page.getByTestId("count")).toHaveText(`${(ORDERS + 1).toLocaleString("en")} orders`);
    const took = Date.now() - opened;
    const keys = await typeInto(page, ["w", "wh", "never", "", "received", "refunded", ""]);
    await page.getByTestId("search").fill("refunded");
    await expect(page.getByTestId("row").filter({ visible: true }).first()).toHaveText(/Refunded/);
    console.log(`opened after ${took} ms; keys: ${keys.map((time) => time.toFixed(0)).join(" ")} ms`);
    expect.soft(took, "until all are listed").toBeLessThan(1_500 + 2 * ORDERS);
    // The quick build, on a busy machine; a release takes a fraction of it.
    expect.soft(Math.max(...keys), "the slowest key").toBeLessThan(50 + ORDERS / 5);
  });

  await test.step("of two tabs one polls", async () => {
    const other = await context.newPage();
    await other.goto("/orders");
    await jumpTo(other.getByTestId("row").last());
    await other.bringToFront();
    await other.evaluate(() => dispatchEvent(new Event("focus")));
    await jump([page, other], 30_000);
    const [one, two] = [await asked(page), await asked(other)];
    await jump([page, other], 5 * MINUTE);
    expect(await pollers(page)).toBe(1);
    expect(await asked(page)).toBe(one);
    expect(await asked(other)).toBeGreaterThan(two);
  });
});
