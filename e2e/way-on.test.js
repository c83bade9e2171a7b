// What did not work says why, and what to do: an order without its record, no connection, a policy in the way.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, chooseCountry, LOOKS, order, sandbox, screenshot, sent, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

test("an order whose record is gone is followed by its id", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  const address = page.url();
  const id = address.split("/").at(-1);
  const follow = async () => {
    await page.getByRole("link", { name: "Orders" }).click();
    await page.getByTestId("follow-id").fill(id);
    await page.getByTestId("follow-submit").click();
  };
  const forget = async () => {
    await page.goto(`${ADDRESS}/orders`);
    await page.getByTestId("delete").click();
    await page.locator("dialog[open]").getByTestId("yes").click();
    await page.getByTestId("empty").waitFor();
  };
  const invoice = await page.getByTestId("invoice").innerText();
  await forget();
  // Nobody has paid: there is nothing to follow, and nothing to pay.
  await follow();
  await page.getByTestId("follow-says").getByText("nobody has paid").waitFor();
  await sandbox("pay", { invoice });
  await page.getByTestId("follow-submit").click();
  await page.getByText("reserved, not spent").waitFor();
  assert.equal(page.url(), address);
  await sandbox("clock", { advanceMs: 10_000 });
  await page.getByTestId("code").waitFor();
  // One that is known is shown at once; one that the service does not know is none.
  await follow();
  await page.getByTestId("code").waitFor();
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("follow-id").fill("no such id");
  await page.getByTestId("follow-submit").click();
  await page.getByText("It must be the id that the service gave the order.").waitFor();
  await page.getByTestId("follow-id").fill("0000");
  await page.getByTestId("follow-submit").click();
  await page.getByTestId("failure").waitFor();
  assert.equal(await page.getByTestId("row").count(), 1);
  await close(/status of 500/);
});

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
