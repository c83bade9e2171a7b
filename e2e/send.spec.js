// Messages: an SMS and an email, from the form to the order.

import { screenshot, skipTo } from "./app.js";
import { expect, LOOKS, SERVER_ONLY, test } from "./fixtures.js";

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use(look);

    test("an SMS is written, ordered and paid", async ({ page, sandbox }) => {
      await sandbox.settings({ sentAfterMs: 60_000 });
      await page.goto("/send");
      await page.getByTestId("phone").fill("+49 151 234567");
      await expect(page.getByTestId("phone-country")).toHaveText(/Germany/);
      await page.getByTestId("message").fill("On my way.");
      await expect(page.getByTestId("left")).toHaveText("130 characters left");
      await expect(page.getByText("only reserved")).toBeVisible();
      await expect(page.getByTestId("send")).toHaveText("Send for 1,000 sats");
      await screenshot(page, `${name}-send`);
      await page.getByTestId("send").click();
      await expect(page.getByTestId("qr")).toBeVisible();
      await expect(page.getByTestId("amount")).toHaveText("1,000 sats");
      await page.getByTestId("pay").click();
      await skipTo(page.getByText("reserved, not spent"));
    });
  });
}

test("an email is ordered with a webhook", SERVER_ONLY, async ({ page, sandbox }) => {
  await page.goto("/send");
  await page.getByTestId("by-email").check();
  await page.getByTestId("address").fill("pseudonym@protonmail.com");
  await page.getByTestId("message").fill("Hello.");
  await page.getByTestId("webhook").fill(`${sandbox.address}/told`);
  await page.getByTestId("send").click();
  await expect(page.getByTestId("qr")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/createemailsendorder")).toBe(1);
});

test("a double click sends once", async ({ page, sandbox }) => {
  await page.goto("/send");
  await page.getByTestId("phone").fill("+4915112345678");
  await page.getByTestId("message").fill("Once.");
  await page.getByTestId("send").dblclick();
  await expect(page.getByTestId("qr")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/createsendorder")).toBe(1);
});
