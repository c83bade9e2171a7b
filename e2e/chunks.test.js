// Everybody loads the first page alone; the rest comes when it is wanted.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { ADDRESS, order, sandbox, useBrowser } from "./browser.js";

const browser = useBrowser();
const CHUNKS = /\/satline-(?!app)[\w-]+\.wasm$/;
const { app: BUDGET } = JSON.parse(await readFile(new URL("../bench/budget.json", import.meta.url)));

beforeEach(() => sandbox("reset"));

/** Each page but the first, and what is seen on it. */
const PAGES = [
  { path: "/send", seen: (page) => page.getByTestId("send-form") },
  { path: "/orders", seen: (page) => page.getByTestId("empty") },
  { path: "/orders/7dc6", seen: (page) => page.getByRole("heading", { name: "not in this browser" }) },
  { path: "/top-up", seen: (page) => page.getByRole("heading", { name: "Top up" }) },
  { path: "/settings", seen: (page) => page.getByTestId("wipe") },
];

test("the first visit loads no chunk and weighs no more than it may; reaching for the list loads ahead", async () => {
  // A page without the app, to listen from the first request on.
  const { page, close } = await browser.open("/sandbox/requests");
  const answers = [];
  page.on("response", (answer) => answers.push(answer));
  await page.goto(ADDRESS);
  await page.locator(".service").first().waitFor();
  await page.waitForLoadState("networkidle");
  const path = (answer) => new URL(answer.url()).pathname;
  const files = answers.filter((answer) => !/^\/(sandbox|sms4sats)\//.test(path(answer)));
  const bodies = await Promise.all(files.map((answer) => answer.body()));
  const weight = bodies.reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
  console.log(`first load: ${weight} bytes of ${files.map(path).join(" ")}`);
  assert.equal(files.filter((answer) => path(answer).endsWith(".wasm")).length, 1);
  assert.ok(weight <= BUDGET.together, `${weight} bytes, and ${BUDGET.together} at most`);
  const ahead = page.waitForResponse(CHUNKS);
  await page.locator(".service").first().hover();
  await ahead;
  await page.waitForLoadState("networkidle");
  // That page has no icon, which the browser may report.
  await close(/404/, 0);
});

test("every page opens at its own address, and is read on from its top when a link leads there", async () => {
  for (const { path, seen } of PAGES) {
    const { page, close } = await browser.open(path);
    await seen(page).waitFor();
    await page.waitForLoadState("networkidle");
    await close();
  }
  const { page, close } = await browser.open();
  await page.getByRole("link", { name: "Settings" }).press("Enter");
  await page.getByTestId("wipe").waitFor();
  await page.waitForFunction(() => document.activeElement.matches("main"));
  await close();
});

test("a page that cannot be loaded says so, and comes when it is asked for again", async () => {
  const { page, close } = await browser.open();
  await page.locator(".service").first().waitFor();
  await page.route(CHUNKS, (route) => route.abort());
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("missing").getByText("Your money is where it was").waitFor();
  await page.unroute(CHUNKS);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByTestId("wipe").waitFor();
  await close(/ERR_FAILED/);
});

test("an order form that cannot be loaded says so, can be closed, and comes when a service is chosen again", async () => {
  const { page, close } = await browser.open();
  await page.route(CHUNKS, (route) => route.abort());
  await page.getByTestId("service-wa").click();
  await page.getByTestId("missing").getByRole("button", { name: "Close" }).click();
  await page.getByTestId("missing").waitFor({ state: "detached" });
  await page.unroute(CHUNKS);
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").waitFor();
  await close(/ERR_FAILED/);
});

test("whoever has an order has it asked about on the first page too", async () => {
  const { page, context, close } = await browser.open();
  await order(page, "DE", "wa");
  await page.close();
  const other = await context.newPage();
  const asked = other.waitForRequest(/orderstatus/);
  await other.goto(ADDRESS);
  await asked;
  await other.waitForLoadState("networkidle");
  await close();
});
