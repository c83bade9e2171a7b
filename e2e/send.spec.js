// Messages: an SMS and an email, from the form to the order.

import { screenshot, skipTo } from "./app.js";
import { expect, LOOKS, test } from "./fixtures.js";

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

test("an email is ordered with a webhook", async ({ page, sandbox }) => {
  await page.goto("/send");
  await page.getByTestId("by-email").check();
  await page.getByTestId("address").fill("pseudonym@protonmail.com");
  await page.getByTestId("message").fill("Hello.");
  await page.getByTestId("webhook").fill(`${sandbox.address}/told`);
  await page.getByTestId("send").click();
  await expect(page.getByTestId("qr")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/createemailsendorder")).toBe(1);
});

test("what cannot be sent is said beside its field, and nothing is ordered", async ({ page, sandbox }) => {
  const error = (id) => page.locator(`#${id}-error`);
  await page.goto("/send");
  await expect(page.getByTestId("send")).toBeVisible();
  await expect(error("phone")).toHaveText("");
  await page.getByTestId("send").click();
  await expect(error("phone")).toHaveText(/^It must be an international number/);
  await expect(page.getByTestId("phone")).toBeFocused();
  await page.getByTestId("phone").fill("+19871234567");
  await page.getByTestId("webhook").fill("http://example.org");
  await page.getByTestId("message").fill("x".repeat(142));
  await expect(page.getByTestId("left")).toHaveText("2 characters too many");
  await page.getByTestId("send").click();
  await expect(page.getByTestId("message")).toBeFocused();
  await page.getByTestId("message").fill("ok");
  await page.getByTestId("send").click();
  await expect(error("webhook")).toHaveText(/https:\/\//);
  await page.getByTestId("by-email").check();
  await page.getByTestId("address").fill("nobody");
  await page.getByTestId("send").click();
  await expect(error("address")).toHaveText(/^It must be an email address/);
  await screenshot(page, "send-wrong");
  for (const path of ["createsendorder", "createemailsendorder"]) expect(await sandbox.sent(`/sms4sats/${path}`)).toBe(0);
});

test("what was typed is there after a reload and on the way back, and a sent text is gone", async ({ page }) => {
  await page.goto("/send");
  await page.getByTestId("phone").fill("+4915112345678");
  await page.getByTestId("message").fill("Do not lose me.");
  await page.reload();
  await expect(page.getByTestId("message")).toHaveValue("Do not lose me.");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.goBack();
  await expect(page.getByTestId("phone")).toHaveValue("+4915112345678");
  await page.getByTestId("send").click();
  await expect(page.getByTestId("qr")).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId("message")).toHaveValue("");
  await expect(page.getByTestId("phone")).toHaveValue("+4915112345678");
});

test("a double click sends once", async ({ page, sandbox }) => {
  await page.goto("/send");
  await page.getByTestId("phone").fill("+4915112345678");
  await page.getByTestId("message").fill("Once.");
  await page.getByTestId("send").dblclick();
  await expect(page.getByTestId("qr")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/createsendorder")).toBe(1);
});
