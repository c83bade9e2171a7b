// All orders of this browser: search, list, export, import, delete.

import { order, orderId, pay, saved, screenshot, skipTo, visit } from "./app.js";
import { CHROMIUM_ONLY, expect, LOOKS, SERVER_ONLY, test } from "./fixtures.js";

const rows = (page) => page.getByTestId("row");
const says = (page) => page.getByTestId("data-says");
const openDialog = (page) => page.locator("dialog[open]");

/** Creates an order in each group in this browser: unpaid, in progress, with its code. */
async function threeOrders(page, sandbox) {
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  await sandbox.giveCode();
  await skipTo(page.getByTestId("code"));
  await visit(page, "Get a code");
  await order(page, "DE", "never");
  await pay(page);
  await visit(page, "Get a code");
  await order(page, "DE", "xss");
  await visit(page, "Orders");
  await expect(rows(page)).toHaveCount(3);
}

const readIn = (page, text) =>
  page.getByTestId("import").setInputFiles({ name: "orders.json", mimeType: "application/json", buffer: Buffer.from(text) });

/** Returns copies of a finished order, each with its own id. */
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

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use(look);

    test("orders are in groups and move between them", async ({ page, sandbox }) => {
      await threeOrders(page, sandbox);
      const groups = page.locator(".order-group");
      await expect(groups.getByRole("heading")).toHaveText(["To do", "In progress", "Done"]);
      await expect(groups.nth(0)).toHaveText(/<img src=x onerror=alert\(1\)>Awaiting payment/);
      await expect(groups.nth(2)).toHaveText(/WhatsAppCode received.*\d{4,}$/);
      await expect(page.locator("main img")).toHaveCount(0);
      await screenshot(page, `${name}-orders`);
      await sandbox.advance(22 * 60_000);
      await skipTo(groups.nth(1).getByText("Refunded"));
      await expect(groups.getByRole("heading")).toHaveText(["To do", "Done"]);
      await groups.nth(1).getByRole("link", { name: /WhatsApp/ }).click();
      await expect(page.getByTestId("code")).toBeVisible();
    });
  });
}

test("a backup restores the orders in another browser, and asks for no payment", SERVER_ONLY, async ({ page, newContext, sandbox }) => {
  await threeOrders(page, sandbox);
  const backup = await saved(page, "export-json");
  expect(backup.name).toBe("satline.json");
  const table = await saved(page, "export-csv");
  expect(table.text.trim().split("\r\n")).toHaveLength(4);
  await page.close();
  const other = await (await newContext()).newPage();
  await other.goto("/orders");
  await readIn(other, backup.text);
  await expect(says(other)).toHaveText(/2 orders were imported\. 1 was left out because it is unpaid/);
  await expect(rows(other)).toHaveCount(2);
  await rows(other).last().click();
  await expect(other.getByTestId("code")).toBeVisible();
  await visit(other, "Orders");
  await readIn(other, "{}");
  await expect(says(other)).toHaveText(/not a backup/);
});

test("statistics show how often and how fast codes arrive, for three orders or more", async ({ page, sandbox }) => {
  await threeOrders(page, sandbox);
  const { text } = await saved(page, "export-json");
  await expect(page.getByTestId("record")).toHaveCount(0);
  const paid = (entry, place) => {
    entry.order.paidAt = entry.order.createdAt;
    entry.order.changedAt = entry.order.paidAt + [30_000, 42_000, 90_000, 60_000][place];
    if (place === 3) entry.order.state = "refunded";
  };
  await page.getByTestId("wipe").click();
  await openDialog(page).getByTestId("yes").click();
  await readIn(page, copies(text, 4, paid));
  await expect(page.getByTestId("record")).toHaveText(/your own orders[^]*WhatsApp, Germany\s+3 of 4 brought a code, usually after 0:42/, { useInnerText: true });
  const [bar, whole] = await Promise.all([".bar > div", ".bar"].map((css) => page.locator(css).evaluate((node) => node.clientWidth)));
  expect(Math.abs(bar / whole - 0.75)).toBeLessThan(0.01);
  await screenshot(page, "record");
});

test("one order is deleted, or all, and never without a modal confirmation", CHROMIUM_ONLY, async ({ page, sandbox }) => {
  await threeOrders(page, sandbox);
  const dialog = openDialog(page);
  const remove = page.getByRole("button", { name: "Delete WhatsApp" });
  await remove.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press("Tab");
    const isInside = await page.evaluate(() => document.activeElement.closest("dialog") !== null || document.activeElement === document.body);
    expect(isInside, "the focus is inside").toBe(true);
  }
  await screenshot(page, "delete");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(rows(page)).toHaveCount(3);
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await dialog.getByTestId("yes").click();
  await expect(page.getByTestId("count")).toHaveText("2 orders");
  await page.getByTestId("wipe").click();
  await dialog.getByTestId("yes").click();
  await expect(page.getByTestId("empty")).toBeVisible();
  await page.reload();
  await expect(page.getByTestId("empty")).toBeVisible();
  expect(await sandbox.sent("/sms4sats/cancelorder")).toBe(0);
});

test("a thousand orders are listed, and searched while typing", async ({ page, sandbox }) => {
  await threeOrders(page, sandbox);
  const { text } = await saved(page, "export-json");
  await readIn(page, copies(text, 1_000, (entry, place) => (entry.name = `Service ${place}`)));
  await expect(page.getByTestId("count")).toHaveText("1,003 orders");
  await page.getByTestId("search").fill("service 99");
  await expect(page.getByTestId("count")).toHaveText("11 orders");
});

/** The next step at each service, and how to complete it. */
const TOP_UPS = [
  { account: "sms4sats", amount: "5000", step: "invoice", pay: (page) => page.getByTestId("pay").click() },
  { account: "Bitrefill", amount: "25", step: "invoice", pay: (page) => page.getByTestId("pay").click() },
  {
    account: "Bitrefill",
    method: "usdc_polygon",
    amount: "25.50",
    step: "address",
    pay: (page, sandbox) => sandbox.control("bitrefill/confirm", { invoiceId: orderId(page) }),
  },
  {
    account: "Lava",
    method: "pm_sandbox_3ds",
    amount: "25",
    step: "confirm",
    pay: async (page) => fetch(`${await page.getByTestId("confirm").getAttribute("href")}/confirm`, { method: "POST" }),
  },
];

for (const { account, method = "lightning", amount, step, pay } of TOP_UPS) {
  // A bank's page cannot be asked from outside of the demo; its own scenario clicks there.
  const details = step === "confirm" ? SERVER_ONLY : {};
  test(`a top-up is paid on its order's page after a reload: ${account}, ${step}`, details, async ({ page, sandbox }) => {
    await sandbox.settings({ bitrefillCallsPerTenMinutes: 1_000, depositAfterMs: 0 });
    await page.goto("/top-up");
    await page.getByTestId(`account-${account}`).check();
    await expect(page.getByTestId("now")).toBeVisible();
    if (method !== "lightning") await page.getByTestId(`method-${method}`).check();
    await page.getByTestId("amount-field").fill(amount);
    await page.getByTestId("begin").click();
    const text = await page.getByTestId(step).innerText();
    await page.goto("/orders");
    await rows(page).click();
    await page.reload();
    await expect(page.getByTestId(step)).toHaveText(text);
    await pay(page, sandbox);
    await skipTo(page.getByTestId("says").getByText("Your balance has gone up"), 12_000);
  });
}
