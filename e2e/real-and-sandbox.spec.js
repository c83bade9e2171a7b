// One profile and one address, with and without a sandbox: play money and real money never mix.

import { chooseCountry, order, pay, screenshot, skipTo } from "./app.js";
import { CHROMIUM_ONLY, expect, LOOKS, test } from "./fixtures.js";

const LIVE = "https://api2.sms4sats.com";
const LIVE_NODE = "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d";
const ASKED_LIVE = /^asked a third party: https:\/\/api2\.sms4sats\.com\//;

/** BOLT #11's own example: 250,000 sats on the main network. */
const MAINNET_INVOICE =
  "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";

const set = (page, chosen) =>
  page.evaluate((chosen) => {
    localStorage.removeItem("satline.settings");
    for (const [name, text] of Object.entries(chosen)) localStorage.setItem(`satline.${name}`, text);
  }, chosen);

/** Serves the same page as a static host would, and simulates the live service. */
async function makeReal(page, address) {
  await page.route("**/*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback();
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/<meta name="satline-sandbox"[^>]*>/, "");
    return route.fulfill({ response: answer, body });
  });
  const headers = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
  await page.route(`${LIVE}/**`, async (route) => {
    if (route.request().method() === "OPTIONS") return route.fulfill({ status: 204, headers });
    const url = route.request().url().replace(LIVE, `${address}/sandbox/sms4sats`);
    const answer = await route.fetch({ url });
    return route.fulfill({ response: answer, headers: { ...answer.headers(), ...headers } });
  });
}

for (const { name, chosen, refused } of [
  { name: "a network", chosen: { network: "bc" } },
  { name: "a pinned payee", chosen: { payee: LIVE_NODE }, refused: true },
  { name: "the live address", chosen: { address: LIVE } },
  { name: "all of them", chosen: { network: "bc", payee: LIVE_NODE, address: LIVE }, refused: true },
]) {
  test(`a sandbox page stays in its sandbox when its reader chooses ${name}`, async ({ page }) => {
    await page.goto("/settings");
    await set(page, chosen);
    await page.goto("/");
    await page.getByTestId("sandbox").waitFor();
    await chooseCountry(page, "DE");
    await page.getByTestId("service-wa").click();
    await page.getByTestId("order").click();
    if (refused) await page.getByTestId("rejected").waitFor();
    else await expect(page.getByTestId("invoice")).toHaveText(/^lnbcrt/);
    // A request to the live service would fail the scenario.
  });
}

test("a sandbox page tops up in its sandbox, whatever keys were entered", async ({ page }) => {
  await page.goto("/settings");
  await page.getByTestId("keys-unused").waitFor();
  await page.getByTestId("key-lava").fill("https://relay.example.org");
  await page.getByTestId("key-bitrefill").fill("https://relay.example.org");
  await page.getByRole("link", { name: "Top up" }).click();
  for (const account of ["Lava", "Bitrefill"]) {
    await page.getByTestId(`account-${account}`).check();
    await page.getByTestId("now").waitFor();
    await expect(page.getByTestId("login")).toHaveCount(0);
  }
});

test("the settings of a sandbox page offer no other service", async ({ page }) => {
  await page.goto("/settings");
  await page.getByText("Advanced").click();
  await page.getByTestId("sandbox-only").waitFor();
  await expect(page.getByTestId("network").locator("option")).toHaveText(["Regtest: play money"]);
  await page.getByTestId("address").fill(LIVE);
  await page.keyboard.press("Tab");
  await page.getByText("This must be an address of this sandbox.").waitFor();
  expect(await page.evaluate(() => localStorage.getItem("satline.address"))).toBeNull();
});

for (const { name, ...options } of LOOKS) {
  test.describe(name, () => {
    test.use(options);

    test("the settings of a sandbox page are shown", async ({ page }) => {
      await page.goto("/settings");
      await page.getByText("Advanced").click();
      await page.getByTestId("sandbox-only").waitFor();
      await screenshot(page, `${name}-settings-sandbox`);
    });
  });
}

test("a sandbox page shows no invoice for real money as payable", async ({ page }) => {
  await page.goto("/");
  await page.route("**/sms4sats/createorder", async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...(await answer.json()), payreq: MAINNET_INVOICE } });
  });
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await page.getByTestId("rejected").waitFor();
  await expect(page.getByTestId("qr")).toHaveCount(0);
  await page.getByText("Expected regtest, found bitcoin").waitFor();
});

test("a page with a sandbox and one without share a profile, and neither shows the other's orders", CHROMIUM_ONLY, async ({ page: played, context, sandbox, complaints }) => {
  complaints.expect(ASKED_LIVE, 0);
  await played.goto("/");
  await order(played, "DE", "wa");
  const address = played.url();
  await played.getByTestId("sandbox").waitFor();

  const real = await context.newPage();
  await makeReal(real, sandbox.address);
  // As an earlier version stored it, when a sandbox served the page.
  await set(played, { network: "bcrt", "no-icons": "on" });
  await real.goto(address);
  await real.getByRole("heading", { name: "not in this browser" }).waitFor();
  await expect(real.getByTestId("sandbox")).toBeHidden();
  await real.getByRole("link", { name: "All orders" }).click();
  await real.getByTestId("empty").waitFor();

  // The real page calls the live service, which returns play money: not payable there.
  await real.goto("/");
  await chooseCountry(real, "DE");
  await real.getByTestId("service-wa").click();
  await real.getByTestId("order").click();
  await real.getByTestId("rejected").waitFor();
  await real.getByText("Expected bitcoin, found regtest").waitFor();
  await expect(real.getByTestId("qr")).toHaveCount(0);
  await screenshot(real, "real-page-refuses-play-money");

  // Each keeps polling its own orders.
  const locks = await played.evaluate(async () => (await navigator.locks.query()).held.map((lock) => lock.name));
  expect(locks.sort()).toEqual(["satline sms4sats", "satline-sandbox sms4sats"]);
  await played.bringToFront();
  await pay(played);
  await sandbox.giveCode();
  await skipTo(played.getByTestId("code"));
  await played.getByRole("link", { name: "Orders" }).click();
  await played.getByTestId("row").waitFor();
  await expect(played.getByTestId("row")).toHaveCount(1);
});
