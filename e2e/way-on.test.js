// What did not work says why, and what to do: no connection, a wrong clock, a policy in the way.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, chooseCountry, LOOKS, order, sandbox, screenshot, sent, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

for (const { name, ...options } of LOOKS) {
  test(`the orders with the form for an id are shown (${name})`, async () => {
    const { page, close } = await browser.open("/orders", options);
    await page.getByTestId("follow").waitFor();
    await page.getByTestId("empty").waitFor();
    await screenshot(page, `${name}-orders-follow`);
    await close();
  });
}

test("without a connection nothing is sent, and that is said of orders and of cancels", async () => {
  const { page, context, close } = await browser.open();
  await page.clock.install();
  await chooseCountry(page, "DE");
  await page.getByTestId("search").fill("never");
  await page.getByTestId("service-never").click();
  await page.getByTestId("order").waitFor();
  await context.setOffline(true);
  await page.getByTestId("order").click();
  await page.getByTestId("unkept").getByText("Nothing was sent, so nothing was ordered").waitFor();
  await screenshot(page, "offline-not-ordered");
  await context.setOffline(false);
  assert.equal(await sent("/sms4sats/createorder"), 0);
  await page.getByTestId("order").click();
  await page.getByTestId("pay").click();
  await page.getByText("reserved, not spent").waitFor();
  await sandbox("clock", { advanceMs: 130_000 });
  await page.clock.fastForward("02:10");
  await page.getByTestId("number").waitFor();
  await context.setOffline(true);
  await page.getByTestId("cancel").click();
  await page.getByTestId("unsent").getByText("the order goes on and your money is where it was").waitFor();
  await screenshot(page, "offline-not-cancelled");
  await context.setOffline(false);
  assert.equal(await sent("/sms4sats/cancelorder"), 0);
  await page.getByTestId("cancel").click();
  await page.getByText("Your money is back").waitFor();
  await close(/ERR_INTERNET_DISCONNECTED/, 0);
});

test("an address that the page's policy does not allow is called that, and not a bad connection", async () => {
  const { page, close } = await browser.open("/");
  await page.route("**/*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback();
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/<meta name="satline-sandbox"[^>]*>/, "");
    return route.fulfill({ response: answer, body });
  });
  await page.goto(`${ADDRESS}/top-up`);
  await page.getByTestId("account-Lava").check();
  await page.getByTestId("login").fill("https://relay.example.org");
  await page.getByTestId("open").click();
  await page.getByTestId("failure").getByText("does not let it talk to https://relay.example.org").waitFor();
  assert.equal(await page.getByText("Check the connection").count(), 0);
  await screenshot(page, "policy-in-the-way");
  await close(/Content Security Policy|connect-src|asked a third party/);
});

test("a clock that is hours ahead makes no order expired, and is named beside the invoice", async () => {
  const { page, close } = await browser.open("/nowhere");
  await page.clock.install({ time: Date.now() + 3 * 3_600_000 });
  await page.goto(ADDRESS);
  await order(page, "DE", "wa");
  await page.getByTestId("clock").getByText(/because this device's clock is (2 h 59|3 h 0) min ahead/).waitFor();
  await screenshot(page, "clock-ahead");
  await close();
});
