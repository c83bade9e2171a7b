// Orders survive closed tabs, killed browsers, a lost network and full storage.

import { breakable, chooseCountry, order, orderId, pay, screenshot, skipTo } from "./app.js";
import { CHROMIUM_ONLY, expect, SERVER_ONLY, test as base } from "./fixtures.js";
import { Profile } from "./killable.js";

const test = base.extend({
  /** The browser settings of `profile`. */
  preferences: [{}, { option: true }],

  profile: async ({ preferences }, use) => {
    const profile = await Profile.create(preferences);
    await use(profile);
    await profile.remove();
  },
});

const STATUS = "/sms4sats/orderstatus";
const CREATE = "/sms4sats/createorder";

/** What the page shows at each step of an order's life, and how the next step is reached. */
const STEPS = [
  {
    name: "invoice",
    seen: (page) => page.getByTestId("invoice"),
    next: (page) => page.getByTestId("pay").click(),
  },
  {
    name: "held",
    seen: (page) => page.getByText("reserved, not spent"),
    next: (_, sandbox) => sandbox.giveNumber(),
  },
  {
    name: "number",
    seen: (page) => page.getByTestId("number"),
    next: (_, sandbox) => sandbox.giveCode(),
  },
  { name: "code", seen: (page) => page.getByTestId("code"), next: () => {} },
];

test("a reload at any step of an order loses nothing", async ({ page, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  for (const { name, seen, next } of STEPS) {
    await test.step(name, async () => {
      await skipTo(seen(page));
      const before = await seen(page).innerText();
      await page.reload();
      await expect(seen(page)).toHaveText(before);
      await next(page, sandbox);
    });
  }
});

test("an app that has crashed says so, and that no order is lost; a reload goes on", async ({ page, sandbox, complaints }) => {
  complaints.expect(/RuntimeError/);
  const crash = await breakable(page);
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  await crash();
  const says = page.getByTestId("failed");
  await expect(says).toContainText("Your orders are not lost");
  await expect(says).toBeInViewport();
  await screenshot(page, "crashed");
  await sandbox.giveNumber();
  await says.getByRole("button").click();
  await expect(says).toBeHidden();
  await skipTo(page.getByTestId("number"));
});

test("a browser that is killed at any step of an order continues where it was", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ profile, sandbox }) => {
  let page = await profile.start();
  await page.goto(sandbox.address);
  await order(page, "DE", "wa");
  const address = page.url();
  for (const { name, seen, next } of STEPS) {
    await test.step(name, async () => {
      await skipTo(seen(page));
      const before = await seen(page).innerText();
      await profile.kill();
      page = await profile.start();
      await page.goto(address);
      await expect(seen(page)).toHaveText(before);
      await next(page, sandbox);
    });
  }
  expect(await sandbox.sent(CREATE)).toBe(1);
});

/** Opens two tabs with the same order, and records the polls of each. */
async function twoTabs(context) {
  const first = await context.newPage();
  await first.goto("/");
  await order(first, "DE", "wa");
  const second = await context.newPage();
  const asked = { first: 0, second: 0 };
  await second.goto(first.url());
  await expect(second.getByTestId("qr")).toBeVisible();
  await second.waitForFunction(async () => (await navigator.locks.query()).held.length === 1);
  for (const [name, page] of Object.entries({ first, second })) {
    page.on("request", (request) => {
      if (request.url().includes(STATUS)) asked[name] += 1;
    });
  }
  return { first, second, asked };
}

test("of two tabs the one that was visible last polls, and both show the result", SERVER_ONLY, async ({ context, sandbox }) => {
  const { first, second, asked } = await twoTabs(context);
  await first.getByTestId("pay").click();
  for (const page of [first, second]) await skipTo(page.getByText("reserved, not spent"));
  await sandbox.giveNumber();
  for (const page of [first, second]) await skipTo(page.getByTestId("number"));
  await sandbox.giveCode();
  for (const page of [first, second]) await skipTo(page.getByTestId("code"));
  expect(asked.first).toBe(0);
  expect(asked.second).toBeGreaterThanOrEqual(2);
});

test("when the tab that polls is closed, another one continues", SERVER_ONLY, async ({ context, sandbox }) => {
  const { first, second, asked } = await twoTabs(context);
  await pay(first);
  expect(asked.first).toBe(0);
  await second.close();
  await sandbox.giveCode();
  await skipTo(first.getByTestId("code"));
  expect(asked.first).toBeGreaterThanOrEqual(1);
});

test("a tab to which the reader returns polls at once, and takes over", SERVER_ONLY, async ({ context, sandbox }) => {
  const { first, second, asked } = await twoTabs(context);
  // From here on time passes only when the scenario advances it.
  await context.clock.pauseAt(Date.now() + 60_000);
  await first.evaluate(() => dispatchEvent(new Event("focus")));
  await first.waitForFunction(async () => (await navigator.locks.query()).pending.length === 1);
  await pay(first);
  await sandbox.giveNumber();
  for (const page of [first, second]) await skipTo(page.getByTestId("number"));
  const before = asked.first;
  await sandbox.giveCode();
  await first.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  // By itself it would poll after 4.5 seconds.
  await first.clock.runFor(1_000);
  for (const page of [first, second]) await expect(page.getByTestId("code")).toBeVisible();
  expect(asked.first).toBeGreaterThan(before);
});

test("an order continues when the network is back", SERVER_ONLY, async ({ page, context, sandbox, complaints }) => {
  // The browser itself reports failed requests; there must be no other error.
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  await context.setOffline(true);
  await skipTo(page.getByText("not responding right now"));
  await sandbox.giveCode();
  await context.setOffline(false);
  await expect(page.getByTestId("code")).toBeVisible();
});

test("two simultaneous clicks order once", async ({ page, sandbox }) => {
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").evaluate((button) => {
    button.click();
    button.click();
  });
  await expect(page.getByTestId("qr")).toBeVisible();
  expect(await sandbox.sent(CREATE)).toBe(1);
});

test.describe("with all cookies and site data blocked", () => {
  test.use({ preferences: { profile: { default_content_setting_values: { cookies: 2 } } } });

  test("if a browser stores nothing the page says so before an order", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ profile, sandbox }) => {
    const page = await profile.start();
    await page.goto(sandbox.address);
    await chooseCountry(page, "DE");
    await page.getByTestId("service-wa").click();
    await expect(page.getByTestId("unkept")).toHaveText(/does not let this page store anything.*Nothing was ordered/);
    await expect(page.getByTestId("order")).toBeDisabled();
    expect(await sandbox.sent(CREATE)).toBe(0);
    await screenshot(page, "storage-blocked");
  });
});

test("if a browser's storage is full the page says so before an order", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page, context, sandbox, complaints }) => {
  // The first page is without the app and has no icon: the browser may report that.
  complaints.expect(/404/, 0);
  // The browser caches its quota for half a minute.
  await page.goto("/sandbox/requests");
  const tools = await context.newCDPSession(page);
  await tools.send("Storage.overrideQuotaForOrigin", { origin: sandbox.address, quotaSize: 1 });
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await expect(page.getByTestId("unkept")).toHaveText(/no space left.*Nothing was ordered/);
  await expect(page.getByTestId("order")).toBeDisabled();
  expect(await sandbox.sent(CREATE)).toBe(0);
});

test("an order that could not be stored says so beside its invoice, until it is stored", async ({ page }) => {
  // There is room for the test write, but not for the order.
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...what) {
      if (this.name === "orders" && !globalThis.hasRoom) throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, what);
    };
  });
  await page.goto("/");
  await order(page, "DE", "wa");
  const id = orderId(page);
  await expect(page.getByTestId("unkept")).toHaveText(new RegExp(`Keep this tab open.*Before you pay, write down the order's ID: ${id}`));
  await screenshot(page, "not-written-down");
  await pay(page);
  await expect(page.getByTestId("unkept")).toHaveText(new RegExp(`Write down the order's ID: ${id}`));
  await page.evaluate(() => (globalThis.hasRoom = true));
  await expect(async () => {
    await page.clock.fastForward(5_000);
    await expect(page.getByTestId("unkept")).toHaveCount(0, { timeout: 250 });
  }).toPass();
  await page.reload();
  await expect(page.getByText("reserved, not spent")).toBeVisible();
});
