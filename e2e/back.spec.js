// Back returns readers to where they were, and nothing takes them away from where they went.

import { chooseCountry, holdBack, visit } from "./app.js";
import { expect, SERVER_ONLY, test } from "./fixtures.js";

const shown = (page) => page.locator(".service-name").filter({ visible: true });

/** Searches the services, sorted by available numbers. */
async function search(page) {
  await chooseCountry(page, "DE");
  await page.getByTestId("sort").selectOption("stock");
  await page.getByTestId("search").fill("whats");
}

async function isSearched(page) {
  await expect(page.getByTestId("services")).toBeVisible();
  await expect(page.getByTestId("search")).toHaveValue("whats");
  await expect(page.getByTestId("sort")).toHaveValue("stock");
  await expect(shown(page)).toHaveText(["WhatsApp"]);
  await expect(page.getByTestId("country")).toHaveValue(/Germany/);
}

test("search and sort order are restored after another page, and after a reload", async ({ page }) => {
  await page.goto("/");
  await search(page);
  await visit(page, "Orders");
  await expect(page.getByRole("heading", { level: 1, name: "Your orders" })).toBeVisible();
  await page.goBack();
  await isSearched(page);
  await page.reload();
  await isSearched(page);
  expect(new URL(page.url()).search, "nothing of it is in the address, which a host may log").toBe("");
});

test("after an order Back shows the form, and again the list with its search", async ({ page, sandbox }) => {
  await page.goto("/");
  await search(page);
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await expect(page.getByTestId("qr")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog", { name: "WhatsApp" })).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId("order-dialog")).toHaveCount(0);
  await isSearched(page);
  expect(await sandbox.sent("/sms4sats/createorder")).toBe(1);
});

test.describe("where there is room", () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test("a search beside an open form stays when the form is closed", async ({ page }) => {
    await page.goto("/");
    await chooseCountry(page, "DE");
    await page.getByTestId("service-tg").click();
    await expect(page.getByTestId("order")).toBeVisible();
    await page.getByTestId("search").fill("whats");
    await page.getByTestId("close").click();
    await page.waitForFunction(() => new URLSearchParams(history.state).get("search") === "whats");
    await expect(shown(page)).toHaveText(["WhatsApp"]);
    await visit(page, "Settings");
    await expect(page.getByTestId("wipe")).toBeVisible();
    await page.goBack();
    await expect(page.getByTestId("count")).toHaveText("1 service");
  });
});

test("the page's own link shows the whole list", async ({ page }) => {
  await page.goto("/");
  await search(page);
  await visit(page, "Get a code");
  await expect(page.getByTestId("count")).toHaveText(/^\d\d services$/);
  await expect(page.getByTestId("search")).toHaveValue("");
  await page.goBack();
  await isSearched(page);
});

test("a reader who leaves while an order is created stays where they are, and gets a link", SERVER_ONLY, async ({ page, sandbox }) => {
  await page.goto("/");
  await visit(page, "Send");
  await expect(page.getByTestId("send-form")).toBeVisible();
  await visit(page, "Get a code");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await expect(page.getByTestId("order")).toBeVisible();
  const answer = await holdBack(page, "**/sms4sats/createorder");
  await page.getByTestId("order").click();
  await expect(page.getByTestId("order")).toHaveText(/One moment/);
  await page.getByTestId("close").click();
  await visit(page, "Settings");
  await expect(page.getByTestId("wipe")).toBeVisible();
  answer();
  const news = page.getByTestId("news");
  await expect(news).toHaveText(/Order placed: WhatsApp/);
  await expect(page).toHaveURL("/settings/");
  await expect(news).toHaveAttribute("role", "status");
  await news.getByRole("link").click();
  await expect(page.getByTestId("qr")).toBeVisible();
  await expect(news).toHaveText("");
  expect(await sandbox.sent("/sms4sats/createorder")).toBe(1);
});
