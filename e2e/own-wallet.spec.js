// A wallet of the reader's own, by Nostr Wallet Connect: from the settings to a code, over a relay on this machine.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { startWallet } from "../npm/test/relay.mjs";
import { focused, order, screenshot, skipTo, tabTo, visit } from "./app.js";
import { CHROMIUM_ONLY, expect, test as base } from "./fixtures.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const test = base.extend({
  wallet: async ({ sandbox }, use) => {
    const wallet = await startWallet(sandbox);
    await use(wallet);
    wallet.stop();
  },
});

/** What a connection's secret is. */
const secretOf = ({ url }) => new URLSearchParams(url.split("?")[1]).get("secret");

const form = (page) => page.frameLocator("[data-testid=wallet-form] iframe");
const says = (page) => page.getByTestId("own-wallet-says");

/** Connects it in the settings. */
async function connect(page, wallet) {
  await page.goto("/settings");
  await page.getByTestId("connect").click();
  await form(page).getByLabel("Connection").fill(wallet.url);
  await form(page).getByRole("button", { name: "Connect" }).click();
  await expect(says(page)).toHaveText("Connected to Sandbox wallet. 49,000 sats of 50,000 sats left to spend from here.");
  await expect(page.getByTestId("wallet-form")).toBeHidden();
}

/** Connects it and orders. A page that is reloaded would have forgotten it. */
async function connectAndOrder(page, wallet) {
  await connect(page, wallet);
  await visit(page, "Get a code");
  await order(page, "DE", "wa");
  return page.getByTestId("invoice").innerText();
}

test("a wallet is connected and pays with one click, to the code", async ({ page, sandbox, wallet }) => {
  const invoice = await connectAndOrder(page, wallet);
  await screenshot(page, "own-wallet-invoice");
  await page.getByTestId("pay-own").click();
  await skipTo(page.getByText("reserved, not spent"));
  await sandbox.giveNumber();
  await skipTo(page.getByTestId("number"));
  await sandbox.giveCode();
  await skipTo(page.getByTestId("code"));
  expect(wallet.asked).toEqual([invoice]);
});

test("a payment over the wallet's budget is refused in words, and can be tried again", async ({ page, wallet }) => {
  const invoice = await connectAndOrder(page, wallet);
  await wallet.behave("QUOTA_EXCEEDED");
  await page.getByTestId("pay-own").click();
  await expect(says(page)).toHaveText(/more than your wallet lets this page spend\. Nothing was sent/);
  await expect(page.getByTestId("maybe-paid")).toHaveCount(0);
  await wallet.behave();
  await page.getByTestId("pay-own").click();
  await skipTo(page.getByText("reserved, not spent"));
  expect(wallet.asked).toEqual([invoice, invoice]);
});

test("an answer that does not come leaves the payment in doubt, asks nobody again, and ends when the service knows", async ({ page, sandbox, wallet }) => {
  const invoice = await connectAndOrder(page, wallet);
  await wallet.behave("silence");
  await page.getByTestId("pay-own").click();
  await expect(says(page)).toHaveText("Asking your wallet…");
  await expect.poll(() => wallet.asked).toEqual([invoice]);
  await page.clock.fastForward(61_000);
  await expect(page.getByTestId("maybe-paid")).toHaveText(/may have paid/);
  for (const way of ["pay-own", "pay", "qr", "invoice"]) await expect(page.getByTestId(way)).toHaveCount(0);
  await visit(page, "Settings");
  await expect(says(page)).toHaveText(/^Connected/);
  await visit(page, "Orders");
  await page.getByTestId("row").click();
  await expect(page.getByTestId("maybe-paid")).toBeVisible();
  await sandbox.pay(invoice);
  await skipTo(page.getByText("reserved, not spent"));
  expect(wallet.asked).toEqual([invoice]);
});

test("disconnecting forgets the wallet, and so does loading the page again", async ({ page, wallet }) => {
  await connect(page, wallet);
  await page.getByTestId("disconnect").click();
  await expect(says(page)).toHaveText("Disconnected. This page has forgotten the connection.");
  await expect(page.getByTestId("connect")).toBeFocused();
  await expect(page.locator("iframe")).toHaveCount(0);
  await page.getByTestId("connect").click();
  await expect(form(page).getByLabel("Connection")).toHaveValue("");
  await connect(page, wallet);
  await page.reload();
  await expect(page.getByTestId("connect")).toBeVisible();
  await expect(page.locator("iframe")).toHaveCount(0);
});

test("the secret is in no storage, no address, no text and on no console", CHROMIUM_ONLY, async ({ page, context, wallet }) => {
  const written = [];
  context.on("console", (message) => written.push(message.text()));
  await connectAndOrder(page, wallet);
  await page.getByTestId("pay-own").click();
  await skipTo(page.getByText("reserved, not spent"));
  const kept = await page.evaluate(async () => {
    const settled = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const records = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) records.push(await settled(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    const { href, hash } = location;
    return JSON.stringify([records, { ...localStorage }, { ...sessionStorage }, document.cookie, history.state, href, hash, document.documentElement.outerHTML]);
  });
  expect(kept).toContain("lnbcrt"); // it does look at what is kept
  for (const text of [...written, kept]) expect(text).not.toContain(secretOf(wallet));
});

test("the page and the wallet's document cannot look into each other, and neither can the latter into any storage", async ({ page, wallet }) => {
  await connectAndOrder(page, wallet);
  expect(await page.evaluate(() => document.querySelector("iframe").contentDocument)).toBe(null);
  const frame = page.frames().find((frame) => frame.url().endsWith("/wallet.html"));
  const refused = await frame.evaluate(() => {
    const tries = {
      journal: () => indexedDB.open("satline-sandbox"),
      settings: () => localStorage.length,
      tab: () => sessionStorage.length,
      cookies: () => document.cookie,
      app: () => parent.document,
    };
    const refusal = (look) => {
      try {
        look();
        return "nothing";
      } catch (error) {
        return error.name;
      }
    };
    return Object.fromEntries(Object.entries(tries).map(([name, look]) => [name, refusal(look)]));
  });
  expect(refused).toEqual({ journal: "SecurityError", settings: "SecurityError", tab: "SecurityError", cookies: "SecurityError", app: "SecurityError" });
});

test("the wallet's document does nothing outside of the app's frame", async ({ page }) => {
  await page.goto("/wallet.html");
  await page.evaluate(() => postMessage(JSON.stringify({ texts: { label: "Connection" } }), "*", [new MessageChannel().port2]));
  await expect(page.locator("label")).toBeEmpty();
});

test("what is no connection is said, and a wallet that is not there", async ({ page, wallet, complaints }) => {
  // The browser says what it could not connect to.
  complaints.expect(/WebSocket connection to/, 0);
  await page.goto("/settings");
  await page.getByTestId("connect").click();
  const field = form(page).getByLabel("Connection");
  for (const text of ["", "lnbc1", "https://example.org", wallet.url.slice(0, -1)]) {
    await field.fill(text);
    await field.press("Enter");
    await expect(form(page).getByRole("alert")).toHaveText(/not complete/);
    await expect(field).toHaveAttribute("aria-invalid", "true");
  }
  await field.fill(wallet.url.replace(/127\.0\.0\.1%3A\d+/, "127.0.0.1%3A1"));
  await field.press("Enter");
  await expect(form(page).getByRole("alert")).toHaveText(/does not respond/);
  await field.fill(wallet.url);
  await field.press("Enter");
  await expect(says(page)).toHaveText(/^Connected/);
});

test("the keyboard alone connects a wallet, or leaves it", async ({ page, wallet }) => {
  await page.goto("/settings");
  await expect(page.getByTestId("wipe")).toBeVisible();
  await tabTo(page, "connect");
  await page.keyboard.press("Enter");
  await expect(form(page).getByLabel("Connection")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator("iframe")).toHaveCount(0);
  await expect(page.getByTestId("connect")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(form(page).getByLabel("Connection")).toBeFocused();
  await page.keyboard.insertText(wallet.url);
  await page.keyboard.press("Enter");
  await expect(says(page)).toHaveText(/^Connected/);
  await expect.poll(() => focused(page)).toBe("disconnect");
});

test.describe("axe finds nothing", () => {
  test.use({ reducedMotion: "reduce", viewport: { width: 320, height: 640 } });

  /** Looks at the page and at the wallet's document, which has to be as wide as its frame. */
  async function judge(page, name) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const frame of page.frames()) {
        if (frame !== page.mainFrame() && !(await page.locator("iframe").isVisible())) continue;
        await frame.evaluate(AXE);
        // A form in a frame is no page of its own.
        const rules = frame === page.mainFrame() ? {} : { region: { enabled: false }, "landmark-one-main": { enabled: false }, "page-has-heading-one": { enabled: false } };
        const { violations } = await frame.evaluate((rules) => globalThis.axe.run({ iframes: false, resultTypes: ["violations"], rules }), rules);
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`), `${name}, ${colorScheme}`).toEqual([]);
        expect(await frame.evaluate(() => document.documentElement.scrollWidth > innerWidth), `${name}: wider than it may be`).toBe(false);
      }
      await screenshot(page, `own-wallet-${name}-${colorScheme}`);
    }
  }

  test("in the form, in the settings and at an invoice", async ({ page, wallet }) => {
    await page.goto("/settings");
    await page.getByTestId("connect").click();
    await form(page).getByLabel("Connection").press("Enter");
    await expect(form(page).getByRole("alert")).toBeVisible();
    await judge(page, "form");
    await connect(page, wallet);
    await judge(page, "settings");
    await visit(page, "Get a code");
    await order(page, "DE", "wa");
    await wallet.behave("QUOTA_EXCEEDED");
    await page.getByTestId("pay-own").click();
    await expect(says(page)).toHaveText(/Nothing was sent/);
    await judge(page, "refused");
  });
});
