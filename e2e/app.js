// What scenarios do with the app again and again.

import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";

/** Screenshots land here; git ignores them. */
const ARTEFACTS = new URL("artefacts/", import.meta.url);

/** Moves the page's time on until that is visible: the app asks a service every 2 to 12 seconds. Each jump is
 *  followed by a longer look than the one before, so that a slow machine has time to answer. */
export async function skipTo(locator, by = 5_000) {
  const { clock } = locator.page();
  let look = 250;
  await expect(async () => {
    await clock.fastForward(by);
    const timeout = look;
    look = Math.min(look * 2, 8_000);
    await locator.waitFor({ timeout });
  }, "time moves on").toPass({ intervals: [0], timeout: 60_000 });
}

/** Chooses a country by typing and pressing Enter. */
export async function chooseCountry(page, typed) {
  await page.getByTestId("country").fill(typed);
  await page.getByTestId("country").press("Enter");
  await page.getByTestId("services").waitFor();
}

/** From the catalogue to the invoice. */
export async function order(page, country, service) {
  await chooseCountry(page, country);
  await page.getByTestId(`service-${service}`).click();
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
}

/** Pays with the browser's wallet, until the page knows. */
export async function pay(page) {
  await page.getByTestId("pay").click();
  await skipTo(page.getByText("reserved, not spent"));
}

/** The service's answer where it lists so many services, their names in no order. */
export const makeServices = (count) =>
  Array.from({ length: count }, (_, index) => ({
    value: `s${index}`,
    text: `Service ${String((index * 7919) % count).padStart(5, "0")} ${"abcdefghij"[index % 10]}`,
    count: index,
  }));

/** Keeps back the first response to that address, until the function it returns is called. */
export async function holdBack(page, address) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const hold = async (route) => {
    await released;
    await route.continue();
  };
  await page.route(address, hold, { times: 1 });
  return release;
}

/** Follows a link of the header. */
export const visit = (page, name) => page.getByRole("navigation").getByRole("link", { name }).click();

/** The test id of what has the focus. */
export const focused = (page) => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.id);

/** Tabs on until that has the focus. */
export async function tabTo(page, id) {
  for (let steps = 0; (await focused(page)) !== id; steps += 1) {
    expect(steps, `Tab reaches ${id}`).toBeLessThan(40);
    await page.keyboard.press("Tab");
  }
}

/** Keeps a picture of what is in view. */
export async function pictureOfView(page, name) {
  await mkdir(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, ARTEFACTS)), animations: "disabled" });
}

/** Keeps a picture as on a screen that is high enough for the whole page, if it is no long list. */
export async function screenshot(page, name) {
  const viewport = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height < 4 * viewport.height) await page.setViewportSize({ ...viewport, height });
  // No pointer is to rest on anything.
  await page.mouse.move(0, 0);
  await pictureOfView(page, name);
  await page.setViewportSize(viewport);
}

/** The file that the page saves when that is pressed. */
export async function saved(page, id) {
  if (page.context().browser().browserType().name() === "firefox") return savedInFirefox(page, id);
  const saving = page.waitForEvent("download");
  await page.getByTestId(id).click();
  const file = await saving;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** Firefox's driver reports no downloads: what would be saved is taken where it leaves the page. */
async function savedInFirefox(page, id) {
  await page.evaluate(() => {
    URL.createObjectURL = (blob) => {
      globalThis.savedText = blob.text();
      return "blob:saved";
    };
    HTMLAnchorElement.prototype.click = function () {
      globalThis.savedName = this.download;
    };
  });
  await page.getByTestId(id).click();
  return page.evaluate(async () => ({ name: globalThis.savedName, text: await globalThis.savedText }));
}

/** What was copied, as it is pasted. */
export async function pasted(page) {
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("textarea"), { id: "pasted" })));
  const field = page.locator("#pasted");
  await field.press("ControlOrMeta+V");
  const text = await field.inputValue();
  await field.evaluate((node) => node.remove());
  return text;
}
