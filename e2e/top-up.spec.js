// Topping up an account at each of the four services, from the choice of the account to its balance.

import { focused, screenshot, skipTo, tabTo, visit } from "./app.js";
import { CHROMIUM_ONLY, expect, LOOKS, SERVER_ONLY, test } from "./fixtures.js";

/** Longer than the interval between two polls at Bitrefill. */
const BITREFILL_PAUSE = 12_000;

/** Opens the form of an account. */
async function choose(page, account) {
  await page.getByTestId(`account-${account}`).check();
  if (account === "Grid") await page.getByTestId("wallet").selectOption({ index: 1 });
  await expect(page.getByTestId("now")).toBeVisible();
}

async function begin(page, amount) {
  await page.getByTestId("amount-field").fill(amount);
  await page.getByTestId("begin").click();
  await expect(page.getByTestId("top-up")).toBeVisible();
}

/** Parses dollars or satoshis. */
async function balance(page, name = "balance") {
  const text = await page.getByTestId(name).innerText();
  return Number(text.replace(/[^\d.]/g, ""));
}

/** Each service's scenario: the choice, the reader's steps, and the balance afterwards. */
const WAYS = [
  {
    name: "sms4sats by Lightning",
    account: "sms4sats",
    amount: "21000",
    grows: 21_000,
    async pay({ page, shot }) {
      await expect(page.getByTestId("qr")).toBeVisible();
      await expect(page.getByTestId("invoice")).toHaveText(/^lnbcrt/);
      await shot("2-invoice");
      await page.getByTestId("pay").click();
    },
    async after({ page }) {
      await expect(page.getByTestId("history").getByText("2 top-ups, 121,000 sats in total")).toBeVisible();
      await expect(page.getByTestId("chart")).toHaveAttribute("aria-label", /2 top-ups, from 21,000 sats to 100,000 sats/);
      await expect(page.getByTestId("history").locator("li")).toHaveCount(2);
    },
  },
  {
    name: "Bitrefill by Lightning",
    account: "Bitrefill",
    amount: "25",
    grows: 25,
    async pay({ page, sandbox, shot }) {
      await expect(page.getByTestId("qr")).toBeVisible();
      await shot("2-invoice");
      await page.getByTestId("pay").click();
      await skipTo(page.getByTestId("top-up-title").getByText("Your payment has arrived"), BITREFILL_PAUSE);
      await sandbox.giveCredit();
    },
  },
  {
    name: "Bitrefill by address",
    account: "Bitrefill",
    method: "usdc_polygon",
    amount: "25.50",
    grows: 25.5,
    async pay({ page, sandbox, shot, made }) {
      await expect(page.getByTestId("address")).toBeVisible();
      await expect(page.getByTestId("price")).toHaveText(/^25\.\d+ USDC$/);
      await expect(page.getByText("by USDC on Polygon")).toBeVisible();
      await shot("2-address");
      await sandbox.control("bitrefill/confirm", { invoiceId: (await made).data.id });
      await skipTo(page.getByTestId("top-up-title").getByText("Your payment has arrived"), BITREFILL_PAUSE);
      await shot("3-paid");
      await sandbox.giveCredit();
    },
  },
  {
    name: "Lava by card",
    account: "Lava",
    amount: "10",
    grows: 10,
    async pay() {},
  },
  {
    name: "Lava with 3-D Secure",
    account: "Lava",
    method: "pm_sandbox_3ds",
    amount: "25.00",
    grows: 25,
    async pay({ page, shot }) {
      const link = page.getByTestId("confirm");
      await expect(link).toHaveAttribute("rel", "noopener noreferrer");
      await expect(page.getByTestId("top-up-state")).toHaveText(/No money has moved yet/);
      await shot("2-confirm");
      const opening = page.context().waitForEvent("page");
      await link.click();
      const bank = await opening;
      await bank.getByRole("button", { name: "Confirm" }).click();
      await expect(bank.getByText("Confirmed")).toBeVisible();
      await bank.close();
    },
  },
  {
    name: "Grid's sandbox",
    account: "Grid",
    amount: "1000",
    grows: 1_000,
    async pay() {},
  },
];

// Bitrefill allows 60 calls in 10 minutes, and a page whose time is advanced makes more.
test.beforeEach(({ sandbox }) => sandbox.settings({ bitrefillCallsPerTenMinutes: 1_000 }));

for (const { name: look, ...options } of LOOKS) {
  test.describe(look, () => {
    test.use(options);

    for (const { name, account, method, amount, grows, pay, after } of WAYS) {
      test(`an account is topped up: ${name}`, SERVER_ONLY, async ({ page, sandbox }) => {
        const shot = (step) => screenshot(page, `${look}-top-up-${name.toLowerCase().replace(/\W+/g, "-")}-${step}`);
        await page.goto("/top-up");
        await choose(page, account);
        const before = await balance(page, "now");
        if (method) await page.getByTestId(`method-${method}`).check();
        await page.getByTestId("amount-field").fill(amount);
        await shot("1-form");

        const made = page.waitForResponse((response) => response.request().method() === "POST").then((response) => response.json());
        await page.getByTestId("begin").click();
        await expect(page.getByTestId("top-up")).toBeVisible();
        await expect(page.getByTestId("top-up-title")).toBeFocused();
        await pay({ page, sandbox, shot, made });

        await skipTo(page.getByTestId("balance"), BITREFILL_PAUSE);
        expect(await balance(page)).toBe(before + grows);
        await expect(page.getByTestId("top-up-title")).toHaveText("The money has arrived");
        await expect(page.getByTestId("top-up-title")).toBeFocused();
        await after?.({ page });
        await shot("4-balance");
      });
    }
  });
}

test("a top-up that a wallet may have paid shows no invoice, here nor on its order's page", async ({ page, context, sandbox }) => {
  await context.addInitScript(() => {
    const sendPayment = () => Promise.reject(new Error("timeout after 60 s"));
    Object.defineProperty(globalThis, "webln", { get: () => ({ enable: async () => {}, sendPayment }), set() {} });
  });
  await page.goto("/top-up");
  await choose(page, "sms4sats");
  await begin(page, "21000");
  const invoice = await page.getByTestId("invoice").innerText();
  await page.getByTestId("pay").click();
  await expect(page.getByTestId("maybe-paid")).toBeVisible();
  await expect(page.getByTestId("top-up-title")).toHaveText("Possibly paid");
  await expect(page.getByTestId("qr")).toHaveCount(0);
  await visit(page, "Orders");
  await page.getByTestId("row").getByText("Possibly paid").click();
  await expect(page.getByTestId("maybe-paid")).toBeVisible();
  await expect(page.getByTestId("qr")).toHaveCount(0);
  await sandbox.pay(invoice);
  await skipTo(page.getByTestId("says").getByText("Your balance has gone up"));
  await expect(page.getByTestId("maybe-paid")).toHaveCount(0);
});

for (const { account, amount, address } of [
  { account: "Lava", amount: "10", address: "**/lava/v1/wallet/fund" },
  { account: "Grid", amount: "1000", address: "**/sandbox/internal-accounts/*/fund" },
]) {
  test(`a charge at ${account} under which the tab is closed is on the disk, and is found`, { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page }) => {
    await page.goto("/top-up");
    await choose(page, account);
    // The service makes the charge, and the tab is closed before the response.
    const charged = new Promise((resolve) => page.route(address, (charge) => charge.fetch().then(resolve)));
    await page.getByTestId("amount-field").fill(amount);
    await page.getByTestId("begin").click();
    await charged;
    await page.goto("/orders");
    await page.getByTestId("row").click();
    await skipTo(page.getByTestId("says").getByText("Your balance has gone up"));
    await page.getByRole("link", { name: "Orders" }).click();
    await expect(page.getByTestId("row")).toHaveCount(1);
  });
}

test("nothing is charged that cannot be stored", async ({ page, sandbox }) => {
  await page.goto("/top-up");
  await choose(page, "Lava");
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...words) {
      if (this.name === "orders") throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, words);
    };
  });
  await page.getByTestId("amount-field").fill("10");
  await page.getByTestId("begin").click();
  await expect(page.getByText("There is no space left to store an order")).toBeVisible();
  expect(await sandbox.sent("/lava/v1/wallet/fund")).toBe(0);
});

test("the previous account's balance is not shown for the next one", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page }) => {
  await page.goto("/top-up");
  await choose(page, "Grid");
  await page.getByTestId("wallet").selectOption({ index: 2 });
  await expect(page.getByTestId("now")).toBeVisible();
  const next = await balance(page, "now");
  await page.getByTestId("wallet").selectOption({ index: 1 });
  await expect(page.getByTestId("now")).toBeVisible();
  // The request for the first account's balance gets its response last.
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let waits = false;
  await page.route("**/internal-accounts/*/fund", async (route) => {
    const response = await route.fetch();
    waits = true;
    await route.fulfill({ response });
  });
  await page.route("**/platform/internal-accounts*", async (route) => {
    if (waits) await released;
    await route.continue();
  });
  const asked = page.waitForRequest((request) => waits && request.url().includes("/platform/internal-accounts"));
  await begin(page, "1000");
  await asked;
  await page.getByTestId("another").click();
  waits = false;
  await page.getByTestId("wallet").selectOption({ index: 2 });
  await expect(page.getByTestId("now")).toBeVisible();
  expect(await balance(page, "now")).toBe(next);
  const before = await page.evaluate(() => document.querySelector("#wallet").options[1].text);
  release();
  await expect.poll(() => page.evaluate(() => document.querySelector("#wallet").options[1].text)).not.toBe(before);
  expect(await balance(page, "now")).toBe(next);
});

test("a charge whose response is lost is not repeated, and the balance shows whether it was made", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page, sandbox, complaints }) => {
  complaints.expect(/504/);
  // The service makes the charge, and its response is lost.
  await page.route("**/lava/v1/wallet/fund", async (route) => {
    await route.fetch();
    await route.fulfill({ status: 504, body: "" });
  });
  await page.goto("/top-up");
  await choose(page, "Lava");
  await begin(page, "10");
  await expect(page.getByTestId("top-up-state")).toHaveText(/Nothing is charged twice/);
  await screenshot(page, "top-up-unknown");
  await skipTo(page.getByTestId("balance"));
  expect(await balance(page)).toBe(60);
  expect(await sandbox.sent("/lava/v1/wallet/fund")).toBe(1);
  // The record from before the charge is not left beside it.
  await page.getByRole("link", { name: "Orders" }).click();
  await expect(page.getByTestId("count")).toHaveText("1 order");
});

test("the header marks the current page", async ({ page }) => {
  const current = page.locator("nav [aria-current=page]");
  await page.goto("/top-up");
  await expect(current).toHaveText("Top up");
  await page.getByRole("link", { name: "Get a code" }).click();
  await expect(current).toHaveText("Get a code");
});

test("the keyboard alone tops up an account", SERVER_ONLY, async ({ page, context }) => {
  await page.goto("/top-up");
  const { keyboard } = page;
  await expect(page.getByTestId("account-sms4sats")).toBeVisible();
  await tabTo(page, "account-sms4sats");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await expect(page.getByTestId("now")).toBeVisible();
  expect(await focused(page)).toBe("account-Lava");
  await tabTo(page, "method-pm_sandbox_visa");
  await keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("method-pm_sandbox_3ds");
  await tabTo(page, "amount-field");
  await keyboard.type("25");
  await keyboard.press("Enter");
  await expect(page.getByTestId("confirm")).toBeVisible();
  await expect(page.getByTestId("top-up-title")).toBeFocused();
  await tabTo(page, "confirm");
  expect(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)).toBe("solid");
  const opening = context.waitForEvent("page");
  await keyboard.press("Enter");
  const bank = await opening;
  await bank.waitForLoadState();
  await bank.keyboard.press("Tab");
  await bank.keyboard.press("Enter");
  await expect(bank.getByText("Confirmed")).toBeVisible();
  await bank.close();
  await skipTo(page.getByTestId("balance"));
  await expect(page.getByTestId("top-up-title")).toBeFocused();
  await tabTo(page, "another");
  await keyboard.press("Enter");
  await expect(page.getByTestId("amount-field")).toBeVisible();
});

/** Serves the page without a sandbox: it has no credentials. */
async function openForReal(page) {
  await page.route("**/*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback();
    const response = await route.fetch();
    const body = (await response.text()).replace(/<meta name="satline-sandbox"[^>]*>/, "");
    return route.fulfill({ response, body });
  });
  // The relay: it adds the secret.
  await page.route("**/sandbox/lava/v1/**", (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: "Bearer aks_test_sandbox" } }),
  );
  await page.goto("/top-up");
}

const relay = (sandbox) => `${sandbox.address}/sandbox/lava/v1`;

/** Starts a top-up that a bank has to confirm, and confirms it while no page is open. Returns its page's address. */
async function confirmUnseen(page) {
  await page.getByTestId("method-pm_sandbox_3ds").check();
  await begin(page, "25");
  const link = await page.getByTestId("confirm").getAttribute("href");
  await page.getByRole("link", { name: "Orders" }).click();
  const there = await page.getByTestId("row").evaluate((link) => link.href);
  await page.goto("about:blank");
  expect((await fetch(`${link}/confirm`, { method: "POST" })).status).toBe(200);
  return there;
}

test("a top-up whose account a tab cannot poll asks for no payment until the account is opened", SERVER_ONLY, async ({ page, sandbox }) => {
  const RELAY = relay(sandbox);
  const logIn = async (address) => {
    await page.getByTestId("account-Lava").check();
    await page.getByTestId("login").fill(address);
    await page.getByTestId("login").press("Enter");
    await expect(page.getByTestId("now")).toBeVisible();
  };
  await openForReal(page);
  await logIn(RELAY);
  // An account that was entered but not opened is not topped up.
  await page.getByTestId("login").fill("https://relay.example.org");
  await page.goto(await confirmUnseen(page));
  await expect(page.getByTestId("says").getByText("this tab cannot check")).toBeVisible();
  await screenshot(page, "order-unasked");
  for (const id of ["confirm", "waiting"]) await expect(page.getByTestId(id)).toHaveCount(0);
  await page.getByTestId("unasked").click();
  // With another address it may be another account: the next step is shown only on request.
  await logIn(`${RELAY}/`);
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("row").click();
  await expect(page.getByTestId("says").getByText("started with another key")).toBeVisible();
  await expect(page.getByTestId("confirm")).toBeHidden();
  await page.getByTestId("other-key").locator("summary").click();
  await expect(page.getByTestId("confirm")).toBeVisible();
  await page.getByTestId("unasked").click();
  await logIn(RELAY);
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("row").click();
  await skipTo(page.getByTestId("says").getByText("Your balance has gone up"));
});

test("keys entered in the settings are used at once, and after a reload top-ups continue with them", SERVER_ONLY, async ({ page, sandbox }) => {
  await openForReal(page);
  await page.getByTestId("account-Lava").check();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("key-lava").fill(relay(sandbox));
  await page.getByRole("link", { name: "Top up" }).click();
  await expect(page.getByTestId("login")).toHaveValue(relay(sandbox));
  await page.getByTestId("open").click();
  await expect(page.getByTestId("now")).toBeVisible();
  await page.goto(await confirmUnseen(page));
  await skipTo(page.getByTestId("says").getByText("Your balance has gone up"));
});

test("an entered key is gone when everything is deleted", SERVER_ONLY, async ({ page, sandbox }) => {
  await openForReal(page);
  await page.getByTestId("account-Lava").check();
  await page.getByTestId("login").fill(relay(sandbox));
  await page.getByTestId("open").click();
  await expect(page.getByTestId("now")).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("wipe").click();
  await page.locator("dialog[open]").getByTestId("yes").click();
  await expect(page.getByText("Everything has been deleted.")).toBeVisible();
  await page.getByRole("link", { name: "Top up" }).click();
  await page.getByTestId("account-Lava").check();
  await expect(page.getByTestId("login")).toHaveValue("");
  await expect(page.getByTestId("now")).toHaveCount(0);
});

test("a top-up at sms4sats uses the configured address, and no order's poll contains the key", SERVER_ONLY, async ({ page, sandbox }) => {
  const { nodeId } = await (await fetch(`${sandbox.address}/sandbox/`)).json();
  const chosen = { address: `${sandbox.address}/sms4sats`, network: "bcrt", payee: nodeId };
  await page.goto("/orders/#/nowhere");
  await page.evaluate((chosen) => {
    for (const [name, text] of Object.entries(chosen)) localStorage.setItem(`satline.${name}`, text);
  }, chosen);
  await page.goto("/top-up");
  const asked = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/sms4sats\/\w+$/.test(pathname)) asked.push([pathname, "x-api-key" in request.headers()]);
  });
  await choose(page, "sms4sats");
  await begin(page, "500");
  await page.getByTestId("pay").click();
  await skipTo(page.getByTestId("balance"));
  for (const [path] of asked) expect(path).toMatch(/^\/sms4sats\//);
  const status = asked.filter(([path]) => path.endsWith("/orderstatus"));
  expect(status.length).toBeGreaterThan(0);
  for (const [, hasKey] of status) expect(hasKey).toBe(false);
});

test("without a sandbox a relay is required, and an unencrypted address is refused", SERVER_ONLY, async ({ page, sandbox }) => {
  await openForReal(page);
  await page.getByTestId("account-Lava").check();
  await expect(page.getByText("a relay of yours holds the key")).toBeVisible();
  await page.getByTestId("login").fill("http://relay.example.org");
  await page.getByTestId("open").click();
  await expect(page.getByText("This must be an address that begins with https://")).toBeVisible();
  await screenshot(page, "top-up-relay-wrong");
  await page.getByTestId("login").fill(relay(sandbox));
  await page.getByTestId("login").press("Enter");
  await expect(page.getByTestId("now")).toBeVisible();
  await screenshot(page, "top-up-relay");
  await begin(page, "10");
  await expect(page.getByTestId("balance")).toBeVisible();
  expect(await balance(page)).toBe(60);
});

test("an API key is sent only to its service, and is stored nowhere", SERVER_ONLY, async ({ page, complaints }) => {
  complaints.expect(/^asked a third party: https:\/\/api2\.sms4sats\.com\//);
  const asked = [];
  await openForReal(page);
  await page.route("https://api2.sms4sats.com/**", (route) => {
    asked.push(route.request().headers()["x-api-key"]);
    const body = { status: "OK", balance: 7, orders: [] };
    return route.fulfill({ json: body, headers: { "access-control-allow-origin": "*", "access-control-allow-headers": "*" } });
  });
  await page.getByTestId("account-sms4sats").check();
  await expect(page.getByTestId("login")).toHaveAttribute("type", "password");
  await page.getByTestId("login").fill("a-key-of-mine");
  await page.getByTestId("login").press("Enter");
  await expect(page.getByTestId("now")).toHaveText(/7 sats/);
  await expect(page.getByText("No top-ups yet.")).toBeVisible();
  expect(asked.length).toBeGreaterThanOrEqual(2);
  for (const key of asked) expect(key).toBe("a-key-of-mine");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  expect(kept).not.toContain("a-key-of-mine");
});
