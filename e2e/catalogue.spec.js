// Finding a country and a service, and what is said before anything is ordered.

import { chooseCountry, screenshot } from "./app.js";
import { expect, LOOKS, test } from "./fixtures.js";

test("a country is found by other names, by code, and with the keys; leaving changes nothing", async ({ page }) => {
  await page.goto("/");
  const field = page.getByTestId("country");
  for (const [typed, name] of [["ivory", /Côte d'Ivoire$/], ["uk", /United Kingdom$/], ["Gremany", /Germany$/]]) {
    await chooseCountry(page, typed);
    await expect(field).toHaveValue(name);
  }
  await field.fill("xyzzy");
  await expect(page.getByText("No matching country")).toBeVisible();
  await field.press("Escape");
  await expect(field).toHaveValue(/Germany/);
  await field.click();
  for (let step = 0; step < 25; step += 1) await page.keyboard.press("ArrowDown");
  const isInSight = await page.locator("#countries [aria-selected=true]").evaluate((option) => {
    const box = option.getBoundingClientRect();
    return document.elementFromPoint(box.x + 20, box.y + box.height / 2)?.closest("li") === option;
  });
  expect(isInSight, "the active country is in sight").toBe(true);
});

test("services are searched and sorted, and a price is asked only for the one that is opened", async ({ page, sandbox }) => {
  await sandbox.listAll();
  await page.goto("/");
  await chooseCountry(page, "DE");
  const names = page.locator(".service-name").filter({ visible: true });
  const sorted = (list) => [...list].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  const first = await page.locator(".service-name").evaluateAll((all) => all.slice(0, 50).map((name) => name.textContent));
  expect(first).toEqual(sorted(first));
  await page.getByTestId("sort").selectOption("stock");
  const stock = await page.locator(".service-stock").evaluateAll((all) => all.map((text) => parseInt(text.textContent) || 0));
  expect(stock).toEqual([...stock].sort((one, other) => other - one));
  await page.getByTestId("search").fill("WHATS");
  await expect(names).toHaveText(["WhatsApp"]);
  await page.getByTestId("sort").selectOption("name");
  await expect(names, "what is searched for stays when the order changes").toHaveText(["WhatsApp"]);
  await page.getByTestId("search").fill("no such service");
  await expect(page.getByText("No matching service")).toBeVisible();
  await page.getByTestId("search").fill("");
  expect(await sandbox.sent("/sms4sats/price")).toBe(0);
  await page.getByTestId("service-wa").click();
  await expect(page.getByTestId("order")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/price")).toBe(1);
});

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use(look);

    test("what happens to the money is said before the button", async ({ page }) => {
      await page.goto("/");
      await chooseCountry(page, "DE");
      await page.getByTestId("service-wa").click();
      await expect(page.getByTestId("order")).toBeVisible();
      await expect(page.getByTestId("order-panel").getByText("only reserved")).toBeVisible();
      await screenshot(page, `${name}-chosen`);
    });
  });
}

test("pictures come from the service's host, lazily, and not at all if they are switched off", async ({ page, sandbox }) => {
  await sandbox.listAll();
  const pictures = [];
  // The page's own icon is one for Firefox.
  page.on("request", (request) => request.resourceType() === "image" && !request.url().endsWith(".svg") && pictures.push(request.url()));
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.waitForFunction(() => document.querySelector(".avatar > img")?.complete);
  await page.waitForLoadState("networkidle");
  const shown = await page.locator(".service").count();
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.length).toBeLessThan(shown / 4);
  for (const address of pictures) expect(address.startsWith(`${sandbox.address}/sandbox/sms4sats/assets/`), address).toBe(true);
  await page.goto("/settings");
  await page.getByTestId("no-icons").check();
  pictures.length = 0;
  await page.goto("/");
  await expect(page.locator(".service").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(pictures).toEqual([]);
});
