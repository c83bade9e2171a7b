// The order form: on phones a modal dialog, beside the list where there is room.

import { chooseCountry, focused, pictureOfView, visit } from "./app.js";
import { expect, test } from "./fixtures.js";

const SIZES = [
  { width: 360, height: 640 },
  { width: 320, height: 568 },
  // 320 × 568 at 200 %.
  { width: 160, height: 284 },
];

/** Opens the form of a service. */
async function openForm(page) {
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await expect(page.getByTestId("order")).toBeVisible();
}

const dialog = (page) => page.getByTestId("order-dialog");
const isModal = (page) => dialog(page).evaluate((dialog) => dialog.matches(":modal"));
const hasFocus = (page, id) => expect.poll(() => focused(page), "what has the focus").toBe(id);

for (const viewport of SIZES) {
  for (const colorScheme of ["light", "dark"]) {
    test.describe(`${viewport.width} × ${viewport.height}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("the form is a dialog with its button in view, and Tab stays inside", async ({ page }) => {
        await openForm(page);
        expect(await isModal(page)).toBe(true);
        await expect(page.getByRole("dialog", { name: "WhatsApp" })).toBeVisible();
        await hasFocus(page, "order-name");
        const isInSight = await page.getByTestId("order").evaluate(async (button) => {
          await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
          const { left, top, width, height, right, bottom } = button.getBoundingClientRect();
          const above = document.elementFromPoint(left + width / 2, top + height / 2);
          return top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight && button.contains(above);
        });
        expect(isInSight, "the button is in sight").toBe(true);
        await pictureOfView(page, `${viewport.width}-${colorScheme}-order-dialog`);
        for (let steps = 0; steps < 12; steps += 1) {
          await page.keyboard.press("Tab");
          // Tab may move on to the browser's own bars; then nothing in the page has the focus.
          const outside = await page.evaluate(() => {
            const active = document.activeElement;
            return active === document.body || active.closest("dialog") ? "" : active.outerHTML.slice(0, 80);
          });
          expect(outside, "what has the focus outside").toBe("");
        }
      });
    });
  }
}

test("Back closes the form and stays in the app; the reader is at its service again", async ({ page }) => {
  await openForm(page);
  await page.goBack();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByTestId("services")).toBeVisible();
  await expect(page.getByTestId("service-wa")).toBeFocused();
  await page.goForward();
  await expect(page.getByTestId("order")).toBeVisible();
  expect(await isModal(page)).toBe(true);
});

test("Back skips a form that was closed", async ({ page }) => {
  await page.goto("/settings");
  await visit(page, "Get a code");
  for (const shut of [() => page.getByTestId("close").click(), () => page.keyboard.press("Escape")]) {
    await page.getByTestId("service-wa").click();
    await expect(page.getByTestId("order")).toBeVisible();
    await shut();
    await expect(dialog(page)).toHaveCount(0);
    await hasFocus(page, "service-wa");
    await page.waitForFunction(() => !new URLSearchParams(history.state).has("service"));
  }
  await page.goBack();
  await expect(page.getByTestId("wipe")).toBeVisible();
});

test("the browser's own request to close, such as a phone's gesture, closes the form", async ({ page }) => {
  await openForm(page);
  // The dialog event of a close watcher.
  await dialog(page).evaluate((dialog) => dialog.close());
  await expect(dialog(page)).toHaveCount(0);
  await page.getByTestId("service-tg").click();
  await expect(page.getByRole("dialog", { name: "Telegram" })).toBeVisible();
});

test.describe("on a wide screen", () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test("the form is beside the list, and rotating the screen changes that", async ({ page }) => {
    const modal = page.locator("dialog:modal");
    await openForm(page);
    await expect(modal).toHaveCount(0);
    await hasFocus(page, "order-name");
    await page.getByTestId("service-tg").click();
    await expect(page.getByRole("dialog", { name: "Telegram" })).toBeVisible();
    await page.setViewportSize({ width: 360, height: 740 });
    await expect(modal).toHaveCount(1);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(modal).toHaveCount(0);
    await expect(page.getByTestId("order")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);
  });
});

test("a price or the countries of rentals that could not be loaded are requested again", async ({ page, sandbox, complaints }) => {
  complaints.expect(/500/, 2);
  await page.goto("/");
  await chooseCountry(page, "DE");
  const again = page.getByTestId("order-panel").getByRole("button", { name: "Try again" });
  await sandbox.faults({ route: "/sms4sats/price", status: 500, body: "", times: 1 });
  await page.getByTestId("service-wa").click();
  await again.click();
  await expect(page.getByTestId("order")).toBeVisible();
  await sandbox.faults({ route: "/sms4sats/getRentalCountries", status: 500, body: "", times: 1 });
  await page.getByTestId("kind-rental").check();
  await again.click();
  await expect(page.getByTestId("rental")).toBeVisible();
});
