// The order form: on phones a modal dialog, beside the list where there is room.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import { chooseCountry, sandbox, useBrowser } from "./browser.js";

const browser = useBrowser();
const { PICTURES } = process.env;

beforeEach(() => sandbox("reset"));

const SIZES = {
  "360 × 640": { width: 360, height: 640 },
  "320 × 568": { width: 320, height: 568 },
  // 320 × 568 at 200 %.
  "160 × 284": { width: 160, height: 284 },
};

/** A form is open. */
async function openForm(page) {
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").waitFor();
}

const isModal = (page) => page.getByTestId("order-dialog").evaluate((dialog) => dialog.matches(":modal"));
const focused = (page) => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.id);

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`the form is a dialog with its button in sight, and Tab stays inside (${name})`, async () => {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await browser.open("/", { viewport, colorScheme });
      await openForm(page);
      assert.equal(await isModal(page), true);
      await page.getByRole("dialog", { name: "WhatsApp" }).waitFor();
      assert.equal(await focused(page), "order-name");
      const ordering = await page.getByTestId("order").evaluate(async (button) => {
        await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
        const { left, top, width, height, right, bottom } = button.getBoundingClientRect();
        const above = document.elementFromPoint(left + width / 2, top + height / 2);
        return top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight && button.contains(above);
      });
      assert.equal(ordering, true, "the button is in sight");
      if (PICTURES) {
        await mkdir(PICTURES, { recursive: true });
        await page.screenshot({ path: `${PICTURES}/dialog-${viewport.width}-${colorScheme}.png` });
      }
      const visited = new Set();
      for (let steps = 0; steps < 12; steps += 1) {
        await page.keyboard.press("Tab");
        // Browsers let Tab go on to their own bars, and then nothing of the page has the focus.
        visited.add(await page.evaluate(() => {
          const active = document.activeElement;
          return active === document.body || active.closest("dialog") ? "inside" : active.outerHTML.slice(0, 80);
        }));
      }
      assert.deepEqual([...visited], ["inside"]);
      await close();
    }
  });
}

test("Back closes the form and stays in the app; the reader is at its service again", async () => {
  const { page, close } = await browser.open();
  await openForm(page);
  await page.goBack();
  await page.getByTestId("order-dialog").waitFor({ state: "detached" });
  await page.getByTestId("services").waitFor();
  await page.waitForFunction(() => document.activeElement.dataset.testid === "service-wa");
  await page.goForward();
  await page.getByTestId("order").waitFor();
  assert.equal(await isModal(page), true);
  await close();
});

test("a form that was closed is no step of the way back", async () => {
  const { page, close } = await browser.open("/settings");
  await page.getByRole("navigation").getByRole("link", { name: "Get a code" }).click();
  for (const shut of [() => page.getByTestId("close").click(), () => page.keyboard.press("Escape")]) {
    await page.getByTestId("service-wa").click();
    await page.getByTestId("order").waitFor();
    await shut();
    await page.getByTestId("order-dialog").waitFor({ state: "detached" });
    assert.equal(await focused(page), "service-wa");
    await page.waitForFunction(() => !new URLSearchParams(history.state).has("service"));
  }
  await page.goBack();
  await page.getByTestId("wipe").waitFor();
  await close();
});

test("the browser's own request to close, such as a phone's gesture, closes the form", async () => {
  const { page, close } = await browser.open();
  await openForm(page);
  // What a close watcher does with the dialog.
  await page.getByTestId("order-dialog").evaluate((dialog) => dialog.close());
  await page.getByTestId("order-dialog").waitFor({ state: "detached" });
  await page.getByTestId("service-tg").click();
  await page.getByRole("dialog", { name: "Telegram" }).waitFor();
  await close();
});

test("where there is room the form stands beside the list, and turning the screen changes that", async () => {
  const { page, close } = await browser.open("/", { viewport: { width: 1280, height: 800 } });
  await openForm(page);
  assert.equal(await isModal(page), false);
  assert.equal(await focused(page), "order-name");
  await page.getByTestId("service-tg").click();
  await page.getByRole("dialog", { name: "Telegram" }).waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.waitForFunction(() => document.querySelector("dialog:modal"));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.waitForFunction(() => !document.querySelector("dialog:modal"));
  await page.getByTestId("order").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("order-dialog").waitFor({ state: "detached" });
  await close();
});

test("a price or a place of rentals that could not be had is asked for again", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  const again = page.getByTestId("order-panel").getByRole("button", { name: "Try again" });
  // Reads are tried three times before they fail.
  await sandbox("faults", { route: "/sms4sats/price", status: 500, body: "", times: 1 });
  await page.getByTestId("service-wa").click();
  await again.click();
  await page.getByTestId("order").waitFor();
  await sandbox("faults", { route: "/sms4sats/getRentalCountries", status: 500, body: "", times: 1 });
  await page.getByTestId("kind-rental").check();
  await again.click();
  await page.getByTestId("rental").waitFor();
  await close(/500/, 2);
});
