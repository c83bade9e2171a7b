// From the catalogue to an order, and what may come between: reloads, history, trouble.

import { chooseCountry, holdBack, order, pay, screenshot, skipTo } from "./app.js";
import { expect, LOOKS, test } from "./fixtures.js";

/** The one path on which no time is moved in the page: it asks as often as it does for a person. */
for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use({ ...look, movesTime: false });

    test("a code is chosen, paid with the browser's wallet and received", async ({ page, sandbox }) => {
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
        await sandbox.advance(3_000);
        await expect(page.getByTestId("number")).toBeVisible();
        await screenshot(page, `${name}-3-held`);
      });
      await test.step("receive", async () => {
        await sandbox.advance(6_000);
        await expect(page.getByTestId("code")).toHaveText(/^\d{4,8}$/);
        await screenshot(page, `${name}-4-code`);
      });
    });
  });
}

test("an order without a number says that the money goes back", async ({ page }) => {
  await page.goto("/");
  await order(page, "DE", "soldout");
  await page.getByTestId("pay").click();
  await skipTo(page.getByTestId("reason"));
  // In the service's own words.
  const words = /^sms4sats says: “No available number.*”$/;
  await expect(page.getByTestId("reason")).toHaveText(words);
  await expect(page.getByTestId("receipt").getByText(words)).toBeVisible();
});

test("a service's name is shown as text, never as markup", async ({ page }) => {
  await page.goto("/");
  await order(page, "DE", "xss");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Zz <img src=x/);
  await expect(page.locator("img")).toHaveCount(0);
});

test("a country without numbers says so", async ({ page }) => {
  await page.goto("/");
  await page.getByTestId("country").fill("Montserrat");
  await page.getByTestId("country").press("Enter");
  await expect(page.getByTestId("empty")).toBeVisible();
});

test("a swapped invoice is refused, and nothing of it can be paid", async ({ page, sandbox }) => {
  await page.goto("/");
  // The answer to an order for one service carries the invoice of a dearer one.
  const other = await sandbox.control("../sms4sats/createorder", { country: 43, service: "wa", isRental: true });
  await sandbox.faults({ route: "/sms4sats/createorder", status: 200, body: JSON.stringify(other) });
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await expect(page.getByTestId("rejected")).toBeVisible();
  await expect(page.getByTestId("findings")).toHaveText(/It costs what was quoted.*Expected .* sats, found 1\d,\d+ sats/);
  await expect(page.getByText("There is nothing to pay here.")).toBeVisible();
  for (const way of ["qr", "pay", "invoice", "waiting"]) await expect(page.getByTestId(way)).toHaveCount(0);
  await screenshot(page, "swapped-invoice");
});

test("an order goes on after a reload, before and after it is paid", async ({ page, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  const invoice = await page.getByTestId("invoice").innerText();
  await page.reload();
  await expect(page.getByTestId("qr")).toBeVisible();
  await expect(page.getByTestId("invoice")).toHaveText(invoice);
  await sandbox.pay(invoice);
  await page.reload();
  await skipTo(page.getByText("reserved, not spent"));
  await sandbox.advance(10_000);
  await skipTo(page.getByTestId("code"));
});

test("an order is cancelled after two minutes, and says before how long that takes", async ({ page, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "never");
  await pay(page);
  await expect(page.getByTestId("cancel")).toBeDisabled();
  await expect(page.getByText(/You can cancel in 1:\d\d/)).toBeVisible();
  await sandbox.advance(121_000);
  await page.clock.runFor(121_000);
  await page.getByTestId("cancel").click();
  await expect(page.getByText("Cancelled. Your money is back")).toBeVisible();
  await screenshot(page, "cancelled");
});

test("an order of another browser says that it is not here", async ({ page }) => {
  await page.goto("/orders/7dc6");
  await expect(page.getByRole("heading", { name: "not in this browser" })).toBeVisible();
});

test("a double click orders once", async ({ page, sandbox }) => {
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").dblclick();
  await expect(page.getByTestId("qr")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/createorder")).toBe(1);
});

test("an order that another one is in the way of says so, and is made when it is asked for again", async ({ page, sandbox, complaints }) => {
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
  await expect(page.getByText("Another order is just being made")).toBeVisible();
  await expect(page.getByTestId("order")).toHaveText(/^Order/);
  answer();
  await failed;
  await page.getByTestId("order").click();
  await expect(page.getByTestId("qr")).toBeVisible();
});

test("back and forward move between the pages, and an unknown address says so", async ({ page }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.goBack();
  await expect(page.getByTestId("services")).toBeVisible();
  await page.goForward();
  await expect(page.getByTestId("qr")).toBeVisible();
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
});

test("a service in trouble says so in words, and is asked again on request", async ({ page, sandbox, complaints }) => {
  // The browser itself reports the failed request on its console, and nothing else may be there.
  complaints.expect(/500/);
  await page.goto("/");
  await expect(page.getByTestId("services")).toBeVisible();
  await sandbox.faults({ route: "/sms4sats/getnumbersstatus", status: 500, body: "", times: 1 });
  await page.getByTestId("country").fill("DE");
  await page.getByTestId("country").press("Enter");
  await page.getByTestId("failure").getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("services")).toBeVisible();
});
