// Storage that is cleared, that promises nothing, that does not answer.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, chooseCountry, order, sandbox, screenshot, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

/** How many orders are written. */
const written = (page) =>
  page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    if (!(await indexedDB.databases()).some(({ name }) => name === "satline-sandbox")) return 0;
    const database = await settled(indexedDB.open("satline-sandbox"));
    try {
      return await settled(database.transaction("orders").objectStore("orders").count());
    } catch {
      return 0;
    } finally {
      database.close();
    }
  });

async function until(holds) {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("what was waited for did not come");
}

test("storage that is cleared while money is held loses no order that a tab shows", CHROMIUM_ALONE, async () => {
  const { page, context, close } = await browser.open();
  await order(page, "DE", "never");
  const other = await context.newPage();
  await other.goto(`${ADDRESS}/orders`);
  await other.getByTestId("row").waitFor();
  await page.bringToFront();
  await page.getByTestId("pay").click();
  await page.getByText("reserved, not spent").waitFor();
  assert.equal(await written(page), 1);
  const missed = [];
  for (const tab of [page, other]) {
    await tab.exposeFunction("missed", (text) => missed.push(text));
    await tab.evaluate(() =>
      new MutationObserver(() => {
        const text = document.body.innerText;
        if (/not in this browser|No orders yet/.test(text)) globalThis.missed(text);
      }).observe(document.body, { childList: true, subtree: true }),
    );
  }
  const tools = await context.newCDPSession(page);
  await tools.send("Storage.clearDataForOrigin", { origin: ADDRESS, storageTypes: "indexeddb" });
  await until(async () => (await written(page)) === 1);
  await page.getByText("reserved, not spent").waitFor();
  await page.getByTestId("unkept").waitFor({ state: "detached" });
  assert.equal(await other.getByTestId("row").count(), 1);
  assert.deepEqual(missed, []);
  // It goes on, in a tab that knew nothing of it too.
  await other.close();
  await page.reload();
  await page.getByText("reserved, not spent").waitFor();
  await page.getByTestId("number").waitFor();
  await close();
});

test("with the first order the browser is asked to keep what is stored, and the settings say what it promised", async () => {
  const { page, context, close } = await browser.open("/nowhere");
  // Browsers decide by what they have seen of a site, or ask: here it is as if the reader had agreed.
  await context.addInitScript(() => {
    StorageManager.prototype.persist = async () => {
      sessionStorage.asked = Number(sessionStorage.asked ?? 0) + 1;
      return true;
    };
    StorageManager.prototype.persisted = async () => "asked" in sessionStorage;
  });
  await page.goto(`${ADDRESS}/settings`);
  await page.getByTestId("persistence").getByText("has not promised").waitFor();
  await screenshot(page, "settings-not-promised");
  await page.getByRole("link", { name: "Get a code" }).click();
  await order(page, "DE", "wa");
  await page.getByRole("link", { name: "Get a code" }).click();
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.asked), "1");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("persistence").getByText("has promised").waitFor();
  await close();
});

test("storage that never answers is said within seconds, with a way on, and no order is called lost", CHROMIUM_ALONE, async () => {
  const { page, context, close } = await browser.open();
  await order(page, "DE", "wa");
  const address = page.url();
  await context.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...named) {
      return globalThis.answers ? open.apply(this, named) : new EventTarget();
    };
  });
  await page.goto(address);
  await page.getByTestId("storage-trouble").getByText("does not answer").waitFor();
  assert.equal(await page.getByText("not in this browser").count(), 0);
  await screenshot(page, "storage-silent-order");
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("storage-trouble").waitFor();
  assert.equal(await page.getByTestId("empty").count(), 0);
  await screenshot(page, "storage-silent-orders");
  // Nothing is ordered where it might be lost.
  await page.getByRole("link", { name: "Get a code" }).click();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("unkept").getByText("does not answer").waitFor();
  assert.equal(await page.getByTestId("order").isDisabled(), true);
  await page.evaluate(() => (globalThis.answers = true));
  await page.getByTestId("try-storage").click();
  await page.getByTestId("unkept").waitFor({ state: "detached" });
  assert.equal(await page.getByTestId("order").isDisabled(), false);
  await page.goto("about:blank");
  await close();
});

test("a newer database, and a record that is damaged, are called that", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  await page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await settled(indexedDB.open("satline-sandbox"));
    const orders = database.transaction("orders", "readwrite").objectStore("orders");
    await settled(orders.put('{"order":{"version":1,"id":"7dc6"', "sms4sats/7dc6"));
    database.close();
  });
  await page.goto(`${ADDRESS}/orders`);
  await page.getByTestId("damaged").getByText("1 more order is damaged").waitFor();
  await screenshot(page, "orders-damaged");
  const saving = page.waitForEvent("download");
  await page.getByTestId("save-damaged").click();
  assert.equal((await saving).suggestedFilename(), "satline-damaged.txt");
  // Another tab has loaded a newer version of the page.
  await page.evaluate(
    () => new Promise((resolve) => Object.assign(indexedDB.open("satline-sandbox", 99), { onsuccess: (event) => resolve(event.target.result.close()) })),
  );
  await page.reload();
  await page.getByTestId("storage-trouble").getByText("A newer version").waitFor();
  assert.equal(await page.getByTestId("empty").count(), 0);
  await screenshot(page, "orders-newer-database");
  await close();
});
