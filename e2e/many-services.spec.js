// A list of twenty thousand services is shown at once, and searched while typing.

import { makeServices } from "./app.js";
import { expect, SERVER_ONLY, test } from "./fixtures.js";

const MANY = 20_000;

/** The number of rows in the page before it is scrolled. */
const FEW_ROWS = 100;

// A trace would store a copy of the long page at each step.
test.use({ movesTime: false, trace: "off" });

// More than the sandbox accepts as the body of a fault.
test.beforeEach(({ page }) => page.route(/getnumbersstatus/i, (route) => route.fulfill({ json: makeServices(MANY) })));

const rows = (page) => page.locator(".service").count();

/** Returns the visible names below the search. */
const onScreen = (page) =>
  page.evaluate(() => {
    const top = document.querySelector(".finder").getBoundingClientRect().bottom;
    const inSight = (row) => {
      const box = row.getBoundingClientRect();
      return box.height > 0 && box.top >= top && box.bottom <= innerHeight;
    };
    return [...document.querySelectorAll(".service")].filter(inSight).map((row) => row.querySelector(".service-name").textContent);
  });

test("of twenty thousand services only a few have rows, and more when the list is scrolled", SERVER_ONLY, async ({ page }) => {
  await page.goto("/");
  await expect(page.getByText(`${MANY.toLocaleString("en")} services`)).toBeVisible();
  expect(await rows(page)).toBe(FEW_ROWS);
  for (let more = 2; more <= 4; more += 1) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForFunction((many) => document.querySelectorAll(".service").length >= many, more * FEW_ROWS);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    // The browser lays out the visible blocks in its next frame.
    await expect.poll(async () => (await onScreen(page)).length).toBeGreaterThanOrEqual(3);
    const names = await onScreen(page);
    expect(names).toEqual([...names].sort());
  }
  const all = await page.locator(".service-name").allTextContents();
  expect(all).toEqual([...all].sort());
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeLessThanOrEqual(10 * FEW_ROWS);
});

test("the search finds services anywhere in the list", SERVER_ONLY, async ({ page }) => {
  await page.goto("/");
  await expect(page.getByText(`${MANY.toLocaleString("en")} services`)).toBeVisible();
  await page.getByTestId("search").fill("service 12345");
  await expect(page.getByText(/^1 service$/)).toBeVisible();
  await expect.poll(async () => (await onScreen(page)).join()).toMatch(/^Service 12345 \w$/);
  // One in a hundred, all over the list
  await page.getByTestId("search").fill("99 b");
  await expect(page.getByText(/^200 services$/)).toBeVisible();
  const found = await page.locator(".service:visible .service-name").allTextContents();
  for (const name of found) expect(name).toMatch(/99 b$/);
  await expect.poll(async () => (await onScreen(page)).length).toBeGreaterThanOrEqual(3);
  await page.getByTestId("search").fill("");
  await expect(page.getByText(`${MANY.toLocaleString("en")} services`)).toBeVisible();
  expect(await rows(page)).toBeLessThanOrEqual(10 * FEW_ROWS);
  await page.getByTestId("search").fill("service 19999");
  await page.getByText("Service 19999").click();
  await expect(page.getByRole("dialog", { name: "Service 19999" })).toBeVisible();
});
