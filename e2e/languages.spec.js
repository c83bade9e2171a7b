// The page in another language: its texts are a file beside the app. Where it matters which text is
// shown, the file is the English one with marks around each text.

import { readFile } from "node:fs/promises";
import { load, order, pay, screenshot, skipTo } from "./app.js";
import { expect, SERVER_ONLY, test } from "./fixtures.js";

const ENGLISH = new URL("../crates/app/words/en.json", import.meta.url);

const marked = (text) =>
  typeof text === "string" ? `‹${text}›` : Object.fromEntries(Object.entries(text).map(([key, text]) => [key, marked(text)]));

/** Puts the marked texts in the place of a language's. */
async function markTexts(page) {
  const words = marked(JSON.parse(await readFile(ENGLISH, "utf8")));
  await page.route(/\/words\/\w+\.json$/, (route) => route.fulfill({ json: words }));
}

const root = (page) => page.locator("html");
const title = (page) => page.getByRole("heading", { level: 1 });

test.describe("in a German browser", () => {
  test.use({ locale: "de-DE" });

  test("the app is in German if it has the texts, and formats numbers as the browser does", async ({ page }) => {
    await markTexts(page);
    await page.goto("/");
    await expect(title(page)).toHaveText("‹Get a code›");
    await expect(root(page)).toHaveAttribute("lang", "de");
    await expect(page.locator("nav [aria-current=page]")).toHaveText("‹Get a code›");
    await expect(page.getByTestId("country")).toHaveValue("‹Any country›");
    await page.getByTestId("country").fill("CI");
    await expect(page.locator("#countries [aria-selected=true]")).toHaveText(/Côte d’Ivoire$/);
    await order(page, "DE", "wa");
    await expect(page.getByTestId("amount")).toHaveText("‹3.600 sats›");
    await expect(page.getByTestId("says")).toHaveText("‹Pay this invoice to get your number.›");
  });

  test("texts that cannot be loaded leave the page in English", SERVER_ONLY, async ({ page, complaints }) => {
    complaints.expect(/Failed to load resource/);
    await markTexts(page);
    await page.route(/\/words\/de\.json$/, (route) => route.abort());
    await page.goto("/");
    await expect(title(page)).toHaveText("Get a code");
    await page.getByTestId("services").waitFor();
    await expect(root(page)).toHaveAttribute("lang", "en");
  });
});

test("a language is chosen in the settings, and written from right to left if it is", async ({ page }) => {
  await markTexts(page);
  await page.goto("/settings");
  await page.getByTestId("language").selectOption({ label: "العربية" });
  await expect(title(page)).toHaveText("‹Settings›");
  await expect(root(page)).toHaveAttribute("dir", "rtl");
  await page.goto("/");
  await expect(title(page)).toHaveText("‹Get a code›");
  await page.goto("/settings");
  await page.getByTestId("language").selectOption("en");
  await expect(title(page)).toHaveText("Settings");
  await expect(root(page)).toHaveAttribute("dir", "ltr");
});

const LANGUAGES = ["es", "pt", "fr", "de", "it", "ru", "tr", "ar", "hi", "id", "zh"];

test.describe("on a narrow phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("every language has its texts, and its pages fit", SERVER_ONLY, async ({ page, sandbox }) => {
    await page.goto("/");
    const english = await title(page).textContent();
    await order(page, "DE", "wa");
    const address = page.url();
    const fits = async (name) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${name} is no wider than the screen`).toBeLessThanOrEqual(360);
      expect(await page.locator("body").innerText(), `${name} has no empty place`).not.toMatch(/[{}]/);
      await screenshot(page, name);
    };
    const speak = async (language, to) => {
      await page.evaluate((language) => localStorage.setItem("satline.settings", JSON.stringify({ language })), language);
      await load(page, to);
      await expect(root(page)).toHaveAttribute("lang", language);
    };
    for (const language of LANGUAGES) {
      await speak(language, address);
      await page.getByTestId("qr").waitFor();
      await fits(`360-${language}-invoice`);
    }
    await speak("en", address);
    await pay(page);
    await sandbox.giveCode();
    await skipTo(page.getByTestId("code"));
    for (const language of LANGUAGES) {
      await speak(language, address);
      await page.getByTestId("code").waitFor();
      await fits(`360-${language}-code`);
      await page.goto("/");
      await page.getByTestId("service-wa").waitFor();
      expect(await title(page).textContent(), `${language} is not English`).not.toBe(english);
      await fits(`360-${language}-first`);
      await page.goto("/settings");
      await page.getByTestId("language").waitFor();
      await fits(`360-${language}-settings`);
    }
  });
});
