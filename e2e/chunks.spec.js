// Every visit loads only the first page; the rest is loaded on demand.

import { readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";
import { order } from "./app.js";
import { expect, test } from "./fixtures.js";

const CHUNKS = /\/satline-(?!app)[\w-]+\.wasm$/;
const { app: BUDGET } = JSON.parse(await readFile(new URL("../bench/budget.json", import.meta.url)));

/** Each page except the first, and an element on it. */
const PAGES = [
  { path: "/send", seen: (page) => page.getByTestId("send-form") },
  { path: "/orders", seen: (page) => page.getByTestId("empty") },
  { path: "/orders/#7dc6", seen: (page) => page.getByRole("heading", { name: "not in this browser" }) },
  { path: "/top-up", seen: (page) => page.getByRole("heading", { name: "Top up" }) },
  { path: "/settings", seen: (page) => page.getByTestId("wipe") },
];

test("the first visit loads no chunk and stays within its budget; focusing the list loads ahead", async ({ page }) => {
  const responses = [];
  page.on("response", (response) => responses.push(response));
  await page.goto("/");
  await expect(page.locator(".service").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  const path = (response) => new URL(response.url()).pathname;
  const files = responses.filter((response) => !/^\/(sandbox|sms4sats)\//.test(path(response)));
  const bodies = await Promise.all(files.map((response) => response.body()));
  const weight = bodies.reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
  console.log(`first load: ${weight} bytes of ${files.map(path).join(" ")}`);
  expect(files.filter((response) => path(response).endsWith(".wasm"))).toHaveLength(1);
  expect(weight).toBeLessThanOrEqual(BUDGET.together);
  const ahead = page.waitForResponse(CHUNKS);
  await page.locator(".service").first().hover();
  await ahead;
});

for (const { path, seen } of PAGES) {
  test(`${path} opens at its own address`, async ({ page }) => {
    await page.goto(path);
    await expect(seen(page)).toBeVisible();
    // So that late failures are noticed too.
    await page.waitForLoadState("networkidle");
  });
}

test("a page opens at its top when a link leads there", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Settings" }).press("Enter");
  await expect(page.getByTestId("wipe")).toBeVisible();
  await expect(page.locator("main")).toBeFocused();
});

test("a page that cannot be loaded says so, and loads when it is requested again", async ({ page, complaints }) => {
  complaints.expect(/ERR_FAILED/);
  await page.goto("/");
  await expect(page.locator(".service").first()).toBeVisible();
  await page.route(CHUNKS, (route) => route.abort());
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByTestId("missing")).toHaveText(/Nothing has happened to your money/);
  await page.unroute(CHUNKS);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("wipe")).toBeVisible();
});

test("an order form that cannot be loaded says so, can be closed, and loads when a service is chosen again", async ({ page, complaints }) => {
  complaints.expect(/ERR_FAILED/);
  await page.goto("/");
  await page.route(CHUNKS, (route) => route.abort());
  await page.getByTestId("service-wa").click();
  await page.getByTestId("missing").getByRole("button", { name: "Close" }).click();
  await expect(page.getByTestId("missing")).toHaveCount(0);
  await page.unroute(CHUNKS);
  await page.getByTestId("service-wa").click();
  await expect(page.getByTestId("order")).toBeVisible();
});

test("an existing order is polled on the first page too", async ({ page, context }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.close();
  const other = await context.newPage();
  const asked = other.waitForRequest(/orderstatus/);
  await other.goto("/");
  await other.clock.fastForward(5_000);
  await asked;
});
