// Messages: an SMS and an email, from the form to the order.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, LOOKS, sandbox, screenshot, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

async function sent(path) {
  const counts = await (await fetch(`${ADDRESS}/sandbox/requests`)).json();
  return counts.filter((row) => row.path === path).reduce((sum, row) => sum + row.count, 0);
}

for (const { name, ...options } of LOOKS) {
  test(`an SMS is written, ordered and paid (${name})`, async () => {
    await sandbox("settings", { sentAfterMs: 60_000 });
    const { page, close } = await browser.open("/send", options);
    await page.getByTestId("phone").fill("+49 151 234567");
    await page.getByTestId("phone-country").getByText("Germany").waitFor();
    await page.getByTestId("message").fill("On my way.");
    assert.equal(await page.getByTestId("left").innerText(), "130 characters left");
    await page.getByText("only reserved").waitFor();
    await page.getByTestId("send").getByText("Send for 1,000 sats").waitFor();
    await screenshot(page, `${name}-send`);
    await page.getByTestId("send").click();
    await page.getByTestId("qr").waitFor();
    assert.equal(await page.getByTestId("amount").innerText(), "1,000 sats");
    await page.getByTestId("pay").click();
    await page.getByText("reserved, not spent").waitFor();
    await close();
  });
}

test("an email is ordered with a webhook", async () => {
  const { page, close } = await browser.open("/send");
  await page.getByTestId("by-email").check();
  await page.getByTestId("address").fill("pseudonym@protonmail.com");
  await page.getByTestId("message").fill("Hello.");
  await page.getByTestId("webhook").fill(`${ADDRESS}/told`);
  await page.getByTestId("send").click();
  await page.getByTestId("qr").waitFor();
  assert.equal(await sent("/sms4sats/createemailsendorder"), 1);
  await close();
});

test("what cannot be sent is said beside its field, and nothing is ordered", async () => {
  const { page, close } = await browser.open("/send");
  const error = (id) => page.locator(`#${id}-error`);
  assert.equal(await error("phone").innerText(), "");
  await page.getByTestId("send").click();
  assert.match(await error("phone").innerText(), /^It must be an international number/);
  await page.waitForFunction(() => document.activeElement.id === "phone");
  await page.getByTestId("phone").fill("+19871234567");
  await page.getByTestId("webhook").fill("http://example.org");
  await page.getByTestId("message").fill("x".repeat(142));
  assert.equal(await page.getByTestId("left").innerText(), "2 characters too many");
  await page.getByTestId("send").click();
  await page.waitForFunction(() => document.activeElement.id === "message");
  await page.getByTestId("message").fill("ok");
  await page.getByTestId("send").click();
  assert.match(await error("webhook").innerText(), /https:\/\//);
  await page.getByTestId("by-email").check();
  await page.getByTestId("address").fill("nobody");
  await page.getByTestId("send").click();
  assert.match(await error("address").innerText(), /^It must be an email address/);
  await screenshot(page, "send-wrong");
  for (const path of ["createsendorder", "createemailsendorder"]) assert.equal(await sent(`/sms4sats/${path}`), 0);
  await close();
});

test("what was typed is there after a reload and on the way back, and a sent text is gone", async () => {
  const { page, close } = await browser.open("/send");
  await page.getByTestId("phone").fill("+4915112345678");
  await page.getByTestId("message").fill("Do not lose me.");
  await page.reload();
  assert.equal(await page.getByTestId("message").inputValue(), "Do not lose me.");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.goBack();
  assert.equal(await page.getByTestId("phone").inputValue(), "+4915112345678");
  await page.getByTestId("send").click();
  await page.getByTestId("qr").waitFor();
  await page.goBack();
  assert.equal(await page.getByTestId("message").inputValue(), "");
  assert.equal(await page.getByTestId("phone").inputValue(), "+4915112345678");
  await close();
});

test("a double click sends once", async () => {
  const { page, close } = await browser.open("/send");
  await page.getByTestId("phone").fill("+4915112345678");
  await page.getByTestId("message").fill("Once.");
  await page.getByTestId("send").dblclick();
  await page.getByTestId("qr").waitFor();
  assert.equal(await sent("/sms4sats/createsendorder"), 1);
  await close();
});
