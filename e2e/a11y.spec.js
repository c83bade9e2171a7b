// Accessibility: axe finds nothing on any page, in both themes, at three widths; nothing moves while a
// page loads; the keyboard alone is enough.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chooseCountry, focused, order, pay, skipTo, tabTo, visit } from "./app.js";
import { expect, test } from "./fixtures.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Of six hundred similar rows the first block is enough. */
const FURTHER_ROWS = "[data-testid=services] > :nth-child(n + 2)";

const WIDTHS = [320, 768, 1280];

const title = (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible();

/** Each state of a page: its address, and the steps from there. */
const STATES = {
  "the catalogue": ["/", (page) => expect(page.getByTestId("services")).toBeVisible()],
  "the countries": ["/", (page) => page.getByTestId("country").click()],
  "a country without numbers": [
    "/",
    async (page) => {
      await page.getByTestId("country").fill("Montserrat");
      await page.getByTestId("country").press("Enter");
      await expect(page.getByTestId("empty")).toBeVisible();
    },
  ],
  "a chosen service": [
    "/",
    async (page) => {
      await chooseCountry(page, "DE");
      await page.getByTestId("service-wa").click();
      await expect(page.getByTestId("order")).toBeVisible();
    },
  ],
  "an invoice": ["/", (page) => order(page, "DE", "wa")],
  "a message": ["/send", (page) => expect(page.getByTestId("send")).toHaveText(/sats/)],
  "a message that cannot be sent": [
    "/send",
    async (page) => {
      await page.getByTestId("phone").fill("12");
      await page.getByTestId("message").fill("x".repeat(141));
      await page.getByTestId("send").click();
    },
  ],
  "the orders": ["/orders", title],
  "an account": [
    "/top-up",
    async (page) => {
      await page.getByTestId("account-Lava").check();
      await expect(page.getByTestId("now")).toBeVisible();
    },
  ],
  "the settings": ["/settings", (page) => expect(page.getByTestId("wipe")).toBeVisible()],
  "a question": [
    "/settings",
    async (page) => {
      await page.getByTestId("wipe").click();
      await expect(page.getByTestId("dialog")).toBeVisible();
    },
  ],
  "a number": ["/", (page, sandbox) => paidFor(page, () => sandbox.giveNumber(), "never", "number")],
  "a code": ["/", (page, sandbox) => paidFor(page, () => sandbox.giveCode(), "wa", "code")],
  "money that came back": ["/", (page, sandbox) => paidFor(page, () => sandbox.giveNumber(), "soldout", "reason")],
  "a list of orders": [
    "/",
    async (page, sandbox) => {
      await paidFor(page, () => sandbox.giveCode(), "wa", "code");
      await visit(page, "Orders");
      await expect(page.getByTestId("row")).toBeVisible();
    },
  ],
  "an order that is not here": ["/orders/#7dc6", title],
  "a broken link": ["/orders/#%3Cscript%3E", title],
};

/** Pays an order, advances the service, and advances the page until it shows the change. */
async function paidFor(page, goOn, service, seen) {
  await order(page, "DE", service);
  await pay(page);
  await goOn();
  await skipTo(page.getByTestId(seen));
}

test.describe("axe finds nothing", () => {
  test.use({ reducedMotion: "reduce", colorScheme: "light", viewport: { width: 320, height: 640 } });

  for (const [name, [path, go]] of Object.entries(STATES)) {
    test(name, async ({ page, sandbox }) => {
      await page.goto(path);
      await go(page, sandbox);
      // Not as a script of the page: its policy forbids that.
      await page.evaluate(AXE);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ["light", "dark"]) {
          await test.step(`${colorScheme}, ${width} px`, async () => {
            await page.emulateMedia({ colorScheme });
            // The themes differ only in colours.
            const options = colorScheme === "light" ? {} : { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };
            const { violations } = await page.evaluate(
              ({ exclude, options }) => globalThis.axe.run({ exclude }, { ...options, resultTypes: ["violations"] }),
              { exclude: [FURTHER_ROWS], options },
            );
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
            expect(found).toEqual([]);
          });
        }
        const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(isTooWide, `${width} px: wider than the screen`).toBe(false);
      }
    });
  }
});

test.describe("nothing moves while a page loads", () => {
  test.use({ movesTime: false });

  for (const path of ["/", "/send", "/orders", "/top-up", "/settings", "/orders/#/nowhere"]) {
    for (const viewport of [{ width: 360, height: 740 }, { width: 768, height: 1024 }, { width: 1280, height: 800 }]) {
      test(`${path}, ${viewport.width} px`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await page.addInitScript(() => {
          globalThis.moved = [];
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
              globalThis.moved.push(entry.sources.map(({ node }) => node?.className ?? node?.nodeName).join(", "));
            }
          }).observe({ type: "layout-shift", buffered: true });
        });
        await page.goto(path);
        await expect(page.locator("main:not([aria-busy])")).toBeVisible();
        if (path === "/") await expect(page.locator(".service").first()).toBeVisible();
        // There is no other sign that nothing more is loaded.
        await page.waitForLoadState("networkidle");
        expect(await page.evaluate(() => globalThis.moved)).toEqual([]);
      });
    }
  }
});

test("the keyboard alone orders a code", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByTestId("services")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await tabTo(page, "country");
  await page.keyboard.type("germ");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(page.locator("#countries [aria-selected=true]")).toHaveText(/Germany$/);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("services")).toBeVisible();
  await tabTo(page, "search");
  await page.keyboard.type("whats");
  await tabTo(page, "service-wa");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("order")).toBeVisible();
  await expect.poll(() => focused(page)).toBe("order-name");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("order")).toHaveCount(0);
  await expect(page.getByTestId("service-wa")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("order")).toBeVisible();
  await tabTo(page, "order");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("qr")).toBeVisible();
});

test("another page opens at its top, and the browser's title names it", async ({ page }) => {
  await page.goto("/");
  for (const [tab, title] of [["Send", "Send"], ["Settings", "Settings"], ["Orders", "Your orders"]]) {
    await visit(page, tab);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(`^${title} · satline`));
    await expect(page.locator("main")).toBeFocused();
    await expect(page.locator("nav [aria-current=page]")).toHaveText(tab);
  }
});
