// Errors say why, and what to do: no connection, a wrong clock, a blocking policy.

import { chooseCountry, order, screenshot, skipTo } from "./app.js";
import { expect, LOOKS, SERVER_ONLY, test } from "./fixtures.js";

for (const { name, ...options } of LOOKS) {
  test.describe(name, () => {
    test.use(options);

    test("the orders with the form for an id are shown", async ({ page }) => {
      await page.goto("/orders");
      await page.getByTestId("follow").waitFor();
      await page.getByTestId("empty").waitFor();
      await screenshot(page, `${name}-orders-follow`);
    });
  });
}

test("without a connection nothing is sent, and the page says so for orders and for cancels", SERVER_ONLY, async ({ page, context, sandbox, complaints }) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/, 0);
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("search").fill("never");
  await page.getByTestId("service-never").click();
  await page.getByTestId("order").waitFor();
  await context.setOffline(true);
  await page.getByTestId("order").click();
  await page.getByTestId("unkept").getByText("so nothing was ordered").waitFor();
  await screenshot(page, "offline-not-ordered");
  await context.setOffline(false);
  expect(await sandbox.sent("/sms4sats/createorder")).toBe(0);
  await page.getByTestId("order").click();
  await page.getByTestId("pay").click();
  await skipTo(page.getByText("reserved, not spent"));
  await sandbox.advance(130_000);
  await page.clock.fastForward("02:10");
  await skipTo(page.getByTestId("number"));
  await context.setOffline(true);
  await page.getByTestId("cancel").click();
  await page.getByTestId("unsent").getByText("the order was not cancelled and your money is where it was").waitFor();
  await screenshot(page, "offline-not-cancelled");
  await context.setOffline(false);
  expect(await sandbox.sent("/sms4sats/cancelorder")).toBe(0);
  await page.getByTestId("cancel").click();
  await page.getByText("Your money is back").waitFor();
});

test("an address that the page's policy blocks is reported as that, and not as a bad connection", SERVER_ONLY, async ({ page, complaints }) => {
  complaints.expect(/Content Security Policy|connect-src|asked a third party/);
  await page.route("**/*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback();
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/<meta name="satline-sandbox"[^>]*>/, "");
    return route.fulfill({ response: answer, body });
  });
  await page.goto("/top-up");
  await page.getByTestId("account-Lava").check();
  await page.getByTestId("login").fill("https://relay.example.org");
  await page.getByTestId("open").click();
  await page.getByTestId("failure").getByText("is not allowed to connect to https://relay.example.org").waitFor();
  await expect(page.getByText("Check the connection")).toHaveCount(0);
  await screenshot(page, "policy-in-the-way");
});

test("a clock that is hours ahead makes no order expire, and is reported beside the invoice", async ({ page }) => {
  await page.clock.setSystemTime(Date.now() + 3 * 3_600_000);
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.getByTestId("clock").getByText(/because this device's clock is (2:59|3:00):\d\d ahead/).waitFor();
  await screenshot(page, "clock-ahead");
});
