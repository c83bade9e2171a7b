// Helpers that many scenarios use.

import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";

/** The folder for screenshots; git ignores it. */
const ARTEFACTS = new URL("artefacts/", import.meta.url);

/** Advances the page's time until that is visible: the app polls a service every 2 to 12 seconds. Each jump is
 *  followed by a longer wait than the one before, so that a slow machine has time to respond. */
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

/** Orders, from the catalogue to the invoice. */
export async function order(page, country, service) {
  await chooseCountry(page, country);
  await page.getByTestId(`service-${service}`).click();
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
}

/** Returns the id of the order whose page is shown. */
export const orderId = (page) => new URL(page.url()).hash.slice(1);

/** Loads the page of this address anew. Only the fragment of an order's address differs from the list's, so
 *  a browser that is there already would load nothing. */
export async function load(page, address) {
  await page.goto("about:blank");
  await page.goto(address);
}

/** Pays with the browser's wallet, and waits until the page knows. */
export async function pay(page) {
  await page.getByTestId("pay").click();
  await skipTo(page.getByText("reserved, not spent"));
}

/** Returns a response with that many services, their names in no order. */
export const makeServices = (count) =>
  Array.from({ length: count }, (_, index) => ({
    value: `s${index}`,
    text: `Service ${String((index * 7919) % count).padStart(5, "0")} ${"abcdefghij"[index % 10]}`,
    count: index,
  }));

/** Delays the first response to that address until the returned function is called. */
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

/** Returns a function that lets the app's wasm trap. For a page that is loaded afterwards. */
export async function breakable(page) {
  await page.addInitScript(() => {
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiateStreaming(...given);
      globalThis.exportsOfApp = made.instance.exports;
      return made;
    };
  });
  return () =>
    page.evaluate(() => {
      queueMicrotask(() => globalThis.exportsOfApp.__externref_table_dealloc(0x7fff_ffff));
    });
}

/** Follows a link of the header. */
export const visit = (page, name) => page.getByRole("navigation").getByRole("link", { name }).click();

/** Returns the test id of the focused element. */
export const focused = (page) => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.id);

/** Presses Tab until that has the focus. */
export async function tabTo(page, id) {
  for (let steps = 0; (await focused(page)) !== id; steps += 1) {
    expect(steps, `Tab reaches ${id}`).toBeLessThan(40);
    await page.keyboard.press("Tab");
  }
}

/** Takes a screenshot of the viewport. */
export async function pictureOfView(page, name) {
  await mkdir(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, ARTEFACTS)), animations: "disabled" });
}

/** Takes a screenshot of the whole page, unless it is a long list. */
export async function screenshot(page, name) {
  const viewport = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height < 4 * viewport.height) await page.setViewportSize({ ...viewport, height });
  // The pointer must not hover over anything.
  await page.mouse.move(0, 0);
  await pictureOfView(page, name);
  await page.setViewportSize(viewport);
}

/** Returns the file that the page saves when that is pressed. */
export async function saved(page, id) {
  if (page.context().browser().browserType().name() === "firefox") return savedInFirefox(page, id);
  const saving = page.waitForEvent("download");
  await page.getByTestId(id).click();
  const file = await saving;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** Firefox's driver reports no downloads, so this takes the file where it leaves the page. */
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

/** Returns the clipboard's text, by pasting it. */
export async function pasted(page) {
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("textarea"), { id: "pasted" })));
  const field = page.locator("#pasted");
  await field.press("ControlOrMeta+V");
  const text = await field.inputValue();
  await field.evaluate((node) => node.remove());
  return text;
}

/** Makes the wasm's memory accessible as `wasmMemory`, for `addInitScript`. */
export const keepMemory = () => {
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await instantiate(...args);
      globalThis.wasmMemory ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }
};

/** Returns the size of the page's objects and of its wasm's memory, after a collection of garbage, and how many nodes
 *  it has. Only Chromium can. */
export async function weigh(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await tools.send("Runtime.getHeapUsage");
  const { nodes } = await tools.send("Memory.getDOMCounters");
  await tools.detach();
  return { bytes: usedSize + backingStorageSize, nodes };
}
