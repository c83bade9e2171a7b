// From the catalogue to an order, and what stands around it: reloads, history, trouble.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, LOOKS, chooseCountry, order, sandbox, screenshot, sent, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

for (const { name, ...options } of LOOKS) {
  test(`a code is chosen, paid with the browser's wallet and received (${name})`, async () => {
    const { page, close } = await browser.open("/", options);
    await chooseCountry(page, "cote d'ivoire");
    await page.getByTestId("search").fill("whats");
    assert.match(await page.getByTestId("count").innerText(), /^1 service$/);
    await page.getByTestId("service-wa").click();
    await page.getByTestId("order").waitFor();
    await screenshot(page, `${name}-1-catalogue`);

    await page.getByTestId("order").click();
    await page.getByTestId("qr").waitFor();
    assert.match(await page.getByTestId("invoice").innerText(), /^lnbcrt/);
    await screenshot(page, `${name}-2-invoice`);

    await page.getByTestId("pay").click();
    await page.getByText("reserved, not spent").waitFor();
    await sandbox("clock", { advanceMs: 3_000 });
    await page.getByTestId("number").waitFor();
    await screenshot(page, `${name}-3-held`);

    await sandbox("clock", { advanceMs: 6_000 });
    await page.getByTestId("code").waitFor();
    assert.match(await page.getByTestId("code").innerText(), /^\d{4,8}$/);
    await screenshot(page, `${name}-4-code`);
    await close();
  });
}

test("an order without a number says that the money goes back", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "soldout");
  await page.getByTestId("pay").click();
  await page.getByTestId("reason").waitFor();
  // As its own words.
  assert.match(await page.getByTestId("reason").innerText(), /^sms4sats says: “No available number.*”$/);
  await page.getByTestId("receipt").getByText(/^sms4sats says: “No available number.*”$/).waitFor();
  await close();
});

test("a service's name is shown as text, never as markup", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "xss");
  assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /^Zz <img src=x/);
  assert.equal(await page.locator("img").count(), 0);
  await close();
});

test("a country without numbers says so", async () => {
  const { page, close } = await browser.open();
  await page.getByTestId("country").fill("Montserrat");
  await page.getByTestId("country").press("Enter");
  await page.getByTestId("empty").waitFor();
  await close();
});

test("a swapped invoice is refused, and nothing of it can be paid", async () => {
  const { page, close } = await browser.open();
  // The answer to an order for one service carries the invoice of a dearer one.
  const other = await sandbox("../sms4sats/createorder", { country: 43, service: "wa", isRental: true });
  await sandbox("faults", { route: "/sms4sats/createorder", status: 200, body: JSON.stringify(other) });
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await page.getByTestId("rejected").waitFor();
  assert.match(await page.getByTestId("findings").innerText(), /It costs what was quoted[^]*Expected .* sats, found 1\d,\d+ sats/);
  await page.getByText("There is nothing to pay here.").waitFor();
  for (const way of ["qr", "pay", "invoice", "waiting"]) assert.equal(await page.getByTestId(way).count(), 0);
  await screenshot(page, "swapped-invoice");
  await close();
});

test("an order goes on after a reload, before and after it is paid", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  const invoice = await page.getByTestId("invoice").innerText();
  await page.reload();
  await page.getByTestId("qr").waitFor();
  assert.equal(await page.getByTestId("invoice").innerText(), invoice);
  await sandbox("pay", { invoice });
  await page.reload();
  await page.getByText("reserved, not spent").waitFor();
  await sandbox("clock", { advanceMs: 10_000 });
  await page.getByTestId("code").waitFor();
  await close();
});

test("an order is cancelled after two minutes, and says before how long that takes", async () => {
  const { page, close } = await browser.open();
  await page.clock.install();
  await order(page, "DE", "never");
  await page.getByTestId("pay").click();
  await page.clock.runFor(6_000);
  await page.getByText("reserved, not spent").waitFor();
  assert.equal(await page.getByTestId("cancel").isDisabled(), true);
  await page.getByText(/You can cancel in 1:\d\d/).waitFor();
  await sandbox("clock", { advanceMs: 121_000 });
  await page.clock.runFor(121_000);
  await page.getByTestId("cancel").click();
  await page.getByText("Cancelled. Your money is back").waitFor();
  await screenshot(page, "cancelled");
  await close();
});

test("an order of another browser says that it is not here", async () => {
  const { page, close } = await browser.open("/orders/7dc6");
  await page.getByRole("heading", { name: "not in this browser" }).waitFor();
  await close();
});

test("a double click orders once", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").dblclick();
  await page.getByTestId("qr").waitFor();
  assert.equal(await sent("/sms4sats/createorder"), 1);
  await close();
});

test("an order that another one is in the way of says so, and is made when asked for again", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").waitFor();
  await sandbox("faults", { route: "/sms4sats/createorder", delayMs: 3_000, status: 500 });
  const failed = page.waitForResponse(/createorder/);
  await page.getByTestId("order").click();
  await page.getByTestId("order").getByText("One moment").waitFor();
  await page.getByTestId("close").click();
  await page.getByTestId("service-tg").click();
  await page.getByTestId("order").click();
  await page.getByText("Another order is just being made").waitFor();
  assert.match(await page.getByTestId("order").innerText(), /^Order/);
  await failed;
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
  await close(/500/);
});

test("back and forward move between the pages, and an unknown address says so", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  await page.goBack();
  await page.getByTestId("services").waitFor();
  await page.goForward();
  await page.getByTestId("qr").waitFor();
  await page.goto(`${ADDRESS}/nowhere`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await close();
});

test("a service in trouble is told in words, and asked again on request", async () => {
  const { page, close } = await browser.open();
  await page.getByTestId("services").waitFor();
  await sandbox("faults", { route: "/sms4sats/getnumbersstatus", status: 500, body: "", times: 1 });
  await page.getByTestId("country").fill("DE");
  await page.getByTestId("country").press("Enter");
  await page.getByTestId("failure").getByRole("button", { name: "Try again" }).click();
  await page.getByTestId("services").waitFor();
  // The browser itself reports the failed request on its console, and nothing else may be there.
  await close(/500/);
});
