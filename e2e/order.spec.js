// From the catalogue to a code, with reloads, history and a failing service in between.

import { chooseCountry, holdBack, order, pay, screenshot, skipTo } from "./app.js";
import { expect, LOOKS, SERVER_ONLY, test } from "./fixtures.js";

/** The only path on which the page's time is not advanced: the app polls as often as it does for a person. */
for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use({ ...look, movesTime: false });

    test("a code is chosen, paid with the browser's wallet and received", async ({ page, sandbox }) => {
      await sandbox.listAll();
      await page.goto("/");
      await test.step("choose", async () => {
        await chooseCountry(page, "cote d'ivoire");
        await page.getByTestId("search").fill("whats");
        await expect(page.getByTestId("count")).toHaveText("1 service");
        await page.getByTestId("service-wa").click();
        await expect(page.getByTestId("order")).toBeVisible();
        await screenshot(page, `${name}-1-catalogue`);
      });
      await test.step("order", async () => {
        await page.getByTestId("order").click();
        await expect(page.getByTestId("qr")).toBeVisible();
        await expect(page.getByTestId("invoice")).toHaveText(/^lnbcrt/);
        await screenshot(page, `${name}-2-invoice`);
      });
      await test.step("pay", async () => {
        await page.getByTestId("pay").click();
        await expect(page.getByText("reserved, not spent")).toBeVisible();
        await sandbox.giveNumber();
        await expect(page.getByTestId("number")).toBeVisible();
        await screenshot(page, `${name}-3-held`);
      });
      await test.step("receive", async () => {
        await sandbox.giveCode();
        await expect(page.getByTestId("code")).toHaveText(/^\d{4,8}$/);
        await screenshot(page, `${name}-4-code`);
      });
    });
  });
}

test("a double click orders once", async ({ page, sandbox }) => {
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").dblclick();
  await expect(page.getByTestId("qr")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/createorder")).toBe(1);
});

test("an order that the service refuses because of another one says so, and works on the next try", SERVER_ONLY, async ({ page, sandbox, complaints }) => {
  complaints.expect(/500/);
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await expect(page.getByTestId("order")).toBeVisible();
  const answer = await holdBack(page, "**/sms4sats/createorder");
  await sandbox.faults({ route: "/sms4sats/createorder", status: 500 });
  const failed = page.waitForResponse(/createorder/);
  await page.getByTestId("order").click();
  await expect(page.getByTestId("order")).toHaveText(/One moment/);
  await page.getByTestId("close").click();
  await page.getByTestId("service-tg").click();
  await page.getByTestId("order").click();
  await expect(page.getByText("Another order is being placed")).toBeVisible();
  await expect(page.getByTestId("order")).toHaveText(/^Order/);
  answer();
  await failed;
  await page.getByTestId("order").click();
  await expect(page.getByTestId("qr")).toBeVisible();
});

test("back and forward move between the pages, and an unknown address says so", async ({ page, complaints }) => {
  complaints.expect(/404/, 0);
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.goBack();
  await expect(page.getByTestId("services")).toBeVisible();
  await page.goForward();
  await expect(page.getByTestId("qr")).toBeVisible();
  for (const path of ["/orders/#/nowhere", "/nowhere"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  }
});
