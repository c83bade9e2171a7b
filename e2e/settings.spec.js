// The reader's settings, and what this browser stores.

import { order, pay, saved, screenshot, skipTo } from "./app.js";
import { CHROMIUM_ONLY, expect, LOOKS, SERVER_ONLY, test } from "./fixtures.js";

const kept = (page) => page.evaluate(() => ({ device: { ...localStorage }, tab: { ...sessionStorage } }));

test.describe("on a light screen", () => {
  test.use({ colorScheme: "light" });

  test("a theme is applied at once, and from the first paint of the next visit", SERVER_ONLY, async ({ page }) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.goto("/settings");
    const light = await paper();
    await page.getByTestId("theme-dark").check();
    const dark = await paper();
    expect(dark).not.toBe(light);
    // Before the app is loaded.
    await page.route("**/*.wasm", () => {});
    await page.goto("/", { waitUntil: "commit" });
    await expect(page.locator("main[aria-busy]")).toBeVisible();
    await page.waitForFunction(() => document.styleSheets.length > 0);
    expect(await paper()).toBe(dark);
    await page.unrouteAll();
    await page.goto("/settings");
    await page.getByTestId("theme-").check();
    await expect.poll(paper).toBe(light);
  });
});

test("another payee than the service's own makes its invoices unpayable", SERVER_ONLY, async ({ page, sandbox }) => {
  await page.goto("/settings");
  await page.getByText("Advanced").click();
  await page.getByTestId("payee").fill("035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d");
  await page.getByTestId("network").selectOption("bcrt");
  await page.getByTestId("address").fill(`${sandbox.address}/sandbox/sms4sats`);
  await page.getByTestId("reload").click();
  await page.waitForLoadState();
  await page.goto("/");
  await page.getByTestId("country").fill("DE");
  await page.getByTestId("country").press("Enter");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await expect(page.getByTestId("rejected")).toBeVisible();
});

test("a referral address goes with the order", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page }) => {
  await page.goto("/settings");
  await page.getByTestId("referral").fill("name@example.org");
  await page.getByRole("link", { name: "Get a code" }).click();
  const asking = page.waitForRequest("**/createorder");
  await order(page, "DE", "wa");
  expect((await asking).postDataJSON().ref).toBe("name@example.org");
});

test("a backup is saved, everything is deleted, and the backup is imported again", async ({ page, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  const address = page.url();
  // An unpaid order would not be imported.
  await pay(page);
  await sandbox.giveCode();
  await skipTo(page.getByTestId("code"));
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("key-sms4sats").fill("a-key-of-mine");
  const { text: backup } = await saved(page, "export-json");
  expect(backup).toMatch(/lnbcrt/);
  expect((await saved(page, "export-csv")).text).toMatch(/Germany/);

  await page.getByTestId("wipe").click();
  await expect(page.getByTestId("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByTestId("wipe").click();
  await page.getByTestId("yes").click();
  await expect(page.getByText("Everything has been deleted.")).toBeVisible();
  expect(await kept(page)).toEqual({ device: {}, tab: {} });
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "not in this browser" })).toBeVisible();

  await page.goto("/settings");
  await page.getByTestId("import").setInputFiles({ name: "satline.json", mimeType: "application/json", buffer: Buffer.from(backup) });
  await expect(page.getByText("1 order was imported.")).toBeVisible();
  await page.goto(address);
  await expect(page.getByTestId("code")).toBeVisible();
});

test("a message says that the browser is offline and nothing is lost; back online it disappears", SERVER_ONLY, async ({ page, context, complaints }) => {
  // From pictures that were loading.
  complaints.expect(/ERR_INTERNET_DISCONNECTED/, 0);
  await page.goto("/");
  await expect(page.locator(".service").first()).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByRole("alert").getByText("You are offline. Nothing is lost")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("You are offline")).toBeHidden();
});

test("without WebAssembly the page says that it is required", SERVER_ONLY, async ({ page }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto("/");
  await expect(page.getByRole("alert")).toHaveText(/needs it: please turn it on/);
});

test("without the app's file the page says that no order is lost", SERVER_ONLY, async ({ page, complaints }) => {
  complaints.expect(/wasm|404|WebAssembly|^TypeError: (Failed to fetch|NetworkError .*)$/i);
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto("/");
  await expect(page.getByRole("alert")).toHaveText(/Your orders are not lost/);
});

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use(look);

    test("the settings are shown", async ({ page }) => {
      await page.goto("/settings");
      await expect(page.getByTestId("wipe")).toBeVisible();
      await screenshot(page, `${name}-settings`);
    });
  });
}
