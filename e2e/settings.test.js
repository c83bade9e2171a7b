// What the reader wishes, and what this browser keeps.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, LOOKS, order, sandbox, saved, screenshot, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

const kept = (page) => page.evaluate(() => ({ device: { ...localStorage }, tab: { ...sessionStorage } }));

test("a theme is worn at once, and from the first paint of the next visit", async () => {
  const { page, close } = await browser.open("/settings", { colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByTestId("theme-dark").check();
  const dark = await paper();
  assert.notEqual(dark, light);
  // Before the app has come.
  await page.route("**/*.wasm", () => {});
  await page.goto(ADDRESS, { waitUntil: "commit" });
  await page.locator("main[aria-busy]").waitFor();
  await page.waitForFunction(() => document.styleSheets.length > 0);
  assert.equal(await paper(), dark);
  await page.unrouteAll();
  await page.goto(`${ADDRESS}/settings`);
  await page.getByTestId("theme-").check();
  assert.equal(await paper(), light);
  await close();
});

test("a key stays in the tab unless the reader asks to keep it, and the risk is said", async () => {
  const { page, close } = await browser.open("/settings");
  assert.equal(await page.getByTestId("key-sms4sats").getAttribute("type"), "password");
  await page.getByTestId("key-sms4sats").fill("a-key-of-mine");
  let { device, tab } = await kept(page);
  assert.ok(!JSON.stringify(device).includes("a-key-of-mine") && JSON.stringify(tab).includes("a-key-of-mine"));
  await page.getByText("can then read them and spend").waitFor();
  await page.getByTestId("keep-keys").check();
  ({ device, tab } = await kept(page));
  assert.ok(JSON.stringify(device).includes("a-key-of-mine") && !JSON.stringify(tab).includes("a-key-of-mine"));
  await page.getByTestId("keep-keys").uncheck();
  ({ device } = await kept(page));
  assert.ok(!JSON.stringify(device).includes("a-key-of-mine"));
  await close();
});

test("what cannot be right is said and not kept", async () => {
  const { page, close } = await browser.open("/settings");
  for (const [id, wrong, right] of [
    ["referral", "nobody", "name@example.org"],
    ["payee", "035b", "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d"],
    ["address", "http://example.org", `${ADDRESS}/sms4sats`],
    ["key-lava", "ftp://example.org", "https://relay.example.org"],
  ]) {
    await page.getByTestId(id).pressSequentially(wrong);
    await page.keyboard.press("Tab");
    assert.match(await page.locator(`#${id}-error`).innerText(), /^It must be/, id);
    assert.ok(!Object.values((await kept(page)).device).includes(wrong), id);
    await page.getByTestId(id).fill(right);
    assert.equal(await page.locator(`#${id}-error`).innerText(), "");
  }
  await page.reload();
  assert.equal(await page.getByTestId("referral").inputValue(), "name@example.org");
  await close();
});

test("another payee than the service's own makes its invoices unpayable", async () => {
  const { page, close } = await browser.open("/settings");
  await page.getByTestId("payee").fill("035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d");
  await page.getByTestId("network").selectOption("bcrt");
  await page.getByTestId("address").fill(`${ADDRESS}/sandbox/sms4sats`);
  await page.getByTestId("reload").click();
  await page.waitForLoadState();
  await page.goto(ADDRESS);
  await page.getByTestId("country").fill("DE");
  await page.getByTestId("country").press("Enter");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await page.getByTestId("rejected").waitFor();
  await close();
});

test("a referral address goes with the order", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open("/settings");
  await page.getByTestId("referral").fill("name@example.org");
  await page.getByRole("link", { name: "Get a code" }).click();
  const asking = page.waitForRequest("**/createorder");
  await order(page, "DE", "wa");
  assert.equal((await asking).postDataJSON().ref, "name@example.org");
  await close();
});

test("a backup is saved, everything is deleted, and the backup is read in again", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  const address = page.url();
  // Unpaid, it would not be read in.
  await page.getByTestId("pay").click();
  await page.getByText("reserved, not spent").waitFor();
  await sandbox("clock", { advanceMs: 10_000 });
  await page.getByTestId("code").waitFor();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("key-sms4sats").fill("a-key-of-mine");
  const { text: backup } = await saved(page, "export-json");
  assert.match(backup, /lnbcrt/);
  assert.match((await saved(page, "export-csv")).text, /Germany/);

  await page.getByTestId("wipe").click();
  await page.getByTestId("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("wipe").click();
  await page.getByTestId("yes").click();
  await page.getByText("Everything is deleted.").waitFor();
  assert.deepEqual(await kept(page), { device: {}, tab: {} });
  await page.goto(address);
  await page.getByRole("heading", { name: "not in this browser" }).waitFor();

  await page.goto(`${ADDRESS}/settings`);
  await page.getByTestId("import").setInputFiles({ name: "satline.json", mimeType: "application/json", buffer: Buffer.from(backup) });
  await page.getByText("1 order was read in.").waitFor();
  await page.goto(address);
  await page.getByTestId("code").waitFor();
  await close();
});

test("offline is said, and that nothing is lost; back online it is gone", async () => {
  const { page, close } = await browser.open();
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await page.getByRole("alert").getByText("You are offline. Nothing is lost").waitFor();
  await page.context().setOffline(false);
  await page.getByText("You are offline").waitFor({ state: "hidden" });
  await close();
});

test("without WebAssembly, and without the app's file, the page says what is needed", async () => {
  const { page, close } = await browser.open("/nowhere");
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(ADDRESS);
  await page.getByRole("alert").getByText("needs it: please switch it on").waitFor();
  await close();
  const other = await browser.open("/nowhere");
  await other.page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
  await other.page.goto(ADDRESS);
  await other.page.getByRole("alert").getByText("Orders that you made are not lost").waitFor();
  await other.close(/wasm|404|WebAssembly|^TypeError: (Failed to fetch|NetworkError .*)$/i);
});

for (const { name, ...options } of LOOKS) {
  test(`the settings are shown (${name})`, async () => {
    const { page, close } = await browser.open("/settings", options);
    await page.getByTestId("wipe").waitFor();
    await screenshot(page, `${name}-settings`);
    await close();
  });
}
