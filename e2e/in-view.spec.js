// On the smallest phones the current step is in view and has the focus: nobody has to scroll for their code.

import { order, pay, pictureOfView, skipTo } from "./app.js";
import { expect, test } from "./fixtures.js";

/** Expects that the element is between the page's bars, and that its section has the focus. */
async function isInView(page, id) {
  const look = (id) => {
    const element = document.querySelector(`[data-testid=${id}]`);
    const box = element.getBoundingClientRect();
    const top = document.querySelector(".top").getBoundingClientRect().bottom;
    const tabs = document.querySelector(".tabs").getBoundingClientRect();
    const bottom = tabs.top > top ? tabs.top : innerHeight;
    const active = document.activeElement;
    return {
      isSeen: box.top >= top && box.bottom <= bottom,
      hasFocus: active.contains(element) && !active.matches("body, main"),
    };
  };
  await skipTo(page.getByTestId(id));
  await expect.poll(() => page.evaluate(look, id), id).toEqual({ isSeen: true, hasFocus: true });
}

for (const viewport of [{ width: 360, height: 640 }, { width: 320, height: 568 }]) {
  for (const colorScheme of ["light", "dark"]) {
    test.describe(`${viewport.width} × ${viewport.height}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("the wait, the number and the code come into view after paying", async ({ page, sandbox }) => {
        await page.goto("/");
        await order(page, "DE", "wa");
        await page.getByTestId("pay").click();
        await skipTo(page.getByText("reserved, not spent"));
        await isInView(page, "waiting");
        await sandbox.giveNumber();
        await isInView(page, "number");
        await sandbox.giveCode();
        await isInView(page, "code");
        await pictureOfView(page, `${viewport.width}-${colorScheme}-code-in-view`);
      });

      test("a refund comes into view", async ({ page, sandbox }) => {
        await page.goto("/");
        await order(page, "DE", "soldout");
        await pay(page);
        await sandbox.giveNumber();
        await isInView(page, "reason");
      });
    });
  }
}

test.describe("320 × 568", () => {
  test.use({ viewport: { width: 320, height: 568 } });

  test("a code comes into view of a reader who has scrolled to the end, and leaves the focus where it is", async ({ page, sandbox }) => {
    await page.goto("/");
    await order(page, "DE", "wa");
    await pay(page);
    await sandbox.giveNumber();
    await isInView(page, "number");
    const tab = page.getByRole("navigation").getByRole("link", { name: "Settings" });
    await tab.focus();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await sandbox.giveCode();
    await skipTo(page.getByTestId("code"));
    await expect(page.getByTestId("code")).toBeInViewport({ ratio: 1 });
    await expect(tab).toBeFocused();
  });
});

test("a button that waits for the wallet keeps the focus", async ({ page }) => {
  await page.addInitScript(() => {
    const sendPayment = () => new Promise(() => {});
    Object.defineProperty(globalThis, "webln", { get: () => ({ enable: async () => {}, sendPayment }), set() {} });
  });
  await page.goto("/");
  await order(page, "DE", "wa");
  await page.getByTestId("pay").press("Enter");
  await expect(page.getByText("Confirm the payment in your wallet")).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(page.getByTestId("pay")).toBeFocused();
  await expect(page.getByTestId("pay")).toHaveAttribute("aria-disabled", "true");
});
