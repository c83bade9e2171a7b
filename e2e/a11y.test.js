// What everybody can use: axe finds nothing on any page, in both themes, at three widths; nothing moves
// while a page loads; the keyboard alone is enough.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeEach, test } from "node:test";
import { chooseCountry, order, sandbox, useBrowser } from "./browser.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FURTHER_ROWS = "[data-testid=services] > :nth-child(n + 2)";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

/** Each state that a page can be in: its address, and the way from there. */
const STATES = {
  "the catalogue": ["/", (page) => page.getByTestId("services").waitFor()],
  "the countries": ["/", (page) => page.getByTestId("country").click()],
  "a country without numbers": [
    "/",
    async (page) => {
      await page.getByTestId("country").fill("Montserrat");
      await page.getByTestId("country").press("Enter");
      await page.getByTestId("empty").waitFor();
    },
  ],
  "a chosen service": [
    "/",
    async (page) => {
      await chooseCountry(page, "DE");
      await page.getByTestId("service-wa").click();
      await page.getByTestId("order").waitFor();
    },
  ],
  "an invoice": ["/", (page) => order(page, "DE", "wa")],
  "a message": ["/send", (page) => page.getByTestId("send").getByText("sats").waitFor()],
  "a message that cannot be sent": [
    "/send",
    async (page) => {
      await page.getByTestId("phone").fill("12");
      await page.getByTestId("message").fill("x".repeat(141));
      await page.getByTestId("send").click();
    },
  ],
  "the orders": ["/orders", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
  "an account": [
    "/top-up",
    async (page) => {
      await page.getByTestId("account-Lava").check();
      await page.getByTestId("now").waitFor();
    },
  ],
  "the settings": ["/settings", (page) => page.getByTestId("wipe").waitFor()],
  "a question": [
    "/settings",
    async (page) => {
      await page.getByTestId("wipe").click();
      await page.getByTestId("dialog").waitFor();
    },
  ],
  "a number": ["/", (page) => paidFor(page, "never", 3_000, "number")],
  "a code": ["/", (page) => paidFor(page, "wa", 10_000, "code")],
  "money that came back": ["/", (page) => paidFor(page, "soldout", 0, "reason")],
  "a list of orders": [
    "/",
    async (page) => {
      await paidFor(page, "wa", 10_000, "code");
      await page.getByRole("navigation").getByRole("link", { name: "Orders" }).click();
      await page.getByTestId("row").waitFor();
    },
  ],
  "an order that is not here": ["/orders/7dc6", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
  "no page": ["/nowhere", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
  "a broken link": ["/orders/%3Cscript%3E", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
};

/** An order is paid, and time passes until that is seen. */
async function paidFor(page, service, advanceMs, seen) {
  await order(page, "DE", service);
  await page.getByTestId("pay").click();
  await page.getByTestId("waiting").getByText("Waiting for your payment").waitFor({ state: "detached" });
  await sandbox("clock", { advanceMs });
  await page.getByTestId(seen).waitFor();
}

for (const [name, [path, go]] of Object.entries(STATES)) {
  test(`axe finds nothing: ${name}`, async () => {
    for (const colorScheme of ["light", "dark"]) {
      const options = { colorScheme, reducedMotion: "reduce", viewport: { width: 320, height: 640 } };
      const { page, close } = await browser.open(path, options);
      await go(page);
      // Not as a script of the page: its policy would not have that.
      await page.evaluate(AXE);
      for (const width of [320, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        // Of six hundred rows that are alike the first block is enough.
        const { violations } = await page.evaluate((exclude) => globalThis.axe.run({ exclude }), [FURTHER_ROWS]);
        const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
        assert.deepEqual(told, [], `${colorScheme}, ${width} px`);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(tooWide, false, `${width} px: wider than the screen`);
      }
      await close();
    }
  });
}

for (const path of ["/", "/send", "/orders", "/top-up", "/settings", "/nowhere"]) {
  test(`nothing moves while ${path} loads`, async () => {
    for (const viewport of [{ width: 360, height: 740 }, { width: 768, height: 1024 }, { width: 1280, height: 800 }]) {
      const { page, close } = await browser.open("/", { viewport });
      await page.addInitScript(() => {
        globalThis.moved = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            globalThis.moved.push(entry.sources.map(({ node }) => node?.className ?? node?.nodeName).join(", "));
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(new URL(path, page.url()).href);
      await page.locator("main:not([aria-busy])").waitFor();
      if (path === "/") await page.locator(".service").first().waitFor();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await page.evaluate(() => globalThis.moved), [], `${viewport.width} px`);
      await close();
    }
  });
}

const focused = (page) => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.id);

/** Tabs on until that has the focus. */
async function reach(page, id) {
  for (let steps = 0; (await focused(page)) !== id; steps += 1) {
    assert.ok(steps < 40, `Tab does not reach ${id}`);
    await page.keyboard.press("Tab");
  }
}

test("the keyboard alone orders a code", async () => {
  const { page, close } = await browser.open("/");
  await page.getByTestId("services").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "button small skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
  await reach(page, "country");
  await page.keyboard.type("germ");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator("#countries [aria-selected=true]").innerText(), "🇩🇪\nGermany");
  await page.keyboard.press("Enter");
  await page.getByTestId("services").waitFor();
  await reach(page, "search");
  await page.keyboard.type("whats");
  await reach(page, "service-wa");
  await page.keyboard.press("Enter");
  await page.getByTestId("order").waitFor();
  assert.equal(await focused(page), "order-name");
  await page.keyboard.press("Escape");
  await page.getByTestId("order").waitFor({ state: "detached" });
  assert.equal(await focused(page), "service-wa");
  await page.keyboard.press("Enter");
  await page.getByTestId("order").waitFor();
  await reach(page, "order");
  await page.keyboard.press("Enter");
  await page.getByTestId("qr").waitFor();
  await close();
});

test("another page is read from its top, and the browser's title names it", async () => {
  const { page, close } = await browser.open("/");
  for (const [tab, title] of [["Send", "Send"], ["Settings", "Settings"], ["Orders", "Your orders"]]) {
    await page.getByRole("navigation").getByRole("link", { name: tab }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    assert.equal(await page.title(), `${title} · satline`);
    await page.waitForFunction(() => document.activeElement.localName === "main");
    assert.equal(await page.locator("nav [aria-current=page]").innerText(), tab);
  }
  await close();
});
