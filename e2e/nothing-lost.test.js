// Orders outlive tabs, browsers, the network and storage that gives out.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, chooseCountry, order, sandbox, screenshot, sent, useBrowser } from "./browser.js";
import { forget, newProfile, start } from "./killable.js";

const browser = useBrowser();
const STATUS = "/sms4sats/orderstatus";
const CREATE = "/sms4sats/createorder";

beforeEach(() => sandbox("reset"));

/** What is shown at each step of an order's life, and how the next one is reached. */
const STEPS = [
  {
    name: "invoice",
    seen: (page) => page.getByTestId("invoice").innerText(),
    next: (page) => page.getByTestId("pay").click(),
  },
  {
    name: "held",
    seen: (page) => page.getByText("reserved, not spent").innerText(),
    next: () => sandbox("clock", { advanceMs: 3_000 }),
  },
  {
    name: "number",
    seen: (page) => page.getByTestId("number").innerText(),
    next: () => sandbox("clock", { advanceMs: 10_000 }),
  },
  { name: "code", seen: (page) => page.getByTestId("code").innerText(), next: () => {} },
];

test("a reload at any step of an order loses nothing", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  for (const { seen, next } of STEPS) {
    const before = await seen(page);
    await page.reload();
    assert.equal(await seen(page), before);
    await next(page);
  }
  await close();
});

test("a browser that is killed at any step of an order goes on where it was", CHROMIUM_ALONE, async () => {
  const profile = await newProfile();
  let running = await start(profile);
  await running.page.goto(ADDRESS);
  await order(running.page, "DE", "wa");
  const address = running.page.url();
  for (const { seen, next } of STEPS) {
    const before = await seen(running.page);
    await running.kill();
    running = await start(profile);
    await running.page.goto(address);
    assert.equal(await seen(running.page), before);
    await next(running.page);
  }
  assert.equal(await sent(CREATE), 1);
  await running.kill();
  await forget(profile);
});

/** Two tabs with the same order, and what each has asked about it since. */
async function twoTabs() {
  const { page: first, context, close } = await browser.open();
  await order(first, "DE", "wa");
  const second = await context.newPage();
  const asked = { first: 0, second: 0 };
  await second.goto(first.url());
  await second.getByTestId("qr").waitFor();
  await second.waitForFunction(async () => (await navigator.locks.query()).held.length === 1);
  for (const [name, page] of Object.entries({ first, second })) {
    page.on("request", (request) => {
      if (request.url().includes(STATUS)) asked[name] += 1;
    });
  }
  return { first, second, context, asked, close };
}

test("of two tabs the one that was looked at last asks, and both show what it learns", async () => {
  const { first, second, asked, close } = await twoTabs();
  await first.getByTestId("pay").click();
  for (const page of [first, second]) await page.getByText("reserved, not spent").waitFor();
  await sandbox("clock", { advanceMs: 3_000 });
  for (const page of [first, second]) await page.getByTestId("number").waitFor();
  await sandbox("clock", { advanceMs: 10_000 });
  for (const page of [first, second]) await page.getByTestId("code").waitFor();
  assert.equal(asked.first, 0);
  assert.ok(asked.second >= 2);
  await close();
});

test("when the tab that asks is closed, another one goes on", async () => {
  const { first, second, asked, close } = await twoTabs();
  await first.getByTestId("pay").click();
  await first.getByText("reserved, not spent").waitFor();
  assert.equal(asked.first, 0);
  await second.close();
  await sandbox("clock", { advanceMs: 10_000 });
  await first.getByTestId("code").waitFor();
  assert.ok(asked.first >= 1);
  await close();
});

test("a tab that somebody comes back to asks at once, and takes the turn", async () => {
  const { first, second, context, asked, close } = await twoTabs();
  // From here on no time passes but what is let pass.
  await context.clock.install();
  await first.evaluate(() => dispatchEvent(new Event("focus")));
  await first.waitForFunction(async () => (await navigator.locks.query()).pending.length === 1);
  await first.getByTestId("pay").click();
  await first.clock.runFor(2_000);
  await first.getByText("reserved, not spent").waitFor();
  await second.getByText("reserved, not spent").waitFor();
  const before = asked.first;
  await sandbox("clock", { advanceMs: 10_000 });
  await first.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  for (const page of [first, second]) await page.getByTestId("code").waitFor();
  assert.ok(asked.first > before);
  await close();
});

test("an order goes on when the network is back", async () => {
  const { page, context, close } = await browser.open();
  await order(page, "DE", "wa");
  await page.getByTestId("pay").click();
  await page.getByText("reserved, not spent").waitFor();
  await context.setOffline(true);
  await page.getByText("does not answer just now").waitFor({ timeout: 30_000 });
  await sandbox("clock", { advanceMs: 10_000 });
  await context.setOffline(false);
  await page.getByTestId("code").waitFor();
  // The browser itself reports what did not arrive, and nothing else may be there.
  await close(/ERR_INTERNET_DISCONNECTED/);
});

test("two clicks in one moment order once", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").evaluate((button) => {
    button.click();
    button.click();
  });
  await page.getByTestId("qr").waitFor();
  assert.equal(await sent(CREATE), 1);
  await close();
});

test("a browser that keeps nothing is told before anything is ordered", CHROMIUM_ALONE, async () => {
  // As if its user had chosen to block all cookies and site data.
  const profile = await newProfile({ profile: { default_content_setting_values: { cookies: 2 } } });
  const { page, kill } = await start(profile);
  await page.goto(ADDRESS);
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("unkept").waitFor();
  assert.match(await page.getByTestId("unkept").innerText(), /lets the page keep nothing.*Nothing was ordered/);
  assert.equal(await page.getByTestId("order").isDisabled(), true);
  assert.equal(await sent(CREATE), 0);
  await screenshot(page, "storage-blocked");
  await kill();
  await forget(profile);
});

test("a browser without room is told before anything is ordered", CHROMIUM_ALONE, async () => {
  // A page without the app: what the browser knows of its room it remembers for half a minute.
  const { page, context, close } = await browser.open("/sandbox/requests");
  const tools = await context.newCDPSession(page);
  await tools.send("Storage.overrideQuotaForOrigin", { origin: ADDRESS, quotaSize: 1 });
  await page.goto(ADDRESS);
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("unkept").waitFor();
  assert.match(await page.getByTestId("unkept").innerText(), /no room left.*Nothing was ordered/);
  assert.equal(await page.getByTestId("order").isDisabled(), true);
  assert.equal(await sent(CREATE), 0);
  // That first page has no icon, which the browser may report; and nothing else may be there.
  await close(/404/, 0);
});

test("an order that could not be written down says so beside its invoice, until it is", async () => {
  const { page, close } = await browser.open("/nowhere");
  // There is room to see whether there is some, and none for the order.
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...what) {
      if (this.name === "orders" && !globalThis.hasRoom) throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, what);
    };
  });
  await page.goto(ADDRESS);
  await order(page, "DE", "wa");
  const id = page.url().split("/").at(-1);
  assert.match(await page.getByTestId("unkept").innerText(), new RegExp(`Keep the tab open.*before you pay: ${id}`));
  await screenshot(page, "not-written-down");
  await page.getByTestId("pay").click();
  await page.getByText("reserved, not spent").waitFor();
  assert.match(await page.getByTestId("unkept").innerText(), new RegExp(`note its id: ${id}`));
  await page.evaluate(() => (globalThis.hasRoom = true));
  await page.getByTestId("unkept").waitFor({ state: "detached" });
  await page.reload();
  await page.getByText("reserved, not spent").waitFor();
  await close();
});
