// The app offline, and from one version to the next.

import { createHash } from "node:crypto";
import { copyFile, cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { order, orderId, pay, screenshot, skipTo, visit } from "./app.js";
import { CHROMIUM_ONLY, expect, hosted, LOOKS, test as base } from "./fixtures.js";
import { APP } from "./file-server.js";
import { Sandbox } from "./sandbox.js";

const WORKER = "service-worker.js";

/** What a page without a network logs, of requests to services. */
const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|Failed to fetch/;

const test = base.extend({
  /** A copy of the app, which a scenario can replace by a newer one. */
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "satline-app-"));
    await cp(APP, folder, { recursive: true });
    await use(folder);
    await rm(folder, { recursive: true });
  },

  /** A sandbox that serves it, and that can be stopped. */
  site: async ({ folder }, use) => {
    const site = await Sandbox.start(folder);
    await site.reset();
    await use(site);
    await site.stop();
  },

  host: ({ site }, use) => use(site),
});

test.use({ serviceWorkers: "allow" });

/** Waits until the service worker has all files. */
const installed = (page) => page.evaluate(async () => void (await navigator.serviceWorker.ready));

const version = (page) => page.locator("html").getAttribute("data-version");

/** Returns the paths of everything that any cache holds. */
const cached = (page) =>
  page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });

const cutOff = async (context, host) => {
  await context.setOffline(true);
  await host.stop();
};

/** Makes another version of the app: other names for the files with a hash, another loader, another version. The
 *  host no longer has the earlier ones. */
async function release(folder) {
  const renamed = (text) => text.replace(/[0-9a-f]{16}/, (hash) => hash.slice(1) + hash[0]);
  const names = await readdir(folder);
  const hashed = names.filter((name) => /^satline-.*[0-9a-f]{16}[^.]*\.(js|wasm|svg)$/.test(name));
  const worker = await readFile(join(folder, WORKER), "utf8");
  const [, old] = worker.match(/const VERSION = "(\w+)"/);
  const renew = (text) => [...hashed, old].reduce((text, name) => text.replaceAll(name, renamed(name)), text);
  const sum = (algorithm, text) => `${algorithm}-${createHash(algorithm).update(text).digest("base64")}`;

  const loader = hashed.find((name) => /^satline-app-.*\.js$/.test(name));
  const before = await readFile(join(folder, loader), "utf8");
  const after = renew(before);
  await writeFile(join(folder, loader), after);
  for (const name of hashed) await rename(join(folder, name), join(folder, renamed(name)));
  const pages = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith("index.html"));
  for (const path of [...pages, WORKER].map((name) => join(folder, name))) {
    const text = renew(await readFile(path, "utf8"));
    await writeFile(path, ["sha256", "sha384"].reduce((text, name) => text.replaceAll(sum(name, before), sum(name, after)), text));
  }
  return renamed(old);
}

/** As when the reader comes back to the tab. */
const lookAgain = (page) => page.evaluate(() => void document.dispatchEvent(new Event("visibilitychange")));

for (const { name, ...look } of LOOKS) {
  test.describe(name, () => {
    test.use(look);

    test("a cold start offline shows orders, codes and receipts, and says what needs the network", async ({ page, context, site, complaints }) => {
      complaints.expect(NO_NETWORK, 0);
      await page.goto("/");
      await order(page, "DE", "wa");
      const id = orderId(page);
      await pay(page);
      await site.giveCode();
      await skipTo(page.getByTestId("code"));
      const code = await page.getByTestId("code").innerText();
      await installed(page);
      await page.close();
      await cutOff(context, site);

      const later = await context.newPage();
      await later.goto("/");
      const offline = later.getByRole("alert").getByText("You are offline. Nothing is lost");
      await expect(offline).toBeVisible();
      await expect(later.getByRole("alert").getByText("this device seems to be offline")).toBeVisible();
      await screenshot(later, `${name}-offline-catalogue`);
      await visit(later, "Orders");
      await expect(later.getByTestId("row")).toContainText(code);
      await expect(offline).toBeInViewport();
      await screenshot(later, `${name}-offline-orders`);
      await later.getByTestId("row").click();
      await expect(later.getByTestId("code")).toHaveText(code);
      await later.reload();
      await expect(later.getByTestId("code")).toHaveText(code);
      await expect(later.getByTestId("receipt")).toBeVisible();
      await screenshot(later, `${name}-offline-order`);
      await later.goto(`/orders/${id}`);
      await expect(later.getByTestId("code")).toHaveText(code);
      for (const [path, seen] of [["/send", "send-form"], ["/top-up/", "account-Lava"], ["/settings/index.html", "wipe"]]) {
        await later.goto(path);
        await expect(later.getByTestId(seen)).toBeVisible();
      }
      await later.evaluate(() => localStorage.setItem("satline.settings", JSON.stringify({ language: "de" })));
      await later.goto("/orders/");
      await expect(later.getByRole("heading", { level: 1 })).toHaveText("Deine Bestellungen");
    });
  });
}

test("two tabs with an order under way each get the new version by one press, and lose nothing", CHROMIUM_ONLY, async ({ page, context, folder, site }) => {
  const other = await context.newPage();
  const tabs = [
    [page, "wa"],
    [other, "tg"],
  ];
  const invoices = [];
  for (const [tab, service] of tabs) {
    await tab.goto("/");
    await order(tab, "DE", service);
    invoices.push(await tab.getByTestId("invoice").innerText());
  }
  await installed(page);
  const before = await version(page);
  await expect(page.getByTestId("update")).toBeHidden();

  const after = await release(folder);
  await page.bringToFront();
  await lookAgain(page);
  for (const [tab] of tabs) await expect(tab.getByText("A new version is here.")).toBeVisible();
  await screenshot(page, "new-version");
  // A tab of the earlier version goes on: the host no longer has this part of it.
  await visit(other, "Top up");
  await expect(other.getByTestId("account-Lava")).toBeVisible();
  await other.goBack();
  await expect(other.getByTestId("invoice")).toHaveText(invoices[1]);
  expect(await version(other)).toBe(before);

  for (const [at, [tab]] of tabs.entries()) {
    await tab.bringToFront();
    await tab.getByTestId("update").getByRole("button").click();
    await expect(tab.locator("html")).toHaveAttribute("data-version", after);
    await expect(tab.getByTestId("invoice")).toHaveText(invoices[at]);
    await expect(tab.getByTestId("update")).toBeHidden();
    await pay(tab);
    await site.giveCode();
    await skipTo(tab.getByTestId("code"));
  }
  expect(await site.sent("/sms4sats/createorder")).toBe(2);
});

test("no response of a service is in a cache, and the files of old versions leave it", CHROMIUM_ONLY, async ({ page, folder }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  await page.goto("/top-up/");
  await page.getByTestId("account-Lava").check();
  await expect(page.getByTestId("now")).toBeVisible();
  await installed(page);
  for (let count = 1; count <= 4; count += 1) {
    const paths = await cached(page);
    for (const path of paths) expect(path).toMatch(/^\/((send|orders|top-up|settings)\/|satline-[^/]+|words\/\w+\.json|icons\/\w+\.svg)?$/);
    expect(paths.filter((path) => path === "/")).toHaveLength(Math.min(count, 3));
    const newest = await release(folder);
    await lookAgain(page);
    await page.getByTestId("update").getByRole("button").click();
    await expect(page.locator("html")).toHaveAttribute("data-version", newest);
  }
});

test("a build for development takes a release's place", CHROMIUM_ONLY, async ({ page, folder }) => {
  await page.goto("/");
  await installed(page);
  await copyFile(new URL("../www/no-service-worker.js", import.meta.url), join(folder, WORKER));
  await lookAgain(page);
  const isGone = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  await expect.poll(isGone).toBe(true);
});

hosted.describe("on a host of files", () => {
  hosted.use({ hosting: { path: "/some/where/" }, serviceWorkers: "allow" });

  hosted("every address opens offline, by its file's name and without the slash at its end too", async ({ page, context, host, complaints }) => {
    complaints.expect(NO_NETWORK, 0);
    await page.goto("");
    await installed(page);
    await cutOff(context, host);
    const current = page.locator("[aria-current=page]");
    for (const [path, tab] of [["", "Get a code"], ["index.html", "Get a code"], ["send", "Send"], ["send/index.html", "Send"], ["orders/", "Orders"], ["orders/7dc6", "Orders"]]) {
      await page.goto(path);
      await expect(current).toHaveText(tab);
    }
    await expect(page).toHaveURL(`${host.address}orders/#7dc6`);
    await expect(page.getByRole("heading", { name: "not in this browser" })).toBeVisible();
  });
});
