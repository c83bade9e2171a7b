// The app in WebKit, the engine of Safari and of every browser on an iPhone: an order and a top-up to
// their ends, and each page. Playwright cannot drive the WebKit of a distribution, so this file is run by
// Node: `node --test webkit.js`. `cargo xtask test engines` does so.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { readCode } from "./qr.js";
import { Sandbox } from "./sandbox.js";
import { ENTER, startDriver, until } from "./webdriver.js";

const ARTEFACTS = new URL("artefacts/", import.meta.url);

const PAGES = ["/", "/send", "/orders", "/top-up", "/settings", "/orders/#/nowhere"];

let sandbox;
let driver;
let page;

before(async () => {
  await mkdir(ARTEFACTS, { recursive: true });
  sandbox = await Sandbox.start();
  driver = await startDriver();
});
after(async () => {
  driver?.stop();
  await sandbox?.stop();
});
beforeEach(async () => {
  await sandbox.reset();
  page = await driver.open({ width: 360, height: 740 });
});
afterEach(() => page?.close());

test("a code is ordered, paid and received, and each reload finds the order where it was", async () => {
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
  for (const read of readCode(Buffer.from(picture, "base64"))) {
    assert.equal(read?.toLowerCase().replace("lightning:", ""), invoice);
  }

  await reload();
  assert.equal(await page.text("invoice"), invoice);
  await page.press("pay");
  await page.says(/reserved, not spent/);
  await sandbox.giveNumber();
  const number = await page.text("number");
  await reload();
  assert.equal(await page.text("number"), number);
  await sandbox.giveCode();
  const code = await page.text("code");
  assert.match(code, /^\d{4,8}$/);
  await keep("webkit-2-code", await page.screenshot());
  await reload();
  assert.equal(await page.text("code"), code);
  assert.equal(await sandbox.sent("/sms4sats/createorder"), 1);
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
    await sandbox.giveCredit();
    return page.run(`return document.querySelector('[data-testid="balance"]') !== null`);
  }, "The top-up did not arrive.");
  await until(async () => (await amount("balance")) === before + 25, "The balance did not grow by 25.");
  assert.deepEqual(await complaints(), []);
});

test("every page opens at its own address, fits a narrow window, and logs no error", async () => {
  for (const path of PAGES) {
    await open(path);
    await until(() => page.run("return document.querySelector('main:not([aria-busy]) h1') !== null"), path);
    const [wide, screen] = await page.run("return [document.documentElement.scrollWidth, innerWidth]");
    assert.ok(wide <= screen, `${path} is ${wide} px wide on a screen of ${screen}`);
    await keep(`webkit-page${path.replaceAll(/\W+/g, "-")}`, await page.screenshot());
    assert.deepEqual(await complaints(), [], path);
  }
});

/** Takes a screenshot for people to look at. */
const keep = (name, picture) => writeFile(new URL(`${name}.png`, ARTEFACTS), picture, "base64");

/** Opens a page, and records its errors from then on. */
async function open(path) {
  await page.goto(sandbox.address + path);
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
