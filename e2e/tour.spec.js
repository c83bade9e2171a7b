// Pictures of each state that matters, to be looked at: narrow and wide, light and dark, in English and
// in Arabic, which is written from right to left. `TOUR=1 npx playwright test tour` makes them.

import { fileURLToPath } from "node:url";
import { chooseCountry, order, pay, screenshot, skipTo } from "./app.js";
import { expect, test } from "./fixtures.js";

test.skip(!process.env.TOUR, "only on request");

const LANGUAGES = ["en", "ar"];
const WIDTHS = [360, 1280];

for (const language of LANGUAGES) {
  for (const width of WIDTHS) {
    for (const colorScheme of ["light", "dark"]) {
      const look = `tour-${language}-${width}-${colorScheme}`;

      test.describe(look, () => {
        test.use({ viewport: { width, height: 740 }, colorScheme });

        test("every state is shown", async ({ page, sandbox }) => {
          const pay = async () => {
            await page.getByTestId("pay").click();
            await skipTo(page.locator("[data-testid=state]:not(:has([data-testid=qr]))"));
          };
          const shot = async (name) => {
            const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            expect(isTooWide, `${name} is wider than the screen`).toBe(false);
            await screenshot(page, `${look}-${name}`);
          };
          await page.addInitScript((language) => {
            localStorage.getItem("satline.settings") ?? localStorage.setItem("satline.settings", JSON.stringify({ language }));
          }, language);
          await page.goto("/");
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          await chooseCountry(page, "DE");
          await page.getByTestId("service-wa").waitFor();
          await shot("1-first");
          await page.getByTestId("service-wa").click();
          await page.getByTestId("order").waitFor();
          await shot("2-form");
          await page.getByTestId("order").click();
          await page.getByTestId("qr").waitFor();
          await shot("3-invoice");
          await pay();
          await sandbox.giveNumber();
          await skipTo(page.getByTestId("number"));
          await shot("4-number");
          await sandbox.giveCode();
          await skipTo(page.getByTestId("code"));
          await shot("5-code");
          await page.goto("/");
          await order(page, "DE", "soldout");
          await pay();
          await sandbox.giveNumber();
          await skipTo(page.getByTestId("again"));
          await shot("6-refund");
          await page.goto("/top-up");
          await page.getByTestId("account-Bitrefill").check();
          await page.getByTestId("now").waitFor();
          await shot("7-top-up");
          await page.goto("/orders");
          await page.getByTestId("row").first().waitFor();
          await shot("8-orders");
          await page.goto("/settings");
          await page.getByTestId("advanced").locator("summary").click();
          await shot("9-settings");
        });
      });
    }
  }
}

/** What systems show to who installs the app: `manifest.json` lists them. */
const SCREENSHOTS = new URL("../www/icons/screenshots/", import.meta.url);

test.describe("what is shown before the app is installed", () => {
  for (const { width, height, names } of [
    { width: 360, height: 740, names: ["catalogue", "invoice", "code"] },
    { width: 1024, height: 600, names: ["wide"] },
  ]) {
    test.describe(`${width} px`, () => {
      test.use({ viewport: { width, height } });

      test("its screenshots", async ({ page, sandbox }) => {
        const shot = async (name) => {
          if (!names.includes(name)) return;
          await page.mouse.move(0, 0);
          await page.locator("#sandbox").evaluate((tag) => (tag.hidden = true));
          await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, SCREENSHOTS)), animations: "disabled" });
        };
        await page.goto("/");
        await chooseCountry(page, "DE");
        await page.getByTestId("service-wa").waitFor();
        await shot("catalogue");
        await page.getByTestId("service-wa").click();
        await page.getByTestId("order").waitFor();
        await shot("wide");
        await page.getByTestId("order").click();
        await page.getByTestId("qr").waitFor();
        await shot("invoice");
        await pay(page);
        await sandbox.giveCode();
        await skipTo(page.getByTestId("code"));
        await shot("code");
      });
    });
  }
});
