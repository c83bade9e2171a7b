// Finding a country and a service, and what is said before anything is ordered.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, LOOKS, chooseCountry, sandbox, screenshot, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

/** How often the sandbox was asked for a path. */
async function asked(path) {
  const counts = await (await fetch(`${ADDRESS}/sandbox/requests`)).json();
  return counts.filter((row) => row.path === path).reduce((sum, row) => sum + row.count, 0);
}

test("there is something to choose on the first visit, and the last country is there on the next", async () => {
  const { page, close } = await browser.open();
  await page.locator(".service").first().waitFor();
  assert.match(await page.getByTestId("country").inputValue(), /Auto-Select/);
  await chooseCountry(page, "Estonia");
  await page.reload();
  await page.locator(".service").first().waitFor();
  assert.match(await page.getByTestId("country").inputValue(), /Estonia/);
  await close();
});

test("a favourite is one click away until it is none", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "Kenya");
  await page.getByTestId("star").click();
  await chooseCountry(page, "Peru");
  await page.reload();
  const chip = page.getByTestId("quick").getByRole("button", { name: "Kenya" });
  await chip.click();
  assert.match(await page.getByTestId("country").inputValue(), /Kenya/);
  await page.getByTestId("star").click();
  await chooseCountry(page, "Peru");
  assert.equal(await chip.count(), 0);
  await close();
});

test("a country is found by other names, by code, and with the keys; leaving changes nothing", async () => {
  const { page, close } = await browser.open();
  const field = page.getByTestId("country");
  for (const [typed, name] of [["ivory", "Côte d'Ivoire"], ["uk", "United Kingdom"], ["Gremany", "Germany"]]) {
    await chooseCountry(page, typed);
    assert.ok((await field.inputValue()).endsWith(name), typed);
  }
  await field.fill("xyzzy");
  await page.getByText("No country is called that.").waitFor();
  await field.press("Escape");
  assert.match(await field.inputValue(), /Germany/);
  await field.click();
  for (let step = 0; step < 60; step += 1) await field.press("ArrowDown");
  const active = page.locator("#countries [aria-selected=true]");
  assert.equal(await active.evaluate((option) => {
    const box = option.getBoundingClientRect();
    return document.elementFromPoint(box.x + 20, box.y + box.height / 2)?.closest("li") === option;
  }), true, "the active country is in sight");
  await close();
});

test("services are searched and sorted, and a price is asked only for the one that is opened", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  // What is not on the screen yet has no inner text.
  const names = () => page.locator(".service:visible .service-name").allTextContents();
  const sorted = (list) => [...list].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  const first = await page.locator(".service-name").evaluateAll((all) => all.slice(0, 50).map((name) => name.textContent));
  assert.deepEqual(first, sorted(first));
  await page.getByTestId("sort").selectOption("stock");
  const stock = await page.locator(".service-stock").evaluateAll((all) => all.map((text) => parseInt(text.textContent) || 0));
  assert.deepEqual(stock, [...stock].sort((one, other) => other - one));
  await page.getByTestId("search").fill("WHATS");
  assert.deepEqual(await names(), ["WhatsApp"]);
  await page.getByTestId("sort").selectOption("name");
  assert.deepEqual(await names(), ["WhatsApp"], "what is searched for stays when the order changes");
  await page.getByTestId("search").fill("no such service");
  await page.getByText("No service is called that here.").waitFor();
  await page.getByTestId("search").fill("");
  assert.equal(await asked("/sms4sats/price"), 0);
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").waitFor();
  assert.equal(await asked("/sms4sats/price"), 1);
  await close();
});

test("each kind of number has its price, and a rental its country and length", async () => {
  const { page, close } = await browser.open();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  const button = page.getByTestId("order");
  await button.waitFor();
  const code = await button.innerText();
  assert.match(code, /^Order for [\d,]+ sats$/);
  await page.getByTestId("kind-real-phone").check();
  assert.notEqual(await button.innerText(), code);
  await page.getByTestId("kind-rental").check();
  await page.getByTestId("rental").waitFor();
  // Germany rents none: nothing is ordered for another country unasked.
  assert.equal(await button.isDisabled(), true);
  const offer = page.getByTestId("rental").locator("option").nth(1);
  assert.match(await offer.innerText(), /, \d+ weeks?, [\d,]+ sats$/);
  await page.getByTestId("rental").selectOption({ index: 1 });
  await button.click();
  await page.getByTestId("qr").waitFor();
  await close();
});

test("what happens to the money is said before the button", async () => {
  for (const { name, ...options } of LOOKS) {
    const { page, close } = await browser.open("/", options);
    await chooseCountry(page, "DE");
    await page.getByTestId("service-wa").click();
    await page.getByTestId("order").waitFor();
    await page.getByTestId("order-panel").getByText("only reserved").waitFor();
    await screenshot(page, `${name}-chosen`);
    await close();
  }
});

test("pictures come from the service's host, lazily, and not at all if they are switched off", async () => {
  const { page, close } = await browser.open();
  const pictures = [];
  // The page's own icon is one for Firefox.
  page.on("request", (request) => request.resourceType() === "image" && !request.url().endsWith(".svg") && pictures.push(request.url()));
  await chooseCountry(page, "DE");
  await page.waitForFunction(() => document.querySelector(".avatar > img")?.complete);
  await page.waitForLoadState("networkidle");
  const shown = await page.locator(".service").count();
  assert.ok(pictures.length > 0 && pictures.length < shown / 4, `${pictures.length} of ${shown}`);
  assert.ok(pictures.every((address) => address.startsWith(`${ADDRESS}/sandbox/sms4sats/assets/`)));
  await page.goto(`${ADDRESS}/settings`);
  await page.getByTestId("no-icons").check();
  pictures.length = 0;
  await page.goto(ADDRESS);
  await page.locator(".service").first().waitFor();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(pictures, []);
  await close();
});

test("a keystroke in the search takes little over a thousand services", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open("/nowhere");
  const services = Array.from({ length: 1000 }, (_, index) => ({
    value: `s${index}`,
    text: `Service ${(index * 7919) % 1000} ${"abcdefghij"[index % 10]}`,
    count: index,
  }));
  await sandbox("faults", { route: "/sms4sats/getnumbersstatus", status: 200, body: JSON.stringify(services) });
  await page.goto(ADDRESS);
  await page.getByText("1000 services").waitFor();
  // The time of the page's own thread, so that a busy machine does not count.
  const chrome = await page.context().newCDPSession(page);
  await chrome.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await chrome.send("Performance.getMetrics");
    const counted = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
    return metrics.filter(({ name }) => counted.includes(name)).reduce((sum, { value }) => sum + value * 1_000, 0);
  };
  const times = [];
  for (const typed of ["s", "se", "serv", "9", "99", "9", "a", "service 1", "b", "", "7", "77", ""]) {
    const before = await spent();
    await page.evaluate((typed) => {
      const field = document.querySelector("#search");
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }, typed);
    times.push((await spent()) - before);
  }
  times.sort((one, other) => one - other);
  console.log(`keystrokes over 1,000 services: ${times.map((time) => time.toFixed(1)).join(" ")} ms`);
  // Twice what it took where the processor was shared by many.
  assert.ok(times[6] < 12, `${times}`);
  await close();
});
