// The page of one order: its invoice, its waiting, its final states.

import { chooseCountry, holdBack, order, orderId, pasted, pay, saved, screenshot, skipTo, visit } from "./app.js";
import { CHROMIUM_ONLY, expect, SERVER_ONLY, test } from "./fixtures.js";
import { readCode } from "./qr.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Permissions that a click grants in Chromium with windows. */
const MAY_COPY = ["clipboard-write"];

/** Orders a message, from the form to the invoice. */
async function orderSms(page) {
  await page.goto("/send");
  await page.getByTestId("phone").fill("+49 151 234567");
  await orderMessage(page);
}

async function orderMessage(page) {
  await page.getByTestId("message").fill("On my way.");
  await page.getByTestId("send").click();
  await expect(page.getByTestId("qr")).toBeVisible();
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test("other programs read the invoice from the picture", async ({ page }) => {
        await page.goto("/");
        await order(page, "DE", "wa");
        const invoice = await page.getByTestId("invoice").innerText();
        const picture = await page.getByTestId("qr").screenshot();
        expect(new Set(readCode(picture))).toEqual(new Set([`LIGHTNING:${invoice.toUpperCase()}`]));
        await expect(page.getByRole("img", { name: "Lightning invoice for 3,600 sats" })).toBeVisible();
      });
    });
  }
}

test.describe("on an iPhone", () => {
  test.use({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", hasTouch: true });

  test("wallets are offered by name, each with the same invoice", async ({ page }) => {
    await page.goto("/");
    await order(page, "DE", "wa");
    const invoice = await page.getByTestId("invoice").innerText();
    await expect(page.getByTestId("open")).toHaveAttribute("href", `lightning:${invoice}`);
    await page.getByTestId("wallets").locator("summary").click();
    const links = await page.getByTestId("wallets").locator("a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    expect(links).toHaveLength(6);
    for (const link of links) expect(link).toMatch(new RegExp(`^[a-z]+:(//|lightning:)?${invoice}$`));
    await screenshot(page, "wallets");
  });
});

test("except on an iPhone the system chooses the wallet, and none is named", async ({ page }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  await expect(page.getByTestId("open")).toBeVisible();
  await expect(page.getByTestId("wallets")).toHaveCount(0);
});

/** Puts a wallet into each page, which fails with these words or never answers. Returns what it was handed:
 *  each time, what the disk says of the order. */
async function withWallet(context, words) {
  const handed = [];
  await context.exposeFunction("handed", (record) => handed.push(JSON.parse(record).order.walletAsked));
  await context.addInitScript((words) => {
    const settled = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const sendPayment = async () => {
      const database = await settled(indexedDB.open("satline-sandbox"));
      const records = await settled(database.transaction("orders").objectStore("orders").getAll());
      database.close();
      await globalThis.handed(records[0]);
      await (words ? Promise.reject(new Error(words)) : new Promise(() => {}));
    };
    Object.defineProperty(globalThis, "webln", { get: () => ({ enable: async () => {}, sendPayment }), set() {} });
  }, words);
  return handed;
}

test("an invoice that a wallet may have paid is given to no wallet, in any tab, until the reader has checked", SERVER_ONLY, async ({ page, context, sandbox }) => {
  const handed = await withWallet(context, "timeout after 60 s");
  await page.goto("/");
  await order(page, "DE", "wa");
  const invoice = await page.getByTestId("invoice").innerText();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByTestId("pay")).toBeVisible();
  await page.getByTestId("pay").click();
  for (const tab of [page, other]) {
    await expect(tab.getByText("do not pay again")).toBeVisible();
    await expect(tab.getByTestId("says")).toHaveText("A wallet was asked to pay this invoice.");
  }
  await screenshot(page, "maybe-paid");
  await page.reload();
  await expect(page.getByTestId("maybe-paid")).toBeVisible();
  for (const way of ["pay", "qr", "invoice"]) await expect(page.getByTestId(way)).toHaveCount(0);
  expect(handed).toEqual([true]);

  await other.getByTestId("not-paid").click();
  for (const tab of [page, other]) await expect(tab.getByTestId("pay")).toBeVisible();
  await page.getByTestId("pay").click();
  await expect(page.getByTestId("maybe-paid")).toBeVisible();
  // And on the same page, without a reload.
  await page.getByTestId("not-paid").click();
  await page.getByTestId("pay").click();
  await expect(page.getByTestId("maybe-paid")).toBeVisible();
  expect(handed).toEqual([true, true, true]);
  await sandbox.pay(invoice);
  for (const tab of [page, other]) await skipTo(tab.getByText("reserved, not spent"));
});

test("after a tab is closed while the wallet is asked, the invoice may have been paid", SERVER_ONLY, async ({ page, context }) => {
  const handed = await withWallet(context);
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.getByTestId("pay").click();
  await expect(page.getByText("Confirm the payment in your wallet")).toBeVisible();
  await expect(page.getByTestId("pay")).toBeDisabled();
  await expect.poll(() => handed.length).toBe(1);
  await page.reload();
  await expect(page.getByTestId("maybe-paid")).toBeVisible();
});

test("after a wallet's refusal the invoice is shown again", SERVER_ONLY, async ({ page, context }) => {
  await withWallet(context, "User rejected");
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.getByTestId("pay").click();
  await expect(page.getByText("Your wallet declined. Nothing was sent.")).toBeVisible();
  await page.reload();
  await expect(page.getByTestId("pay")).toBeEnabled();
  await expect(page.getByTestId("maybe-paid")).toHaveCount(0);
});

test("without a wallet in the browser, opening one is the first thing offered", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, "webln", { get: () => undefined, set() {} }));
  await page.goto("/");
  await order(page, "DE", "wa");
  await expect(page.getByTestId("pay")).toHaveCount(0);
  await expect(page.getByTestId("open")).toContainClass("primary");
});

test("a number and a code are copied with one press each", async ({ page, context, sandbox }) => {
  await context.grantPermissions(MAY_COPY);
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  await sandbox.giveCode();
  await skipTo(page.getByTestId("code"));
  for (const id of ["code", "number", "national"]) {
    const copyable = page.locator(".copyable", { has: page.getByTestId(id) });
    await copyable.getByRole("button").click();
    await expect(copyable.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await pasted(page)).toBe(await page.getByTestId(id).innerText());
  }
  const national = await page.getByTestId("national").innerText();
  await expect(page.getByTestId("number")).toHaveText(`+49${national}`);
});

test("without a clipboard there is no button to copy", async ({ page }) => {
  // As in a page without https.
  await page.addInitScript(() => delete Navigator.prototype.clipboard);
  await page.goto("/");
  await order(page, "DE", "wa");
  await expect(page.getByTestId("invoice")).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(0);
});

for (const [name, fill] of [
  ["an SMS", (page) => page.getByTestId("phone").fill("+49 151 234567")],
  [
    "an email",
    async (page) => {
      await page.getByTestId("by-email").check();
      await page.getByTestId("address").fill("pseudonym@protonmail.com");
    },
  ],
]) {
  test(`${name} is followed from paid to delivered`, async ({ page, sandbox }) => {
    await sandbox.settings({ sentAfterMs: MINUTE, deliveredAfterMs: MINUTE });
    await page.goto("/send");
    await fill(page);
    await orderMessage(page);
    await pay(page);
    await sandbox.advance(MINUTE);
    await skipTo(page.getByText("Your message has been sent, and your money is spent"));
    await sandbox.advance(MINUTE);
    await skipTo(page.getByText("Your message has been delivered"));
    await expect(page.getByTestId("timeline")).toHaveText(/Ordered.*Paid.*Accepted.*Sent.*Delivered/);
    await screenshot(page, name.split(" ")[1]);
  });
}

test("the tab's title shows the order's state, and a change is announced once", SERVER_ONLY, async ({ page, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  const icon = page.locator("link[rel=icon]");
  await expect(page).toHaveTitle("Awaiting payment · WhatsApp · satline");
  await expect(icon).toHaveAttribute("href", /icons\/todo\.svg$/);
  const announced = await page.evaluateHandle(() => {
    const announced = [];
    const region = document.querySelector("[data-testid=says]");
    new MutationObserver(() => announced.push(region.textContent)).observe(region, { characterData: true, childList: true, subtree: true });
    return announced;
  });
  await pay(page);
  await expect(icon).toHaveAttribute("href", /icons\/waiting\.svg$/);
  await sandbox.giveNumber();
  await skipTo(page.getByTestId("number"));
  await sandbox.giveCode();
  await skipTo(page.getByTestId("code"));
  await expect(page).toHaveTitle("Code received · WhatsApp · satline");
  await expect(icon).toHaveAttribute("href", /icons\/done\.svg$/);
  const words = await announced.jsonValue();
  expect(words).toEqual([...new Set(words)]);
  expect(words.at(-1)).toBe("Your code has arrived.");
  expect((await page.request.get("/icons/done.svg")).status()).toBe(200);
  await visit(page, "Orders");
  await expect(icon).toHaveAttribute("href", /icons\/satline\.svg$/);
});

for (const [setting, vibrates, calls] of [
  ["", true, []],
  ["sound", true, ["tone", "tone", "buzz"]],
  ["notifications", true, ["note", "buzz"]],
  ["sound", false, ["tone", "tone"]],
]) {
  test(`a code calls the reader as was asked for, on any page: ${setting || "not at all"}${vibrates ? "" : ", as in Safari"}`, SERVER_ONLY, async ({ page, sandbox }) => {
    await page.addInitScript(
      ({ setting, vibrates }) => {
        if (setting) localStorage.setItem(`satline.${setting}`, "on");
        globalThis.calls = [];
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...when) {
          globalThis.calls.push("tone");
          return start.apply(this, when);
        };
        globalThis.Notification = class {
          constructor(title) {
            globalThis.calls.push(title.includes("code has arrived") && !/\d/.test(title) ? "note" : title);
          }
        };
        if (vibrates) navigator.vibrate = () => globalThis.calls.push("buzz");
        else delete Navigator.prototype.vibrate;
      },
      { setting, vibrates },
    );
    await page.goto("/");
    await order(page, "DE", "wa");
    await pay(page);
    if (!vibrates) await visit(page, "Orders");
    await sandbox.giveCode();
    await skipTo(page.getByText(vibrates ? "Your code has arrived" : "Code received"));
    await expect.poll(() => page.evaluate(() => globalThis.calls)).toEqual(calls);
    // And the app continues.
    await visit(page, "Orders");
    await page.getByTestId("row").click();
    await expect(page.getByTestId("code")).toBeVisible();
    expect(await page.evaluate(() => globalThis.calls)).toEqual(calls);
  });
}

test("a receipt is saved as text", async ({ page, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  await sandbox.giveCode();
  await skipTo(page.getByTestId("code"));
  const code = await page.getByTestId("code").innerText();
  const { text } = await saved(page, "save");
  for (const part of [/^Type: One code$/m, /^For: WhatsApp$/m, /^Price: 3,600 sats$/m, new RegExp(`^Received: ${code}$`, "m")]) {
    expect(text).toMatch(part);
  }
});

test("a receipt is printed without controls", CHROMIUM_ONLY, async ({ page, sandbox }) => {
  await page.goto("/");
  await order(page, "DE", "wa");
  await pay(page);
  await sandbox.giveCode();
  await skipTo(page.getByTestId("code"));
  await page.evaluate(() => (globalThis.print = () => (globalThis.printed = true)));
  await page.getByTestId("print").click();
  expect(await page.evaluate(() => globalThis.printed)).toBe(true);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button")).toHaveCount(0);
  await screenshot(page, "receipt");
});

test("the keyboard alone copies, waits and cancels", async ({ page, context, sandbox }) => {
  await context.grantPermissions(MAY_COPY);
  await page.goto("/");
  await order(page, "DE", "never");
  const press = async (name) => {
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement.textContent.trim())) === name) {
        await page.keyboard.press("Enter");
        return;
      }
    }
    throw new Error(`Tab does not reach ${name}.`);
  };
  const invoice = await page.getByTestId("invoice").innerText();
  await press("Copy invoice");
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await pasted(page)).toBe(invoice);
  await press("Checks before you pay: 8 of 8 passed");
  await expect(page.getByText("Its signature is valid")).toBeVisible();
  await sandbox.advance(121_000);
  await page.clock.runFor(121_000);
  await expect(page.getByText("Cancel the order")).toBeEnabled();
  await press("Cancel the order");
  await expect(page.getByText("Cancelled. Nothing was spent.")).toBeVisible();
});
