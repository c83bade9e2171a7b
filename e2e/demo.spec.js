// The demo, on a host that only serves files: a sandbox in a worker of the page.

import { readFile } from "node:fs/promises";
import { chooseCountry, saved } from "./app.js";
import { CHROMIUM_ONLY, expect, LOOKS, test as base } from "./fixtures.js";
import { serveFiles } from "./file-server.js";

/** An order of real money, with its code. */
const REAL = JSON.parse(await readFile(new URL("../crates/app/tests/data/v1/orders/code-on-mainnet.json", import.meta.url)));
Object.assign(REAL.order, { state: "code_received", paidAt: REAL.order.createdAt, number: "4915112345678", codes: [{ text: "63915" }] });

const test = base.extend({
  // The demo's own time is moved by its controls.
  movesTime: false,

  host: async ({}, use) => {
    const host = await serveFiles({ path: "/some/where/" });
    await use(host);
    await host.stop();
  },

  demo: ({ host }, use) => use(`${host.address}demo/`),
});

/** Presses some of the demo's controls, which are open only meanwhile. */
const play = async (page, ...names) => {
  await page.getByTestId("demo-toggle").click();
  for (const name of names) await page.getByTestId(`demo-${name}`).click();
  await expect(page.getByTestId("demo-says")).toHaveText(/./);
  await page.getByTestId("demo-toggle").click();
};

/** Begins a story by its link, orders, and returns at the invoice. */
const begin = async (page, demo, story) => {
  await page.goto(`${demo}#${story}`);
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
};

/** Returns all that this origin has stored under names that begin with that. */
const stored = (page, prefix) =>
  page.evaluate(async (prefix) => {
    const found = Object.entries(localStorage).filter(([name]) => name.startsWith(`${prefix}.`));
    const { version } = (await indexedDB.databases()).find(({ name }) => name === prefix) ?? {};
    if (!version) return JSON.stringify(found);
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open(prefix, version));
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      found.push([name, await done(store.getAllKeys()), await done(store.getAll())]);
    }
    database.close();
    return JSON.stringify(found);
  }, prefix);

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use(look);

    test("a whole story needs files of its own host alone", async ({ page, host, demo }) => {
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await begin(page, demo, "code");
      await expect(page.getByTestId("invoice")).toHaveText(/^lnbcrt/);
      await page.getByTestId("pay").click();
      await expect(page.getByText("reserved, not spent")).toBeVisible();
      await play(page, "code");
      await expect(page.getByTestId("code")).toHaveText(/\d{5}/);
      const files = asked.filter((url) => !url.startsWith("blob:")).map((url) => url.replace(host.address, ""));
      expect(files.filter((file) => !/^(demo\/|icons\/|satline-[\w-]+\.\w+$|start-\w+\.js$)/.test(file))).toEqual([]);
    });
  });
}

test("the demo's policy keeps every request on its own host", CHROMIUM_ONLY, async ({ page, demo, complaints }) => {
  complaints.expect(/Content Security Policy|Failed to fetch|Refused to connect/);
  await page.goto(demo);
  await page.getByTestId("demo-toggle").waitFor();
  const outcome = await page.evaluate(() => fetch("https://api2.sms4sats.com/price").then(String, String));
  expect(outcome).toMatch(/TypeError/);
  // The worker is the page's own, so the policy holds there too.
  const inWorker = await page.evaluate(() => {
    const policy = trustedTypes.createPolicy("default", { createScriptURL: (url) => url });
    const text = 'fetch("https://api2.sms4sats.com/price").then(() => postMessage("sent"), () => postMessage("stopped"))';
    const worker = new Worker(policy.createScriptURL(URL.createObjectURL(new Blob([text]))));
    return new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
  }).catch(String);
  expect(inWorker).not.toBe("sent");
});

test("a reload keeps the order and what the service knows of it", async ({ page, demo }) => {
  await begin(page, demo, "never");
  await play(page, "pay");
  await expect(page.getByText("reserved, not spent")).toBeVisible();
  await page.reload();
  await expect(page.getByText("reserved, not spent")).toBeVisible();
  await play(page, "code");
  await expect(page.getByTestId("code")).toHaveText(/\d{5}/);
});

test("a code that comes late is shown after the refund", async ({ page, demo }) => {
  await begin(page, demo, "late");
  await play(page, "pay");
  await expect(page.getByTestId("number").first()).toHaveText(/\d{6}/);
  await play(page, "skip-20", "skip-2");
  await expect(page.getByTestId("reason")).toBeVisible();
  await expect(page.getByTestId("code")).toHaveText(/\d{5}/);
});

test("the clock of another tab is advanced too", async ({ page, context, demo }) => {
  await begin(page, demo, "never");
  await play(page, "pay");
  const other = await context.newPage();
  await other.goto(page.url());
  await play(other, "skip-20", "skip-2");
  for (const tab of [page, other]) await expect(tab.getByTestId("reason")).toBeVisible();
});

test("without its network the demo says so, and catches up", async ({ page, demo }) => {
  await page.goto(demo);
  await page.getByTestId("demo-toggle").click();
  await page.getByTestId("demo-network").click();
  await expect(page.locator("#trouble")).toBeVisible();
  await page.getByTestId("demo-network").click();
  await expect(page.locator("#trouble")).toBeHidden();
});

test("an order whose response is lost says what that means for the money", async ({ page, demo }) => {
  await page.goto(`${demo}#lost`);
  await page.getByTestId("order").click();
  await expect(page.getByTestId("failure")).toBeVisible();
});

test("a payment with 3-D Secure is confirmed on a page of the demo", async ({ page, context, demo }) => {
  await page.goto(`${demo}#top-up`);
  await page.getByTestId("account-Lava").check();
  await page.getByTestId("method-pm_sandbox_3ds").check();
  await page.getByTestId("amount-field").fill("10");
  await page.getByTestId("begin").click();
  const opening = context.waitForEvent("page");
  await page.getByTestId("confirm").click();
  const bank = await opening;
  await bank.getByRole("button", { name: "Confirm" }).click();
  await expect(bank.getByRole("status")).toHaveText(/Confirmed/);
  await expect(page.getByText("The money has arrived")).toBeVisible();
});

test("real orders stay byte for byte what they are while one plays, and each refuses the other's", async ({ page, context, host, demo, complaints }) => {
  complaints.expect(/api2\.sms4sats\.com/, 0);
  await context.route("https://api2.sms4sats.com/**", (route) => route.fulfill({ json: [], headers: { "access-control-allow-origin": "*" } }));
  const backup = (text) => ({ name: "satline.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await page.goto(`${host.address}settings/`);
  await page.getByTestId("import").setInputFiles(backup(JSON.stringify({ satlineOrders: [REAL] })));
  await expect(page.getByText("1 order was imported.")).toBeVisible();
  const before = await stored(page, "satline");

  const played = await context.newPage();
  await begin(played, demo, "code");
  await play(played, "pay", "code");
  await expect(played.getByTestId("code")).toBeVisible();
  await played.goto(`${demo}settings/`);
  await played.getByTestId("import").setInputFiles(backup(JSON.stringify({ satlineOrders: [REAL] })));
  await expect(played.getByTestId("data-says")).toHaveText(/real/);
  const { text } = await saved(played, "export-json");
  await page.getByTestId("import").setInputFiles(backup(text));
  await expect(page.getByTestId("data-says")).toHaveText(/sandbox|play/);

  expect(await stored(page, "satline")).toBe(before);
  await played.goto(demo);
  await played.getByTestId("demo-toggle").click();
  await played.getByTestId("demo-leave").click();
  await played.waitForURL(host.address);
  expect(await stored(page, "satline")).toBe(before);
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(names).not.toContain("satline-demo-services");
});

test("starting over forgets the orders and what the services know", async ({ page, demo }) => {
  await begin(page, demo, "code");
  const address = page.url();
  await page.getByTestId("demo-toggle").click();
  await page.getByTestId("demo-start-over").click();
  await page.goto(`${demo}orders/`);
  await expect(page.getByTestId("empty")).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "not in this browser" })).toBeVisible();
});

test("where the service cannot be reached, the app leads to the demo", async ({ page, context, host, demo, complaints }) => {
  complaints.expect(/api2\.sms4sats\.com|ERR_FAILED/, 0);
  await context.route("https://api2.sms4sats.com/**", (route) => route.abort());
  await page.goto(host.address);
  await page.getByTestId("failure").getByTestId("try-demo").click();
  await expect(page).toHaveURL(demo);
  await chooseCountry(page, "DE");
});
