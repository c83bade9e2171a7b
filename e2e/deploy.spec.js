// The app as static files, on any host and under any path of it.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { CHROMIUM_ONLY, expect, hosted as test, test as base } from "./fixtures.js";
import { APP } from "./file-server.js";
import { MARKUP } from "./hostile/texts.js";

/** An order on the main network, as a page without a sandbox has them, with its code. */
const ORDER = JSON.parse(await readFile(new URL("../crates/app/tests/data/v1/orders/code-on-mainnet.json", import.meta.url)));
Object.assign(ORDER.order, { state: "code_received", paidAt: ORDER.order.createdAt, number: "4915112345678", codes: [{ text: "63915" }] });

/** The pages by their tabs, and an element on each. */
const PAGES = [
  { path: "", tab: "Get a code", seen: (page) => page.getByTestId("country") },
  { path: "send/", tab: "Send", seen: (page) => page.getByTestId("send-form") },
  { path: "orders/", tab: "Orders", seen: (page) => page.getByRole("heading", { name: "Your orders" }) },
  { path: "top-up/", tab: "Top up", seen: (page) => page.getByRole("heading", { name: "Top up" }) },
  { path: "settings/", tab: "Settings", seen: (page) => page.getByTestId("wipe") },
];

for (const path of ["/", "/some/where/"]) {
  test.describe(`a host of files, under ${path}`, () => {
    test.use({ hosting: { path } });

    test("every page opens at its own address, with the slash at its end and without", async ({ page }) => {
      for (const { path, tab, seen } of PAGES) {
        for (const address of path ? [path, path.slice(0, -1), `${path}index.html`] : ["", "index.html"]) {
          await page.goto(address);
          await expect(seen(page).first()).toBeVisible();
          await expect(page.locator("[aria-current=page]")).toHaveText(tab);
        }
        // So that late failures are noticed too.
        await page.waitForLoadState("networkidle");
      }
    });

    test("every link leads to an address that a reload finds", async ({ page, host }) => {
      await page.goto("settings/");
      for (const { path, tab, seen } of PAGES) {
        await page.getByRole("link", { name: tab, exact: true }).first().click();
        await expect(page).toHaveURL(host.address + path);
        await expect(seen(page).first()).toBeVisible();
        await page.reload();
        await expect(seen(page).first()).toBeVisible();
      }
    });

    test("an order's page is found again after a reload, by Back and Forward, and by its old address", async ({ page, host, complaints }) => {
      complaints.expect(/404/, 0);
      const { id } = ORDER.order;
      const title = page.getByRole("heading", { level: 1 });
      await page.goto("settings/");
      const backup = { name: "satline.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ satlineOrders: [ORDER] })) };
      await page.getByTestId("import").setInputFiles(backup);
      await expect(page.getByText("1 order was imported.")).toBeVisible();
      await page.getByRole("link", { name: "Orders", exact: true }).click();
      await page.getByTestId("row").click();
      await expect(page).toHaveURL(`${host.address}orders/#${id}`);
      await expect(title).toHaveText(ORDER.name);
      await page.reload();
      await expect(title).toHaveText(ORDER.name);
      await page.goBack();
      await expect(page.getByTestId("row")).toBeVisible();
      await page.goForward();
      await expect(title).toHaveText(ORDER.name);
      // As a reader who edits the address.
      await page.evaluate(() => (location.hash = "7dc6"));
      await expect(title).toHaveText("This order is not in this browser");
      await page.goto(`orders/${id}`);
      await expect(title).toHaveText(ORDER.name);
      await expect(page).toHaveURL(`${host.address}orders/#${id}`);
    });

    test("an address that leads nowhere says so, and leads to the app, in the reader's language", async ({ page, host, complaints }) => {
      complaints.expect(/404/);
      await page.goto("no/such/page");
      await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
      await expect(page.getByRole("link", { name: "Your orders" })).toHaveJSProperty("href", `${host.address}orders/`);
      await page.getByRole("link", { name: "Get a code" }).click();
      await expect(page).toHaveURL(host.address);
      await page.evaluate(() => localStorage.setItem("satline.settings", JSON.stringify({ language: "ar" })));
      await page.goto("nowhere");
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      await expect(page.getByRole("link").last()).toHaveJSProperty("href", `${host.address}orders/`);
    });
  });
}

test.describe("a host that serves the first page for addresses that it does not have", () => {
  test.use({ hosting: { path: "/some/where/", instead: "index.html" } });

  test("an order's old address leads to its page", async ({ page, host, complaints }) => {
    // Of what the page looks for from there, before it moves on.
    complaints.expect(/integrity|SyntaxError|MIME|net::ERR/, 0);
    await page.goto("orders/7dc6");
    await expect(page.getByRole("heading", { name: "not in this browser" })).toBeVisible();
    await expect(page).toHaveURL(`${host.address}orders/#7dc6`);
  });
});

base("every text and every wasm is there compressed, for hosts that send it so", async () => {
  const all = await readdir(APP, { recursive: true });
  const texts = all.filter((name) => /\.(css|html|js|json|svg|wasm)$/.test(name));
  expect(texts.length).toBeGreaterThan(30);
  for (const name of texts) {
    const text = await readFile(join(APP, name));
    for (const [ending, expand] of [[".br", brotliDecompressSync], [".gz", gunzipSync]]) {
      expect(expand(await readFile(join(APP, name + ending))).equals(text), name + ending).toBe(true);
    }
  }
});

base("the settings lead to the licences of what is in the app", async ({ page }) => {
  await page.goto("/settings/");
  const opened = page.waitForEvent("popup");
  await page.getByTestId("licences").click();
  const licences = await opened;
  for (const name of ["leptos", "serde_json", "The Rust standard library", "circle-flags", "nostr-tools"]) {
    await expect(licences.getByRole("heading", { level: 2 }).filter({ hasText: name }).first()).toBeVisible();
  }
});

for (const path of ["/settings/", "/wallet.html", "/404.html", "/licences.html"]) {
  base(`${path} allows only its own scripts, and only this site may frame it`, async ({ sandbox }) => {
    const response = await fetch(sandbox.address + path);
    expect(response.headers.get("content-security-policy")).toBe("frame-ancestors 'self'");
    const [, policy] = (await response.text()).match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/);
    expect(policy).toMatch(/^default-src 'none'; script-src /);
    expect(policy).toMatch(/require-trusted-types-for 'script'/);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
  });
}

base("only markup that the app creates gets into the page", CHROMIUM_ONLY, async ({ page, complaints }) => {
  complaints.expect(/TrustedHTML|injection sink/);
  const OURS = '<div class="skeleton outline-search"></div>';
  await page.goto("/orders/#/nowhere");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const letIn = await page.evaluate((all) => {
    const tried = document.createElement("div");
    return all.filter((html) => {
      try {
        tried.innerHTML = html;
        return true;
      } catch {
        return false;
      }
    });
  }, [...MARKUP, OURS]);
  expect(letIn).toEqual([OURS]);
});

base("files with a hash in their name are cached forever, and the page is requested each time", async ({ sandbox }) => {
  const cached = async (path) => (await fetch(new URL(path, sandbox.address))).headers.get("cache-control");
  for (const path of ["/", "/index.html", "/404.html", "/wallet.html", "/orders/", "/orders/index.html"]) {
    expect(await cached(path), path).toBe("no-cache");
  }
  const page = await (await fetch(sandbox.address)).text();
  const files = [...page.matchAll(/"(?:\.\/)?(satline-[^"]+-?[0-9a-f]{16}[^"]*)"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const file of files) expect(await cached(file), file).toBe("public, max-age=31536000, immutable");
  expect(await cached("/icons/satline.svg")).toBe(null);
});
