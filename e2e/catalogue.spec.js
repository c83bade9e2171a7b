// Finding a country and a service, and what the page says before an order.

import { chooseCountry, screenshot } from "./app.js";
import { expect, LOOKS, SERVER_ONLY, test } from "./fixtures.js";

test("a country is found by other names, by its code, and with the keys; leaving the field changes nothing", async ({ page }) => {
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

test("services are searched and sorted, and a price is fetched only for the one that is opened", async ({ page, sandbox }) => {
  await sandbox.listAll();
  await page.goto("/");
  await chooseCountry(page, "DE");
  const names = page.locator(".service-name").filter({ visible: true });
  const sorted = (list) => [...list].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  await expect(names.first(), "the best known one comes first").toHaveText("WhatsApp");
  await expect(page.getByTestId("usual-price")).toHaveText("usually 3,000 sats a code");
  await page.getByTestId("sort").selectOption("name");
  const first = await page.locator(".service-name").evaluateAll((all) => all.slice(0, 50).map((name) => name.textContent));
  expect(first).toEqual(sorted(first));
  await page.getByTestId("sort").selectOption("stock");
  const stock = await page.locator("[data-testid=services] .service-stock").evaluateAll((all) => all.map((text) => parseInt(text.textContent) || 0));
  expect(stock).toEqual([...stock].sort((one, other) => other - one));
  await page.getByTestId("search").fill("WHATS");
  await expect(names).toHaveText(["WhatsApp"]);
  await page.getByTestId("sort").selectOption("name");
  await expect(names, "what is searched for stays when the order changes").toHaveText(["WhatsApp"]);
  for (const [typed, name] of [["watsapp", "WhatsApp"], ["chatgpt", "OpenAI"], ["google mail", "Google, YouTube, Gmail"]]) {
    await page.getByTestId("search").fill(typed);
    await expect(names).toHaveText([name]);
  }
  await page.getByTestId("search").fill("no such service");
  await expect(page.getByText("No matching service")).toBeVisible();
  await page.getByTestId("search").fill("");
  expect(await sandbox.sent("/sms4sats/price"), "the usual price, once").toBe(1);
  await page.getByTestId("service-wa").click();
  await expect(page.getByTestId("order")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/price")).toBe(2);
});

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use(look);

    test("what happens to the money is above the button", async ({ page }) => {
      await page.goto("/");
      await chooseCountry(page, "DE");
      await page.getByTestId("service-wa").click();
      await expect(page.getByTestId("order")).toBeVisible();
      await expect(page.getByTestId("order-panel").getByText("only reserved")).toBeVisible();
      await screenshot(page, `${name}-chosen`);
    });
  });
}

test("pictures load from the service's host, lazily, and not at all if they are switched off", SERVER_ONLY, async ({ page, sandbox }) => {
  await sandbox.listAll();
  const pictures = [];
  // Firefox counts the page's own icon.
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

test("every country has its flag, in a file of the page's own that comes when the first flag is shown", SERVER_ONLY, async ({ page, request }) => {
  const asked = [];
  page.on("request", (request) => request.url().includes("flags") && asked.push(request.url()));
  await page.goto("/");
  await expect(page.locator(".service").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(asked, "a first visit shows none").toEqual([]);
  await page.getByTestId("country").click();
  const uses = page.locator("#countries .flag use");
  const isDrawn = (use) => use.getBBox().width > 0;
  await expect.poll(() => uses.first().evaluate(isDrawn)).toBe(true);
  const flags = await uses.evaluateAll((all) => all.map((use) => use.getAttribute("href")));
  const countries = await page.locator("#countries li").count();
  expect(flags.length, "all but any country, which has a star").toBe(countries - 1);
  const file = await (await request.get(asked[0])).text();
  for (const flag of flags) expect(file).toContain(`<symbol id="${flag.split("#")[1]}"`);
  expect(new Set(asked).size).toBe(1);

  await chooseCountry(page, "CI");
  const beside = page.locator(".field:has(> [data-testid=country]) > .flag use");
  await expect(beside).toHaveAttribute("href", /#ci$/);
  await expect(page.getByTestId("country"), "the name alone").toHaveValue("Côte d'Ivoire");
  await page.getByTestId("country").fill("Ger");
  await expect(beside, "while another is searched for").toHaveCount(0);
});
