// The page in another language: its texts are a file beside the app. These scenarios use the English file
// with marks around each text.

import { readFile } from "node:fs/promises";
import { order } from "./app.js";
import { expect, test } from "./fixtures.js";

const ENGLISH = new URL("../crates/app/words/en.json", import.meta.url);

const marked = (text) =>
  typeof text === "string" ? `‹${text}›` : Object.fromEntries(Object.entries(text).map(([key, text]) => [key, marked(text)]));

/** Adds a language to the app, as if it had been built with it. */
async function addLanguage(page, language) {
  const words = marked(JSON.parse(await readFile(ENGLISH, "utf8")));
  await page.route(/\/words\/\w+\.json$/, (route) => route.fulfill({ json: words }));
  await page.route(/./, async (route) => {
    if (route.request().resourceType() !== "document") return route.fallback();
    const response = await route.fetch();
    const body = (await response.text()).replace('data-languages="en"', `data-languages="en ${language}"`);
    return route.fulfill({ response, body });
  });
}

const root = (page) => page.locator("html");
const title = (page) => page.getByRole("heading", { level: 1 });

test.describe("in a German browser", () => {
  test.use({ locale: "de-DE" });

  test("the app is in German if it has the texts, and formats numbers as the browser does", async ({ page }) => {
    await addLanguage(page, "de");
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

  test("texts that cannot be loaded leave the page in English", async ({ page, complaints }) => {
    complaints.expect(/Failed to load resource/);
    await addLanguage(page, "de");
    await page.route(/\/words\/de\.json$/, (route) => route.abort());
    await page.goto("/");
    await expect(title(page)).toHaveText("Get a code");
    await page.getByTestId("services").waitFor();
    await expect(root(page)).toHaveAttribute("lang", "en");
  });
});

test("a language can be chosen in the settings, and its text direction is applied", async ({ page }) => {
  await addLanguage(page, "ar");
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
