// A real browser, a fresh page of the app, and what every story does with it.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before } from "node:test";
import { chromium, firefox } from "playwright-core";

export const CHROME = process.env.CHROME ?? "/usr/bin/chromium";

/** Where this names a Firefox, the stories are told in that. */
const { FIREFOX } = process.env;

/** For the stories whose means only Chromium's driver has: its tools, the bodies of requests, print. */
export const CHROMIUM_ALONE = { skip: FIREFOX && "its means are Chromium's" };

/** Playwright puts this style into a page before it takes a picture, which our policy forbids. */
const OF_THE_DRIVER = "sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA=";

/** Where `cargo xtask test e2e` serves the app and the sandbox. */
export const ADDRESS = process.env.SATLINE_URL ?? "http://127.0.0.1:8080";

/** Screenshots land here; git ignores them. */
const ARTEFACTS = new URL("artefacts/", import.meta.url);

/** Keeps a picture there. */
export async function keep(name, picture) {
  await mkdir(ARTEFACTS, { recursive: true });
  await writeFile(new URL(`${name}.png`, ARTEFACTS), picture, "base64");
}

/** What a browser is started with. */
export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** What stories are seen in: small and light, large and dark. */
export const LOOKS = [
  { name: "phone-light", viewport: { width: 360, height: 740 }, colorScheme: "light" },
  { name: "desktop-dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
];

/** A browser for the tests of one file. */
export function useBrowser() {
  const held = {};
  before(async () => {
    await mkdir(ARTEFACTS, { recursive: true });
    held.browser = FIREFOX
      ? await firefox.launch({ channel: "moz-firefox", executablePath: FIREFOX })
      : await chromium.launch({ executablePath: CHROME, args: ARGUMENTS });
  });
  after(() => held.browser?.close());
  return {
    /** A new profile with a page at `path`. Whatever the page complains of fails the test, but for what
     *  `close` is told that it has to complain of: at least so often. */
    async open(path = "/", options = {}) {
      const context = await held.browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      const complaints = [];
      page.on("pageerror", (error) => String(error).includes(OF_THE_DRIVER) || complaints.push(String(error)));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith(ADDRESS)) complaints.push(`asked a third party: ${request.url()}`);
      });
      await page.goto(ADDRESS + path);
      return {
        page,
        context,
        async close(expected, least = 1) {
          await context.close();
          assert.deepEqual(complaints.filter((complaint) => !expected?.test(complaint)), []);
          // Firefox does not tell its driver of requests that failed.
          if (expected && !FIREFOX) assert.ok(complaints.length >= least, `It complained of nothing like ${expected}.`);
        },
      };
    },
  };
}

/** A handle of the sandbox. */
export async function sandbox(name, body = {}) {
  const answer = await fetch(`${ADDRESS}/sandbox/${name}`, { method: "POST", body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

/** How often something was asked of the sandbox. */
export async function sent(path) {
  const counts = await (await fetch(`${ADDRESS}/sandbox/requests`)).json();
  return counts.filter((row) => row.path === path).reduce((sum, row) => sum + row.count, 0);
}

/** As on a screen that is high enough for the whole page, if it is no long list: bars keep their places. */
export async function screenshot(page, name) {
  const viewport = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height < 4 * viewport.height) await page.setViewportSize({ ...viewport, height });
  // What moves in is to stand, and no pointer is to rest on anything.
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map((animation) => animation.finished));
  });
  await page.screenshot({ path: new URL(`${name}.png`, ARTEFACTS).pathname });
  await page.setViewportSize(viewport);
}

/** What the page saves when that is pressed. */
export async function saved(page, id) {
  if (FIREFOX) return savedInFirefox(page, id);
  const saving = page.waitForEvent("download");
  await page.getByTestId(id).click();
  const file = await saving;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** Its driver tells of no downloads: what would be saved is taken where it leaves the page. */
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
