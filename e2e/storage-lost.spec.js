// Storage that is cleared, that is not persistent, that does not respond.

import { chooseCountry, load, order, orderId, pay, screenshot, skipTo } from "./app.js";
import { CHROMIUM_ONLY, expect, SERVER_ONLY, test } from "./fixtures.js";

/** Returns how many orders are stored. */
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

test("storage that is cleared while money is held loses no order that a tab shows", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page, context, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "never");
  const other = await context.newPage();
  await other.goto("/orders");
  await other.getByTestId("row").waitFor();
  await page.bringToFront();
  await pay(page);
  expect(await written(page)).toBe(1);
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
  await tools.send("Storage.clearDataForOrigin", { origin: sandbox.address, storageTypes: "indexeddb" });
  await expect(async () => {
    await page.clock.fastForward(1_000);
    expect(await written(page)).toBe(1);
  }).toPass();
  await page.getByText("reserved, not spent").waitFor();
  await page.getByTestId("unkept").waitFor({ state: "detached" });
  await expect(other.getByTestId("row")).toHaveCount(1);
  expect(missed).toEqual([]);
  // The order continues, even in a tab that was opened later.
  await other.close();
  await page.reload();
  await page.getByText("reserved, not spent").waitFor();
  await sandbox.giveNumber();
  await skipTo(page.getByTestId("number"));
});

test("with the first order the app requests persistent storage, and the settings show the result", async ({ page, context }) => {
  await page.goto("/orders/#/nowhere");
  // Browsers decide by themselves or ask: here it is as if the reader had agreed.
  await context.addInitScript(() => {
    StorageManager.prototype.persist = async () => {
      sessionStorage.asked = Number(sessionStorage.asked ?? 0) + 1;
      return true;
    };
    StorageManager.prototype.persisted = async () => "asked" in sessionStorage;
  });
  await page.goto("/settings");
  await page.getByTestId("persistence").getByText("has not promised").waitFor();
  await screenshot(page, "settings-not-promised");
  await page.getByRole("link", { name: "Get a code" }).click();
  await order(page, "DE", "wa");
  await page.getByRole("link", { name: "Get a code" }).click();
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
  expect(await page.evaluate(() => sessionStorage.asked)).toBe("1");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("persistence").getByText("has promised").waitFor();
});

test("storage that never responds is reported within seconds, with a way to continue, and no order is called lost", CHROMIUM_ONLY, async ({ page, context, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  const address = page.url();
  await context.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...named) {
      return globalThis.answers ? open.apply(this, named) : new EventTarget();
    };
  });
  await load(page, address);
  await skipTo(page.getByTestId("storage-trouble").getByText("does not respond"));
  await expect(page.getByText("not in this browser")).toHaveCount(0);
  await screenshot(page, "storage-silent-order");
  await page.getByRole("link", { name: "Orders" }).click();
  await skipTo(page.getByTestId("storage-trouble"));
  await expect(page.getByTestId("empty")).toHaveCount(0);
  await screenshot(page, "storage-silent-orders");
  // Nothing is ordered that might be lost.
  await page.getByRole("link", { name: "Get a code" }).click();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await skipTo(page.getByTestId("unkept").getByText("does not respond"));
  await expect(page.getByTestId("order")).toBeDisabled();
  await page.evaluate(() => (globalThis.answers = true));
  await page.getByTestId("try-storage").click();
  await page.getByTestId("unkept").waitFor({ state: "detached" });
  await expect(page.getByTestId("order")).toBeEnabled();
  await page.goto("about:blank");
});

test("a newer database and a damaged record are reported as such", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page, context, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await settled(indexedDB.open("satline-sandbox"));
    const orders = database.transaction("orders", "readwrite").objectStore("orders");
    await settled(orders.put('{"order":{"version":1,"id":"7dc6"', "sms4sats/7dc6"));
    database.close();
  });
  await page.goto("/orders");
  await page.getByTestId("damaged").getByText("1 more order is damaged").waitFor();
  await screenshot(page, "orders-damaged");
  const saving = page.waitForEvent("download");
  await page.getByTestId("save-damaged").click();
  expect((await saving).suggestedFilename()).toBe("satline-damaged.txt");
  // Another tab has loaded a newer version of the page.
  await page.evaluate(
    () => new Promise((resolve) => Object.assign(indexedDB.open("satline-sandbox", 99), { onsuccess: (event) => resolve(event.target.result.close()) })),
  );
  await page.reload();
  await page.getByTestId("storage-trouble").getByText("A newer version").waitFor();
  await expect(page.getByTestId("empty")).toHaveCount(0);
  await screenshot(page, "orders-newer-database");
});

test("storage that fills up while money is held loses nothing that is shown, and says so until there is room", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page, context, sandbox, complaints }) => {
  // The first page is without the app and has no icon: the browser may report that.
  complaints.expect(/404/, 0);
  // The browser caches its quota for half a minute.
  await page.goto("/sandbox/requests");
  const tools = await context.newCDPSession(page);
  await tools.send("Storage.overrideQuotaForOrigin", { origin: sandbox.address, quotaSize: 2_000_000 });
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  const address = page.url();
  // Something else of this site takes all the room there is.
  const error = await page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const opening = indexedDB.open("other");
    opening.onupgradeneeded = () => opening.result.createObjectStore("all", { autoIncrement: true });
    const database = await settled(opening);
    const fill = async (size) => {
      for (;;) {
        const transaction = database.transaction("all", "readwrite", { durability: "strict" });
        transaction.objectStore("all").put(Array.from({ length: size }, () => String.fromCharCode(33 + Math.random() * 90)).join(""));
        await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: () => reject(transaction.error) }));
      }
    };
    let error;
    for (const size of [200_000, 10_000, 100]) error = await fill(size).catch((error) => error.name);
    database.close();
    return error;
  });
  expect(error).toBe("QuotaExceededError");
  await sandbox.giveNumber();
  await skipTo(page.getByTestId("number"));
  const number = await page.getByTestId("number").innerText();
  await expect(page.getByTestId("unkept")).toHaveText(/Keep this tab open/);
  await page.evaluate(() => new Promise((resolve) => Object.assign(indexedDB.deleteDatabase("other"), { onsuccess: resolve })));
  await expect(async () => {
    await page.clock.fastForward(5_000);
    await expect(page.getByTestId("unkept")).toHaveCount(0, { timeout: 250 });
  }).toPass();
  // It is in the record, and not only asked for again.
  await sandbox.faults({ route: "/sms4sats/orderstatus", status: 503, times: 1_000 });
  complaints.expect(/503/, 0);
  await load(page, address);
  await expect(page.getByTestId("number")).toHaveText(number);
});

test("an order of a private window is gone with the window, and continues by its id", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ newContext, sandbox }) => {
  // Every context of Playwright is what Chromium calls incognito.
  const window = await newContext();
  const page = await window.newPage();
  await page.goto("/settings");
  await page.getByTestId("persistence").getByText("has not promised").waitFor();
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  const [address, id] = [page.url(), orderId(page)];
  await window.close();
  await sandbox.giveCode();
  const next = await (await newContext()).newPage();
  await next.goto(address);
  await next.getByRole("heading", { name: "not in this browser" }).waitFor();
  await next.goto("/orders");
  await next.getByText("Add an order by its ID").first().click();
  await next.getByLabel("Order ID").fill(id);
  await next.getByTestId("follow-submit").click();
  await skipTo(next.getByTestId("code"));
  expect(await sandbox.sent("/sms4sats/createorder")).toBe(1);
});
