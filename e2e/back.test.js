// Back brings the reader where they were, and nothing takes them away from where they went.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { chooseCountry, sandbox, sent, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

const shown = (page) => page.locator(".service:visible .service-name").allTextContents();
const tab = (page, name) => page.getByRole("navigation").getByRole("link", { name });

/** A search among the services with the most numbers first. */
async function search(page) {
  await chooseCountry(page, "DE");
  await page.getByTestId("sort").selectOption("stock");
  await page.getByTestId("search").fill("whats");
}

async function isSearched(page) {
  await page.getByTestId("services").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-testid=search]").value === "whats");
  assert.equal(await page.getByTestId("sort").inputValue(), "stock");
  assert.deepEqual(await shown(page), ["WhatsApp"]);
  assert.match(await page.getByTestId("country").inputValue(), /Germany/);
}

test("search and order of the list are there again after another page, and after a reload", async () => {
  const { page, close } = await browser.open();
  await search(page);
  await tab(page, "Orders").click();
  await page.getByRole("heading", { level: 1, name: "Your orders" }).waitFor();
  await page.goBack();
  await isSearched(page);
  await page.reload();
  await isSearched(page);
  assert.equal(new URL(page.url()).search, "", "nothing of it is in the address, which a host may log");
  await close();
});

test("after an order Back brings the form, and once more the list as it was searched", async () => {
  const { page, close } = await browser.open();
  await search(page);
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
  await page.goBack();
  await page.getByRole("dialog", { name: "WhatsApp" }).waitFor();
  await page.goBack();
  await page.getByTestId("order-dialog").waitFor({ state: "detached" });
  await isSearched(page);
  assert.equal(await sent("/sms4sats/createorder"), 1);
  await close();
});

test("what is searched beside an open form stays when that is closed", async () => {
  const { page, close } = await browser.open("/", { viewport: { width: 1280, height: 800 } });
  await chooseCountry(page, "DE");
  await page.getByTestId("service-tg").click();
  await page.getByTestId("order").waitFor();
  await page.getByTestId("search").fill("whats");
  await page.getByTestId("close").click();
  await page.waitForFunction(() => new URLSearchParams(history.state).get("search") === "whats");
  assert.deepEqual(await shown(page), ["WhatsApp"]);
  await tab(page, "Settings").click();
  await page.getByTestId("wipe").waitFor();
  await page.goBack();
  await page.getByTestId("count").getByText("1 service").waitFor();
  await close();
});

test("the page's own link shows the whole list", async () => {
  const { page, close } = await browser.open();
  await search(page);
  await tab(page, "Get a code").click();
  await page.getByTestId("count").getByText(/^\d{3} services$/).waitFor();
  assert.equal(await page.getByTestId("search").inputValue(), "");
  await page.goBack();
  await isSearched(page);
  await close();
});

test("whoever goes elsewhere while an order is made stays there, and is told with a link", async () => {
  const { page, close } = await browser.open();
  await tab(page, "Send").click();
  await page.getByTestId("send-form").waitFor();
  await tab(page, "Get a code").click();
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").waitFor();
  await sandbox("faults", { route: "/sms4sats/createorder", delayMs: 1_500 });
  const made = page.waitForResponse(/createorder/);
  await page.getByTestId("order").click();
  await page.getByTestId("order").getByText("One moment").waitFor();
  await page.getByTestId("close").click();
  await tab(page, "Settings").click();
  await page.getByTestId("wipe").waitFor();
  await made;
  const news = page.getByTestId("news");
  await news.getByText("Your order is made: WhatsApp").waitFor();
  assert.equal(new URL(page.url()).pathname, "/settings");
  assert.equal(await news.getAttribute("role"), "status");
  await news.getByRole("link").click();
  await page.getByTestId("qr").waitFor();
  assert.equal(await news.innerText(), "");
  assert.equal(await sent("/sms4sats/createorder"), 1);
  await close();
});
