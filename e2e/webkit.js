// The app in WebKit, the engine of Safari and of every browser on an iPhone: an order and a top-up to
// their ends, and each page. `cargo xtask test engines` runs it by its name.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { ADDRESS, keep, sandbox, sent } from "./browser.js";
import { readCode } from "./qr.js";
import { ENTER, startDriver, until } from "./webdriver.js";

const PAGES = ["/", "/send", "/orders", "/top-up", "/settings", "/nowhere"];

let driver;
let page;

before(async () => {
  driver = await startDriver();
});
after(() => driver?.stop());
beforeEach(async () => {
  await sandbox("reset");
  page = await driver.open({ width: 360, height: 740 });
});
afterEach(() => page?.close());

test("a code is found, paid and received, and each reload finds the order where it was", async (t) => {
  await open("/");
  await page.fill("country", `germany${ENTER}`);
  await page.see("services");
  await page.fill("search", "whats");
  await page.says(/^1 service$/m);
  await page.press("service-wa");
  await page.press("order");
  const invoice = await page.text("invoice");
  assert.match(invoice, /^lnbcrt/);
  await page.toTheMiddle("qr");
  const picture = await page.screenshot();
  await keep("webkit-1-invoice", picture);
  for (const read of readCode(Buffer.from(picture, "base64"), t)) {
    assert.equal(read?.toLowerCase().replace("lightning:", ""), invoice);
  }

  await reload();
  assert.equal(await page.text("invoice"), invoice);
  await page.press("pay");
  await page.says(/reserved, not spent/);
  await sandbox("clock", { advanceMs: 3_000 });
  const number = await page.text("number");
  await reload();
  assert.equal(await page.text("number"), number);
  await sandbox("clock", { advanceMs: 6_000 });
  const code = await page.text("code");
  assert.match(code, /^\d{4,8}$/);
  await keep("webkit-2-code", await page.screenshot());
  await reload();
  assert.equal(await page.text("code"), code);
  assert.equal(await sent("/sms4sats/createorder"), 1);
  assert.deepEqual(await complaints(), []);
});

test("an account is topped up over Lightning, and its balance grows", async () => {
  await open("/top-up");
  await page.press("account-Bitrefill");
  const before = await amount("now");
  await page.fill("amount-field", "25");
  await page.press("begin");
  await page.press("pay");
  await until(async () => {
    await sandbox("clock", { advanceMs: 10_000 });
    return page.run(`return document.querySelector('[data-testid="balance"]') !== null`);
  }, "The top-up did not arrive.");
  await until(async () => (await amount("balance")) === before + 25, "The balance did not grow by 25.");
  assert.deepEqual(await complaints(), []);
});

test("every page opens at its own address, fits a narrow window, and nothing in it is refused", async () => {
  for (const path of PAGES) {
    await open(path);
    await until(() => page.run("return document.querySelector('main:not([aria-busy]) h1') !== null"), path);
    const [wide, screen] = await page.run("return [document.documentElement.scrollWidth, innerWidth]");
    assert.ok(wide <= screen, `${path} is ${wide} px wide on a screen of ${screen}`);
    await keep(`webkit-page${path.replace("/", "-")}`, await page.screenshot());
    assert.deepEqual(await complaints(), [], path);
  }
});

/** Opens a page, and listens to what goes wrong in it from then on. */
async function open(path) {
  await page.goto(ADDRESS + path);
  await listen();
}

async function reload() {
  assert.deepEqual(await complaints(), []);
  await page.reload();
  await listen();
}

function listen() {
  return page.run(`
    const heard = (globalThis.heard = []);
    addEventListener("error", (event) => heard.push(String(event.message)), true);
    addEventListener("unhandledrejection", (event) => heard.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => heard.push(event.violatedDirective + " " + event.blockedURI));
    const tell = console.error;
    console.error = (...words) => { heard.push(words.join(" ")); tell(...words); };`);
}

const complaints = () => page.run("return globalThis.heard");

async function amount(id) {
  return Number((await page.text(id)).replace(/[^\d.]/g, ""));
}
