// All orders of this browser: found, told together, taken along, deleted.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, LOOKS, order, sandbox, saved, screenshot, sent, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

const visit = (page, name) => page.getByRole("navigation").getByRole("link", { name }).click();
const rows = (page) => page.getByTestId("row");
const says = (page) => page.getByTestId("data-says");

/** An order in each group, made in this browser: to be paid, under way, with its code. */
async function threeOrders(page) {
  await order(page, "DE", "wa");
  await page.getByTestId("pay").click();
  await sandbox("clock", { advanceMs: 10_000 });
  await page.getByTestId("code").waitFor();
  await visit(page, "Get a code");
  await order(page, "DE", "never");
  await page.getByTestId("pay").click();
  await page.getByText("reserved, not spent").waitFor();
  await visit(page, "Get a code");
  await order(page, "DE", "xss");
  await visit(page, "Orders");
  await rows(page).nth(2).waitFor();
}

const readIn = (page, text) =>
  page.getByTestId("import").setInputFiles({ name: "orders.json", mimeType: "application/json", buffer: Buffer.from(text) });

/** Copies of an order that is over, each with an id of its own. */
function copies(backup, count, change = () => {}) {
  const [first] = JSON.parse(backup).satlineOrders;
  const copy = (_, place) => {
    const entry = structuredClone(first);
    entry.order.id = `copy-${place}`;
    change(entry, place);
    return entry;
  };
  return JSON.stringify({ satlineOrders: Array.from({ length: count }, copy) });
}

for (const { name, ...options } of LOOKS) {
  test(`orders stand in groups and follow what happens (${name})`, async () => {
    const { page, close } = await browser.open("/", options);
    await threeOrders(page);
    const groups = page.locator(".order-group");
    assert.deepEqual(await groups.getByRole("heading").allInnerTexts(), ["To do", "Under way", "Done"]);
    // Rows out of sight have no inner text: they are not laid out.
    assert.match(await groups.nth(0).textContent(), /<img src=x onerror=alert\(1\)>To be paid/);
    assert.match(await groups.nth(2).textContent(), /WhatsAppCode is here.*\d{4,}$/);
    assert.equal(await page.locator("main img").count(), 0);
    await screenshot(page, `${name}-orders`);
    await sandbox("clock", { advanceMs: 22 * 60_000 });
    await groups.nth(1).getByText("Money back").waitFor();
    assert.deepEqual(await groups.getByRole("heading").allInnerTexts(), ["To do", "Done"]);
    await groups.nth(1).getByRole("link", { name: /WhatsApp/ }).click();
    await page.getByTestId("code").waitFor();
    await close();
  });
}

test("an order is found by its name, number, code or state", async () => {
  const { page, close } = await browser.open();
  await threeOrders(page);
  const code = await page.locator(".order-figure").last().textContent();
  for (const [typed, count] of [["WHATS", "1 order"], [code, "1 order"], ["germany", "3 orders"], ["reserved", "No order has that."], ["to be paid", "1 order"]]) {
    await page.getByTestId("search").fill(typed);
    await page.getByTestId("count").getByText(count, { exact: true }).waitFor();
    const visible = await rows(page).evaluateAll((all) => all.filter((row) => row.checkVisibility()).length);
    assert.equal(visible, Number.parseInt(count, 10) || 0, typed);
  }
  await close();
});

test("without orders the page says what will stand there", async () => {
  const { page, close } = await browser.open("/orders");
  await page.getByRole("heading", { name: "No orders yet" }).waitFor();
  assert.equal(await page.getByTestId("wipe").count(), 0);
  await screenshot(page, "no-orders");
  await close();
});

test("a backup brings the orders to another browser, and asks nobody to pay", async () => {
  const { page, close } = await browser.open();
  await threeOrders(page);
  const backup = await saved(page, "export-json");
  assert.equal(backup.name, "satline.json");
  const table = await saved(page, "export-csv");
  assert.equal(table.text.trim().split("\r\n").length, 4);
  await close();
  const other = await browser.open("/orders");
  await readIn(other.page, backup.text);
  await says(other.page).getByText("2 orders were read in. 1 was left out, because it is not paid").waitFor();
  assert.equal(await rows(other.page).count(), 2);
  await rows(other.page).last().click();
  await other.page.getByTestId("code").waitFor();
  await visit(other.page, "Orders");
  await readIn(other.page, "{}");
  await says(other.page).getByText("not a backup").waitFor();
  await other.close();
});

test("one's own record tells how often and how soon codes came, from three orders on", async () => {
  const { page, close } = await browser.open();
  await threeOrders(page);
  const { text } = await saved(page, "export-json");
  assert.equal(await page.getByTestId("record").count(), 0);
  const paid = (entry, place) => {
    entry.order.paidAt = entry.order.createdAt;
    entry.order.changedAt = entry.order.paidAt + [30_000, 42_000, 90_000, 60_000][place];
    if (place === 3) entry.order.state = "refunded";
  };
  await page.getByTestId("wipe").click();
  await page.locator("dialog[open]").getByTestId("yes").click();
  await readIn(page, copies(text, 4, paid));
  await page.getByTestId("record").waitFor();
  assert.match(await page.getByTestId("record").innerText(), /your own orders[^]*WhatsApp, Germany\s+3 of 4 brought a code, usually after 0:42/);
  const [bar, whole] = await Promise.all([".bar > div", ".bar"].map((css) => page.locator(css).evaluate((node) => node.clientWidth)));
  assert.ok(Math.abs(bar / whole - 0.75) < 0.01);
  await screenshot(page, "record");
  await close();
});

test("one order is deleted, or all, and never without a question that holds the focus", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open();
  await threeOrders(page);
  const dialog = page.locator("dialog[open]");
  const inDialog = () => page.evaluate(() => document.activeElement.closest("dialog") !== null || document.activeElement === document.body);
  const remove = page.getByRole("button", { name: "Delete WhatsApp" });
  await remove.focus();
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press("Tab");
    assert.ok(await inDialog());
  }
  await screenshot(page, "delete");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await rows(page).count(), 3);
  assert.ok(await remove.evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Enter");
  await dialog.getByTestId("yes").click();
  await page.getByTestId("count").getByText("2 orders").waitFor();
  await page.getByTestId("wipe").click();
  await dialog.getByTestId("yes").click();
  await page.getByTestId("empty").waitFor();
  await page.reload();
  await page.getByTestId("empty").waitFor();
  assert.equal(await sent("/sms4sats/cancelorder"), 0);
  await close();
});

test("a thousand orders are listed, and found as one types", async () => {
  const { page, close } = await browser.open();
  await threeOrders(page);
  const { text } = await saved(page, "export-json");
  await readIn(page, copies(text, 1_000, (entry, place) => (entry.name = `Service ${place}`)));
  await page.getByTestId("count").getByText("1003 orders").waitFor();
  await page.getByTestId("search").fill("service 99");
  await page.getByTestId("count").getByText("11 orders").waitFor();
  await close();
});

/** What is to be paid at each service, and how that is done. */
const TOP_UPS = [
  { account: "sms4sats", amount: "5000", todo: "invoice", pay: (page) => page.getByTestId("pay").click() },
  { account: "Bitrefill", amount: "25", todo: "invoice", pay: (page) => page.getByTestId("pay").click() },
  {
    account: "Bitrefill",
    method: "usdc_polygon",
    amount: "25.50",
    todo: "address",
    pay: (page) => sandbox("bitrefill/confirm", { invoiceId: page.url().split("/").at(-1) }),
  },
  {
    account: "Lava",
    method: "pm_sandbox_3ds",
    amount: "25",
    todo: "confirm",
    pay: async (page) => fetch(`${await page.getByTestId("confirm").getAttribute("href")}/confirm`, { method: "POST" }),
  },
];

for (const { account, method = "lightning", amount, todo, pay } of TOP_UPS) {
  test(`a top-up is paid on its order's page after a reload: ${account}, ${todo}`, async () => {
    await sandbox("settings", { bitrefillCallsPerTenMinutes: 1_000, depositAfterMs: 0 });
    const { page, close } = await browser.open("/top-up");
    await page.getByTestId(`account-${account}`).check();
    await page.getByTestId("now").waitFor();
    if (method !== "lightning") await page.getByTestId(`method-${method}`).check();
    await page.getByTestId("amount-field").fill(amount);
    await page.getByTestId("begin").click();
    const text = await page.getByTestId(todo).innerText();
    await page.goto(`${ADDRESS}/orders`);
    await rows(page).click();
    await page.reload();
    assert.equal(await page.getByTestId(todo).innerText(), text);
    await pay(page);
    await page.getByTestId("says").getByText("Your balance has grown").waitFor();
    await close();
  });
}
