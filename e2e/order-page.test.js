// The page of one order: its invoice, its waits, its ends.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, chooseCountry, order, pasted, sandbox, saved, screenshot, sent, useBrowser } from "./browser.js";
import { readCode } from "./qr.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

const says = (page) => page.getByTestId("says").innerText();
const advance = (advanceMs) => sandbox("clock", { advanceMs });

/** Paid, and seen to be. */
async function pay(page) {
  await page.getByTestId("pay").click();
  await page.getByText("reserved, not spent").waitFor();
}

for (const colorScheme of ["light", "dark"]) {
  test(`other programs read the invoice from the picture (${colorScheme})`, async (t) => {
    for (const width of [320, 1280]) {
      const { page, close } = await browser.open("/", { colorScheme, viewport: { width, height: 800 } });
      await order(page, "DE", "wa");
      const invoice = await page.getByTestId("invoice").innerText();
      const picture = await page.getByTestId("qr").screenshot();
      assert.deepEqual(new Set(readCode(picture, t)), new Set([`LIGHTNING:${invoice.toUpperCase()}`]));
      await page.getByRole("img", { name: "Lightning invoice for 3,600 sats" }).waitFor();
      await close();
    }
  });
}

test("an iPhone is offered its wallets by name, each with the same invoice; others ask the system", async () => {
  const userAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)";
  const { page, close } = await browser.open("/", { userAgent, hasTouch: true });
  await order(page, "DE", "wa");
  const invoice = await page.getByTestId("invoice").innerText();
  assert.equal(await page.getByTestId("open").getAttribute("href"), `lightning:${invoice}`);
  await page.getByTestId("wallets").locator("summary").click();
  const links = await page.getByTestId("wallets").locator("a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.equal(links.length, 6);
  for (const link of links) assert.match(link, new RegExp(`^[a-z]+:(//|lightning:)?${invoice}$`));
  await screenshot(page, "wallets");
  await close();
  const other = await browser.open();
  await order(other.page, "DE", "wa");
  assert.equal(await other.page.getByTestId("wallets").count(), 0);
  await other.close();
});

/** A wallet that answers as told, and what it was handed: each time, what the disk says of the order. */
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

test("what a wallet may have paid is handed to none again, in no tab, until the reader has looked", async () => {
  const { page, context, close } = await browser.open();
  const handed = await withWallet(context, "timeout after 60 s");
  await page.reload();
  await order(page, "DE", "wa");
  const invoice = await page.getByTestId("invoice").innerText();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByTestId("pay").waitFor();
  await page.getByTestId("pay").click();
  for (const tab of [page, other]) {
    await tab.getByText("do not pay again").waitFor();
    assert.equal(await says(tab), "A wallet was asked to pay this invoice.");
  }
  await screenshot(page, "maybe-paid");
  await page.reload();
  await page.getByTestId("maybe-paid").waitFor();
  for (const way of ["pay", "qr", "invoice"]) assert.equal(await page.getByTestId(way).count(), 0);
  assert.deepEqual(handed, [true]);

  await other.getByTestId("not-paid").click();
  for (const tab of [page, other]) await tab.getByTestId("pay").waitFor();
  await page.getByTestId("pay").click();
  await page.getByTestId("maybe-paid").waitFor();
  // And where it is the same page that remembers.
  await page.getByTestId("not-paid").click();
  await page.getByTestId("pay").click();
  await page.getByTestId("maybe-paid").waitFor();
  assert.deepEqual(handed, [true, true, true]);
  await sandbox("pay", { invoice });
  for (const tab of [page, other]) await tab.getByText("reserved, not spent").waitFor();
  await close();
});

test("a tab that is closed while the wallet is asked leaves it in doubt, and a clear no does not", async () => {
  const { page, context, close } = await browser.open();
  const handed = await withWallet(context);
  await page.reload();
  await order(page, "DE", "wa");
  await page.getByTestId("pay").click();
  await page.getByText("Confirm the payment in your wallet").waitFor();
  assert.equal(await page.getByTestId("pay").isDisabled(), true);
  while (handed.length === 0) await page.waitForTimeout(50);
  await page.reload();
  await page.getByTestId("maybe-paid").waitFor();
  await close();

  const other = await browser.open();
  await withWallet(other.context, "User rejected");
  await other.page.reload();
  await order(other.page, "DE", "wa");
  await other.page.getByTestId("pay").click();
  await other.page.getByText("Your wallet said no. Nothing was sent.").waitFor();
  await other.page.reload();
  await other.page.getByTestId("pay").and(other.page.locator(":enabled")).waitFor();
  assert.equal(await other.page.getByTestId("maybe-paid").count(), 0);
  await other.close();
});

test("without a wallet in the browser, opening one is the first thing offered", async () => {
  const { page, close } = await browser.open("/");
  await page.addInitScript(() => Object.defineProperty(globalThis, "webln", { get: () => undefined, set() {} }));
  await page.reload();
  await order(page, "DE", "wa");
  assert.equal(await page.getByTestId("pay").count(), 0);
  assert.match(await page.getByTestId("open").getAttribute("class"), /primary/);
  await close();
});

test("every wait says what for and until when, and the money comes back by itself", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "never");
  const waiting = page.getByTestId("waiting");
  assert.match(await waiting.innerText(), /^Waiting for your payment\s+23:59:\d\d left\s+The invoice can be paid until /);
  await pay(page);
  await advance(3_000);
  await page.getByTestId("number").waitFor();
  assert.match(await waiting.innerText(), /^Waiting for the code\s+(20:00|19:\d\d) left\s+Your money comes back by itself/);
  assert.ok(Number(await waiting.locator("progress").getAttribute("max")) === 1_200);
  await advance(22 * 60_000);
  await page.getByText("No code came. Your money goes back").waitFor();
  assert.equal(await waiting.count(), 0);
  assert.match(await page.getByTestId("timeline").innerText(), /Money back/);
  await close();
});

test("after a refund the same service is opened in the next favourite country", async () => {
  const { page, close } = await browser.open();
  await page.evaluate(() => localStorage.setItem("satline.favourites", "43 87"));
  await page.reload();
  await order(page, "DE", "soldout");
  await page.getByTestId("pay").click();
  await page.getByTestId("reason").waitFor();
  await screenshot(page, "refunded");
  const next = page.getByTestId("again");
  assert.equal(await next.innerText(), "Try Paraguay next");
  await next.click();
  await page.getByTestId("order-panel").waitFor();
  assert.equal(await page.getByRole("heading", { level: 2, name: "Sandbox: has no number" }).count(), 1);
  await close();
});

test("a code that comes after the refund is shown all the same", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "late");
  await pay(page);
  await advance(22 * 60_000);
  await page.getByText("No code came").waitFor();
  await advance(10 * 60_000);
  await page.reload();
  await page.getByText("A code came all the same").waitFor();
  assert.match(await page.getByTestId("code").innerText(), /^\d{4,8}$/);
  await screenshot(page, "late-code");
  await close();
});

test("a code that was sent as a number may lack zeros, and says so", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "lost0");
  await pay(page);
  await advance(10_000);
  await page.getByTestId("code").waitFor();
  await page.getByText("put zeros before it").waitFor();
  await close();
});

test("a number and a code are copied with one press each", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  await pay(page);
  await advance(10_000);
  await page.getByTestId("code").waitFor();
  const copy = async (id) => {
    const copyable = page.locator(".copyable", { has: page.getByTestId(id) });
    await copyable.getByRole("button").click();
    await copyable.getByRole("button", { name: "Copied" }).waitFor();
  };
  for (const id of ["code", "number", "national"]) {
    await copy(id);
    assert.equal(await pasted(page), await page.getByTestId(id).innerText());
  }
  const [number, national] = await Promise.all(["number", "national"].map((id) => page.getByTestId(id).innerText()));
  assert.equal(number, `+49${national}`);
  await close();
});

test("where nothing can be copied no button says so", async () => {
  const { page, close } = await browser.open();
  // As in a page that did not come by https.
  await page.addInitScript(() => delete Navigator.prototype.clipboard);
  await page.reload();
  await order(page, "DE", "wa");
  assert.equal(await page.getByRole("button", { name: "Copy" }).count(), 0);
  await close();
});

test("an invoice whose time is over can be paid no more", async () => {
  const { page, close } = await browser.open();
  await page.clock.install();
  await order(page, "DE", "wa");
  // The service is out of reach for now: the page knows the invoice's end by itself.
  await sandbox("faults", { route: "/sms4sats/orderstatus", status: 500, times: 1_000 });
  await page.clock.fastForward("24:00:10");
  await page.getByTestId("rejected").waitFor();
  assert.match(await page.getByTestId("rejected").innerText(), /no time left/);
  assert.equal(await page.getByTestId("qr").count(), 0);
  await sandbox("faults", []);
  await advance(24 * 3_600_000 + 10_000);
  await page.clock.fastForward("00:10:00");
  await page.getByText("Nobody paid in time").waitFor();
  await screenshot(page, "expired");
  await close(/500/);
});

test("a rental shows every message, the newest first", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("kind-rental").check();
  await page.getByTestId("rental").selectOption({ index: 1 });
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
  const orderId = page.url().split("/").at(-1);
  await pay(page);
  await advance(10_000);
  await page.getByTestId("message").first().waitFor();
  for (const code of ["first", "second"]) {
    await sandbox("code", { orderId, code });
    await page.getByTestId("message").getByText(code).waitFor();
  }
  const shown = await page.getByTestId("message").allInnerTexts();
  assert.ok(shown.indexOf("second") < shown.indexOf("first"), shown);
  await page.getByText("Every message it gets appears here").waitFor();
  await screenshot(page, "rental");
  await close();
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
  test(`${name} is followed from paid to delivered`, async () => {
    await sandbox("settings", { sentAfterMs: 60_000, deliveredAfterMs: 60_000 });
    const { page, close } = await browser.open("/send");
    await fill(page);
    await page.getByTestId("message").fill("On my way.");
    await page.getByTestId("send").click();
    await page.getByTestId("qr").waitFor();
    await pay(page);
    await advance(60_000);
    await page.getByText("Your message is sent, and your money is spent").waitFor();
    await advance(60_000);
    await page.getByText("Your message has arrived").waitFor();
    assert.match(await page.getByTestId("timeline").innerText(), /Ordered[^]*Paid[^]*Accepted[^]*Sent[^]*Delivered/);
    await screenshot(page, name.split(" ")[1]);
    await close();
  });
}

test("an order that is no longer asked about says so, and is no longer under way", async () => {
  await sandbox("settings", { sentAfterMs: 0, deliveredAfterMs: 10 * 24 * 3_600_000 });
  const { page, close } = await browser.open("/send");
  await page.clock.install();
  await page.getByTestId("phone").fill("+49 151 234567");
  await page.getByTestId("message").fill("On my way.");
  await page.getByTestId("send").click();
  await page.getByTestId("qr").waitFor();
  await page.getByTestId("pay").click();
  await page.clock.runFor(6_000);
  await page.getByText("Your message is sent, and your money is spent").waitFor();
  await page.getByTestId("waiting").waitFor();
  await page.clock.fastForward("25:00:00");
  await page.getByText("this page no longer asks").waitFor();
  assert.equal(await page.getByTestId("waiting").count(), 0);
  await page.getByRole("navigation").getByRole("link", { name: "Orders" }).click();
  assert.match(await page.getByTestId("row").innerText(), /No longer asked about/);
  await page.getByRole("heading", { name: "Done" }).waitFor();
  await close();
});

test("a message that cannot be sent says that the money goes back", async () => {
  await sandbox("settings", { sentAfterMs: 60_000 });
  const { page, close } = await browser.open("/send");
  await page.getByTestId("phone").fill("+49 151 234567");
  await page.getByTestId("message").fill("On my way.");
  await page.getByTestId("send").click();
  await page.getByTestId("qr").waitFor();
  const orderId = page.url().split("/").at(-1);
  await pay(page);
  await sandbox("fail", { orderId });
  await page.getByText("It could not be sent. Your money goes back").waitFor();
  assert.equal(await page.getByTestId("again").getAttribute("href"), "send");
  await close();
});

test("a slow service is waited for, and the order still made once", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").waitFor();
  await sandbox("faults", { route: "/sms4sats/createorder", delayMs: 1_500 });
  await page.getByTestId("order").click();
  await page.getByTestId("order").getByText("One moment").waitFor();
  await page.getByTestId("qr").waitFor();
  await sandbox("faults", { route: "/sms4sats/orderstatus", delayMs: 1_500 });
  await pay(page);
  assert.equal(await sent("/sms4sats/createorder"), 1);
  await close();
});

test("the tab tells how it stands, and a change is announced once", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  const icon = () => page.locator("link[rel=icon]").getAttribute("href");
  assert.equal(await page.title(), "To be paid · WhatsApp · satline");
  assert.equal(await icon(), "icons/todo.svg");
  const heard = await page.evaluateHandle(() => {
    const heard = [];
    const region = document.querySelector("[data-testid=says]");
    new MutationObserver(() => heard.push(region.textContent)).observe(region, { characterData: true, childList: true, subtree: true });
    return heard;
  });
  await pay(page);
  assert.equal(await icon(), "icons/waiting.svg");
  await advance(3_000);
  await page.getByTestId("number").waitFor();
  await advance(10_000);
  await page.getByTestId("code").waitFor();
  assert.equal(await page.title(), "Code is here · WhatsApp · satline");
  assert.equal(await icon(), "icons/done.svg");
  const told = await heard.jsonValue();
  assert.deepEqual(told, [...new Set(told)]);
  assert.equal(told.at(-1), "Your code has arrived.");
  assert.equal((await page.request.get(new URL(await icon(), `${ADDRESS}/`).href)).status(), 200);
  await page.getByRole("navigation").getByRole("link", { name: "Orders" }).click();
  assert.equal(await icon(), "icons/satline.svg");
  await close();
});

for (const [wish, vibrates, calls] of [
  ["", true, []],
  ["sound", true, ["tone", "tone", "buzz"]],
  ["notifications", true, ["note", "buzz"]],
  ["sound", false, ["tone", "tone"]],
]) {
  test(`a code calls the reader as was asked for, on any page: ${wish || "not at all"}${vibrates ? "" : ", as in Safari"}`, async () => {
    const { page, context, close } = await browser.open();
    await context.addInitScript((vibrates) => {
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
    }, vibrates);
    await page.evaluate((wish) => wish && localStorage.setItem(`satline.${wish}`, "on"), wish);
    await page.reload();
    await order(page, "DE", "wa");
    await pay(page);
    const elsewhere = page.getByRole("navigation").getByRole("link", { name: "Orders" });
    if (!vibrates) await elsewhere.click();
    await advance(10_000);
    await page.getByText(vibrates ? "Your code has arrived" : "Code is here").waitFor();
    await page.waitForFunction((all) => globalThis.calls.length === all, calls.length);
    assert.deepEqual(await page.evaluate(() => globalThis.calls), calls);
    // And the app goes on.
    await elsewhere.click();
    await page.getByTestId("row").click();
    await page.getByTestId("code").waitFor();
    await close();
  });
}

test("a receipt is saved as text", async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  await pay(page);
  await advance(10_000);
  const code = await page.getByTestId("code").innerText();
  const { text } = await saved(page, "save");
  for (const part of [/^What: One code$/m, /^For: WhatsApp$/m, /^Price: 3,600 sats$/m, new RegExp(`^Received: ${code}$`, "m")]) {
    assert.match(text, part);
  }
  await close();
});

test("a receipt is printed without what can be pressed", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open();
  await order(page, "DE", "wa");
  await pay(page);
  await advance(10_000);
  await page.getByTestId("code").waitFor();
  await page.evaluate(() => (globalThis.print = () => (globalThis.printed = true)));
  await page.getByTestId("print").click();
  assert.equal(await page.evaluate(() => globalThis.printed), true);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("button").count(), 0);
  await screenshot(page, "receipt");
  await close();
});

test("the keyboard alone copies, waits and cancels", async () => {
  const { page, close } = await browser.open();
  await page.clock.install();
  await order(page, "DE", "never");
  const press = async (name) => {
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement.textContent.trim())) === name) {
        await page.keyboard.press("Enter");
        return;
      }
    }
    assert.fail(`Tab does not reach ${name}`);
  };
  const invoice = await page.getByTestId("invoice").innerText();
  await press("Copy the invoice");
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await pasted(page), invoice);
  await press("Checked before you pay: 8 of 8 passed");
  await page.getByText("Its signature is valid").waitFor();
  await advance(121_000);
  await page.clock.runFor(121_000);
  await page.getByText("Cancel the order").and(page.locator(":enabled")).waitFor();
  await press("Cancel the order");
  await page.getByText("Cancelled. Nothing was spent.").waitFor();
  await close();
});
