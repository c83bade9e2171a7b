// What matters now is in view on the smallest phones, and read on from: nobody scrolls for their code.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import { order, sandbox, useBrowser } from "./browser.js";

const browser = useBrowser();
const { PICTURES } = process.env;

beforeEach(() => sandbox("reset"));

const advance = (advanceMs) => sandbox("clock", { advanceMs });

/** Waits for that element, and finds it between the bars of the page, with the focus on what it is in. */
async function isInView(page, id) {
  await page.getByTestId(id).waitFor();
  const look = (id) => {
    const box = document.querySelector(`[data-testid=${id}]`).getBoundingClientRect();
    const top = document.querySelector(".top").getBoundingClientRect().bottom;
    const tabs = document.querySelector(".tabs").getBoundingClientRect();
    const bottom = tabs.top > top ? tabs.top : innerHeight;
    const active = document.activeElement;
    const sees = box.top >= top && box.bottom <= bottom;
    const reads = active.contains(document.querySelector(`[data-testid=${id}]`)) && !active.matches("body, main");
    return { sees, reads, box: [box.top, box.bottom], bars: [top, bottom], active: active.outerHTML.slice(0, 60) };
  };
  let seen;
  for (const end = Date.now() + 5_000; Date.now() < end; await page.waitForTimeout(50)) {
    seen = await page.evaluate(look, id);
    if (seen.sees && seen.reads) return;
  }
  assert.fail(`${id}: ${JSON.stringify(seen)}`);
}

/** A picture of the screen as it is, for those who want to look. */
async function picture(page, name) {
  if (!PICTURES) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

for (const [width, height] of [[360, 640], [320, 568]]) {
  for (const colorScheme of ["light", "dark"]) {
    const look = `${width}-${colorScheme}`;
    const options = { viewport: { width, height }, colorScheme };

    test(`the wait, the number and the code come into view after paying (${look})`, async () => {
      await sandbox("settings", { numberAfterMs: 60_000, codeAfterMs: 120_000 });
      const { page, close } = await browser.open("/", options);
      await order(page, "DE", "wa");
      await page.getByTestId("pay").click();
      await page.getByText("reserved, not spent").waitFor();
      await isInView(page, "waiting");
      await picture(page, `in-view-${look}-1-held`);
      await advance(60_000);
      await isInView(page, "number");
      await picture(page, `in-view-${look}-2-number`);
      await advance(120_000);
      await isInView(page, "code");
      await picture(page, `in-view-${look}-3-code`);
      await close();
    });

    test(`a refund comes into view (${look})`, async () => {
      const { page, close } = await browser.open("/", options);
      await order(page, "DE", "soldout");
      await page.getByTestId("pay").click();
      await isInView(page, "reason");
      await picture(page, `in-view-${look}-4-refund`);
      await close();
    });
  }
}

test("a code comes into view of a reader who has scrolled to the end, and takes nobody from what they press", async () => {
  const { page, close } = await browser.open("/", { viewport: { width: 320, height: 568 } });
  await order(page, "DE", "wa");
  await page.getByTestId("pay").click();
  await advance(3_000);
  await isInView(page, "number");
  const tab = page.getByRole("navigation").getByRole("link", { name: "Settings" });
  await tab.focus();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await advance(10_000);
  await page.getByTestId("code").waitFor();
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector("[data-testid=code]").getBoundingClientRect();
    return top > 0 && bottom < innerHeight;
  });
  assert.equal(await tab.evaluate((link) => link === document.activeElement), true);
  await close();
});

test("a button that waits for the wallet keeps the focus", async () => {
  const { page, context, close } = await browser.open();
  await context.addInitScript(() => {
    const sendPayment = () => new Promise(() => {});
    Object.defineProperty(globalThis, "webln", { get: () => ({ enable: async () => {}, sendPayment }), set() {} });
  });
  await page.reload();
  await order(page, "DE", "wa");
  await page.getByTestId("pay").press("Enter");
  await page.getByText("Confirm the payment in your wallet").waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "pay");
  assert.equal(await page.getByTestId("pay").getAttribute("aria-disabled"), "true");
  await close();
});
