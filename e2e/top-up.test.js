// Money for an account at each of the four services, from the choice of the account to its balance.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, LOOKS, sandbox, screenshot, sent, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(async () => {
  await sandbox("reset");
  // Bitrefill takes 60 calls in 10 minutes, and the stories together make more.
  await sandbox("settings", { bitrefillCallsPerTenMinutes: 1_000 });
});

/** To the form of an account. */
async function choose(page, account) {
  await page.getByTestId(`account-${account}`).check();
  if (account === "Grid") await page.getByTestId("wallet").selectOption({ index: 1 });
  await page.getByTestId("now").waitFor();
}

async function begin(page, amount) {
  await page.getByTestId("amount-field").fill(amount);
  await page.getByTestId("begin").click();
  await page.getByTestId("top-up").waitFor();
}

/** Dollars or satoshis, as a number. */
async function balance(page, name = "balance") {
  const text = await page.getByTestId(name).innerText();
  return Number(text.replace(/[^\d.]/g, ""));
}

async function focused(page) {
  return page.evaluate(() => document.activeElement.dataset.testid);
}

/** Each service's story: what is chosen, what the reader does, and what is in the account then. */
const STORIES = [
  {
    name: "sms4sats by Lightning",
    account: "sms4sats",
    amount: "21000",
    grows: 21_000,
    async pay({ page, shot }) {
      await page.getByTestId("qr").waitFor();
      assert.match(await page.getByTestId("invoice").innerText(), /^lnbcrt/);
      await shot("2-invoice");
      await page.getByTestId("pay").click();
    },
    async after({ page }) {
      await page.getByTestId("history").getByText("2 top-ups, 121,000 sats in all").waitFor();
      assert.match(await page.getByTestId("chart").getAttribute("aria-label"), /2 top-ups, from 21,000 sats to 100,000 sats/);
      assert.equal(await page.getByTestId("history").locator("li").count(), 2);
    },
  },
  {
    name: "Bitrefill by Lightning",
    account: "Bitrefill",
    amount: "25",
    grows: 25,
    async pay({ page, shot }) {
      await page.getByTestId("qr").waitFor();
      await shot("2-invoice");
      await page.getByTestId("pay").click();
      await sandbox("clock", { advanceMs: 10_000 });
      await page.clock.runFor(25_000);
    },
  },
  {
    name: "Bitrefill by address",
    account: "Bitrefill",
    method: "usdc_polygon",
    amount: "25.50",
    grows: 25.5,
    async pay({ page, shot, made }) {
      await page.getByTestId("address").waitFor();
      assert.match(await page.getByTestId("price").innerText(), /^25\.\d+ USDC$/);
      await page.getByText("by USDC on Polygon").waitFor();
      await shot("2-address");
      await sandbox("bitrefill/confirm", { invoiceId: (await made).data.id });
      await page.clock.runFor(11_000);
      await page.getByTestId("top-up-title").getByText("Your payment is there").waitFor();
      await shot("3-paid");
      await sandbox("clock", { advanceMs: 10_000 });
      await page.clock.runFor(11_000);
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
      assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
      await page.getByTestId("top-up-state").getByText("No money has moved yet").waitFor();
      await shot("2-confirm");
      const opening = page.context().waitForEvent("page");
      await link.click();
      const bank = await opening;
      await bank.getByRole("button", { name: "Confirm" }).click();
      await bank.getByText("Confirmed").waitFor();
      await bank.close();
      await page.clock.runFor(6_000);
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

for (const { name: look, ...options } of LOOKS) {
  for (const { name, account, method, amount, grows, pay, after } of STORIES) {
    test(`an account is topped up: ${name} (${look})`, async () => {
      const { page, close } = await browser.open("/top-up", options);
      await page.clock.install();
      const shot = (step) => screenshot(page, `${look}-top-up-${name.toLowerCase().replace(/\W+/g, "-")}-${step}`);
      await choose(page, account);
      const before = await balance(page, "now");
      if (method) await page.getByTestId(`method-${method}`).check();
      await page.getByTestId("amount-field").fill(amount);
      await shot("1-form");

      const made = page.waitForResponse((answer) => answer.request().method() === "POST").then((answer) => answer.json());
      await page.getByTestId("begin").click();
      await page.getByTestId("top-up").waitFor();
      assert.equal(await focused(page), "top-up-title");
      await pay({ page, shot, made });
      await page.clock.runFor(6_000);

      await page.getByTestId("balance").waitFor();
      assert.equal(await balance(page), before + grows);
      assert.equal(await page.getByTestId("top-up-title").innerText(), "The money is there");
      assert.equal(await focused(page), "top-up-title");
      await after?.({ page });
      await shot("4-balance");
      await close();
    });
  }
}

test("an amount is judged as it is typed, and nothing is sent until it can be right", async () => {
  const { page, close } = await browser.open("/top-up");
  const error = page.getByTestId("amount-error");
  await choose(page, "Lava");
  for (const [amount, sentence] of [
    ["9", "The amount must be from 10.00 USD to 10,000.00 USD; this is 9.00 USD."],
    ["25.005", "The amount must be a whole number of 0.01 USD, the smallest unit there is."],
    ["10000.01", "The amount must be from 10.00 USD to 10,000.00 USD; this is 10,000.01 USD."],
    ["ten", "The amount must be an amount written in digits, such as 25 or 25.50, with a point before the decimals."],
    ["", "The amount is needed here."],
  ]) {
    await page.getByTestId("amount-field").fill(amount);
    assert.equal(await error.innerText(), sentence);
    await page.getByTestId("begin").click();
    assert.equal(await focused(page), "amount-field");
  }
  await screenshot(page, "top-up-amount-wrong");
  await page.getByTestId("amount-field").fill("10");
  assert.equal(await error.innerText(), "");
  assert.equal(await sent("/lava/v1/wallet/fund"), 0);
  await close();
});

test("an amount that is left empty is asked for only when it is sent", async () => {
  const { page, close } = await browser.open("/top-up");
  await choose(page, "sms4sats");
  const error = page.getByTestId("amount-error");
  assert.equal(await error.innerText(), "");
  await page.getByTestId("begin").click();
  assert.equal(await error.innerText(), "The amount is needed here.");
  await page.getByTestId("amount-field").fill("0.5");
  assert.match(await error.innerText(), /whole number of 1 sat/);
  await close();
});

test("a card that was refused before says why, and cannot be chosen", async () => {
  const { page, close } = await browser.open("/top-up");
  await choose(page, "Lava");
  assert.equal(await page.getByTestId("method-pm_sandbox_error").isDisabled(), true);
  await page.getByText("The card has expired.").waitFor();
  assert.equal(await page.getByTestId("key").innerText(), "test key");
  await close();
});

test("a top-up that a wallet may have paid shows no invoice, here nor on its order's page", async () => {
  const { page, context, close } = await browser.open();
  await context.addInitScript(() => {
    const sendPayment = () => Promise.reject(new Error("timeout after 60 s"));
    Object.defineProperty(globalThis, "webln", { get: () => ({ enable: async () => {}, sendPayment }), set() {} });
  });
  await page.goto(`${ADDRESS}/top-up`);
  await choose(page, "sms4sats");
  await begin(page, "21000");
  const invoice = await page.getByTestId("invoice").innerText();
  await page.getByTestId("pay").click();
  await page.getByTestId("maybe-paid").waitFor();
  assert.equal(await page.getByTestId("top-up-title").innerText(), "Perhaps paid");
  assert.equal(await page.getByTestId("qr").count(), 0);
  await page.getByRole("navigation").getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("row").getByText("Perhaps paid").click();
  await page.getByTestId("maybe-paid").waitFor();
  assert.equal(await page.getByTestId("qr").count(), 0);
  await sandbox("pay", { invoice });
  await page.getByTestId("maybe-paid").waitFor({ state: "detached" });
  await close();
});

test("a card that is declined says so in the service's words, and can be tried again", async () => {
  const { page, close } = await browser.open("/top-up");
  await choose(page, "Lava");
  await page.getByTestId("method-pm_sandbox_declined").check();
  await page.getByTestId("amount-field").fill("10");
  await page.getByTestId("begin").click();
  await page.getByTestId("failure").waitFor();
  assert.match(await page.getByTestId("failure").innerText(), /Lava says: “The payment method was declined/);
  await screenshot(page, "top-up-declined");
  assert.equal(await page.getByTestId("amount-field").inputValue(), "10");
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("empty").waitFor();
  await close(/402/);
});

for (const { account, amount, route } of [
  { account: "Lava", amount: "10", route: "**/lava/v1/wallet/fund" },
  { account: "Grid", amount: "1000", route: "**/sandbox/internal-accounts/*/fund" },
]) {
  test(`a charge at ${account} under which the tab is closed is on the disk, and is found`, CHROMIUM_ALONE, async () => {
    const { page, close } = await browser.open("/top-up");
    await choose(page, account);
    // The service takes the charge, and the tab does not live to see the answer.
    const charged = new Promise((resolve) => page.route(route, (charge) => charge.fetch().then(resolve)));
    await page.getByTestId("amount-field").fill(amount);
    await page.getByTestId("begin").click();
    await charged;
    await page.goto(`${ADDRESS}/orders`);
    await page.getByTestId("row").click();
    await page.getByTestId("says").getByText("Your balance has grown").waitFor();
    await page.getByRole("link", { name: "Orders" }).click();
    assert.equal(await page.getByTestId("row").count(), 1);
    await close();
  });
}

test("nothing is charged that cannot be written down", async () => {
  const { page, close } = await browser.open("/top-up");
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
  await page.getByText("There is no room left to keep an order").waitFor();
  assert.equal(await sent("/lava/v1/wallet/fund"), 0);
  await close();
});

test("the balance of the account before is not shown as that of the next", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open("/top-up");
  await choose(page, "Grid");
  await page.getByTestId("wallet").selectOption({ index: 2 });
  await page.getByTestId("now").waitFor();
  const next = await balance(page, "now");
  await page.getByTestId("wallet").selectOption({ index: 1 });
  await page.getByTestId("now").waitFor();
  // What is asked about the first account after its top-up is answered last.
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let waits = false;
  await page.route("**/internal-accounts/*/fund", async (route) => {
    const answer = await route.fetch();
    waits = true;
    await route.fulfill({ response: answer });
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
  await page.getByTestId("now").waitFor();
  assert.equal(await balance(page, "now"), next);
  const before = await page.evaluate(() => document.querySelector("#wallet").options[1].text);
  release();
  await page.waitForFunction((before) => document.querySelector("#wallet").options[1].text !== before, before);
  assert.equal(await balance(page, "now"), next);
  await close();
});

test("a charge whose answer is lost is not made again, and the balance tells", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open("/top-up");
  await page.clock.install();
  // The service takes the charge, and its answer goes astray.
  await page.route("**/lava/v1/wallet/fund", async (route) => {
    await route.fetch();
    await route.fulfill({ status: 504, body: "" });
  });
  await choose(page, "Lava");
  await begin(page, "10");
  await page.getByTestId("top-up-state").getByText("Nothing is charged again").waitFor();
  await screenshot(page, "top-up-unknown");
  await page.clock.runFor(6_000);
  await page.getByTestId("balance").waitFor();
  assert.equal(await balance(page), 60);
  assert.equal(await sent("/lava/v1/wallet/fund"), 1);
  // What was written down before is not left beside it.
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("count").getByText("1 order", { exact: true }).waitFor();
  await close(/504/);
});

test("what is typed stays when another account is looked at, and a top-up when another page is", async () => {
  const { page, close } = await browser.open("/top-up");
  await choose(page, "Bitrefill");
  await page.getByTestId("method-bitcoin").check();
  await page.getByTestId("amount-field").fill("12.34");
  await choose(page, "sms4sats");
  await begin(page, "500");
  const invoice = await page.getByTestId("invoice").innerText();
  await page.getByRole("link", { name: "Get a code" }).click();
  await page.getByTestId("country").waitFor();
  await page.getByRole("link", { name: "Top up" }).click();
  assert.equal(await page.getByTestId("invoice").innerText(), invoice);
  await page.getByTestId("account-Bitrefill").check();
  assert.equal(await page.getByTestId("amount-field").inputValue(), "12.34");
  assert.equal(await page.getByTestId("method-bitcoin").isChecked(), true);
  await close();
});

test("the header marks the page that is shown", async () => {
  const { page, close } = await browser.open("/top-up");
  const current = page.locator("nav [aria-current=page]");
  assert.equal(await current.innerText(), "Top up");
  await page.getByRole("link", { name: "Get a code" }).click();
  assert.equal(await current.innerText(), "Get a code");
  await close();
});

test("the keyboard alone is enough", async () => {
  const { page, close } = await browser.open("/top-up");
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  /** Tabs on until that has the focus. */
  const reach = async (id) => {
    for (let steps = 0; (await focused(page)) !== id; steps += 1) {
      assert.ok(steps < 20, `Tab does not reach ${id}`);
      await press("Tab");
    }
  };
  await page.getByTestId("account-sms4sats").waitFor();
  await reach("account-sms4sats");
  await press("ArrowDown", "ArrowDown");
  await page.getByTestId("now").waitFor();
  assert.equal(await focused(page), "account-Lava");
  await reach("method-pm_sandbox_visa");
  await press("ArrowDown");
  assert.equal(await focused(page), "method-pm_sandbox_3ds");
  await reach("amount-field");
  await page.keyboard.type("25");
  await press("Enter");
  await page.getByTestId("confirm").waitFor();
  assert.equal(await focused(page), "top-up-title");
  await reach("confirm");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid");
  const opening = page.context().waitForEvent("page");
  await press("Enter");
  const bank = await opening;
  await bank.waitForLoadState();
  await bank.keyboard.press("Tab");
  await bank.keyboard.press("Enter");
  await bank.getByText("Confirmed").waitFor();
  await bank.close();
  await page.getByTestId("balance").waitFor({ timeout: 15_000 });
  assert.equal(await focused(page), "top-up-title");
  await reach("another");
  await press("Enter");
  await page.getByTestId("amount-field").waitFor();
  await close();
});

/** The page as it is away from a sandbox: it knows no credentials. */
async function openForReal() {
  const { page, close } = await browser.open("/");
  await page.route("**/*", async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback();
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/<meta name="satline-sandbox"[^>]*>/, "");
    return route.fulfill({ response: answer, body });
  });
  // The relay: it adds the secret.
  await page.route("**/sandbox/lava/v1/**", (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: "Bearer aks_test_sandbox" } }),
  );
  await page.goto(`${ADDRESS}/top-up`);
  return { page, close };
}

const RELAY = `${ADDRESS}/sandbox/lava/v1`;

/** Begins a top-up that a bank wants confirmed, and confirms it when no page looks. Gives its page's address. */
async function confirmUnseen(page) {
  await page.getByTestId("method-pm_sandbox_3ds").check();
  await begin(page, "25");
  const link = await page.getByTestId("confirm").getAttribute("href");
  await page.getByRole("link", { name: "Orders" }).click();
  const address = await page.getByTestId("row").getAttribute("href");
  await page.goto("about:blank");
  assert.equal((await fetch(`${link}/confirm`, { method: "POST" })).status, 200);
  return new URL(address, ADDRESS).href;
}

test("a top-up whose account a tab cannot ask about asks for nothing until the account is open", async () => {
  const { page, close } = await openForReal();
  const logIn = async (relay = RELAY) => {
    await page.getByTestId("account-Lava").check();
    await page.getByTestId("login").fill(relay);
    await page.getByTestId("login").press("Enter");
    await page.getByTestId("now").waitFor();
  };
  await logIn();
  // What is typed and not opened is not what is topped up.
  await page.getByTestId("login").fill("https://relay.example.org");
  await page.goto(await confirmUnseen(page));
  await page.getByTestId("says").getByText("this tab cannot ask").waitFor();
  await screenshot(page, "order-unasked");
  for (const id of ["confirm", "waiting"]) assert.equal(await page.getByTestId(id).count(), 0);
  await page.getByTestId("unasked").click();
  // By another address it may be another account: what there is to do is shown to who asks for it.
  await logIn(`${RELAY}/`);
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("row").click();
  await page.getByTestId("says").getByText("begun with another key").waitFor();
  assert.equal(await page.getByTestId("confirm").isVisible(), false);
  await page.getByTestId("other-key").locator("summary").click();
  await page.getByTestId("confirm").waitFor();
  await page.getByTestId("unasked").click();
  await logIn();
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("row").click();
  await page.getByTestId("says").getByText("Your balance has grown").waitFor();
  await close();
});

test("a deposit without news for a day shows nothing to pay, there nor on its order's page", async () => {
  const { page, close } = await browser.open("/top-up");
  await page.clock.install();
  await choose(page, "Bitrefill");
  await page.getByTestId("method-usdc_polygon").check();
  await begin(page, "25.50");
  await page.getByTestId("address").waitFor();
  await page.route("**/bitrefill/**", (route) => route.abort());
  await page.clock.fastForward("28:00:00");
  await page.getByTestId("top-up-title").getByText("No longer asked about").waitFor();
  assert.equal(await page.getByTestId("address").count(), 0);
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByTestId("row").click();
  await page.getByTestId("says").getByText("no news of it for so long").waitFor();
  for (const id of ["address", "waiting"]) assert.equal(await page.getByTestId(id).count(), 0);
  await close(/ERR_FAILED/);
});

test("what is typed in the settings is used at once, and after a reload top-ups go on by it", async () => {
  const { page, close } = await openForReal();
  await page.getByTestId("account-Lava").check();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("key-lava").fill(RELAY);
  await page.getByRole("link", { name: "Top up" }).click();
  assert.equal(await page.getByTestId("login").inputValue(), RELAY);
  await page.getByTestId("open").click();
  await page.getByTestId("now").waitFor();
  await page.goto(await confirmUnseen(page));
  await page.getByTestId("says").getByText("Your balance has grown").waitFor();
  await close();
});

test("a key that was typed is gone when everything is deleted", async () => {
  const { page, close } = await openForReal();
  await page.getByTestId("account-Lava").check();
  await page.getByTestId("login").fill(RELAY);
  await page.getByTestId("open").click();
  await page.getByTestId("now").waitFor();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("wipe").click();
  await page.locator("dialog[open]").getByTestId("yes").click();
  await page.getByText("Everything is deleted.").waitFor();
  await page.getByRole("link", { name: "Top up" }).click();
  await page.getByTestId("account-Lava").check();
  assert.equal(await page.getByTestId("login").inputValue(), "");
  assert.equal(await page.getByTestId("now").count(), 0);
  await close();
});

test("a top-up at sms4sats goes where the reader has sms4sats, and the key on no order's question", async () => {
  const { page, close } = await browser.open("/");
  const { nodeId } = await (await fetch(`${ADDRESS}/sandbox/`)).json();
  const chosen = { address: `${ADDRESS}/sms4sats`, network: "bcrt", payee: nodeId };
  await page.evaluate((chosen) => {
    for (const [name, text] of Object.entries(chosen)) localStorage.setItem(`satline.${name}`, text);
  }, chosen);
  await page.goto(`${ADDRESS}/top-up`);
  const asked = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/sms4sats\/\w+$/.test(pathname)) asked.push([pathname, "x-api-key" in request.headers()]);
  });
  await choose(page, "sms4sats");
  await begin(page, "500");
  await page.getByTestId("pay").click();
  await page.getByTestId("balance").waitFor();
  assert.ok(asked.every(([path]) => path.startsWith("/sms4sats/")), JSON.stringify(asked));
  const status = asked.filter(([path]) => path.endsWith("/orderstatus"));
  assert.ok(status.length > 0 && status.every(([, hasKey]) => !hasKey), JSON.stringify(status));
  await close();
});

test("away from the sandbox a relay is asked for, and an address that anybody could listen in on is refused", async () => {
  const { page, close } = await openForReal();
  await page.getByTestId("account-Lava").check();
  await page.getByText("a relay of yours holds the key").waitFor();
  await page.getByTestId("login").fill("http://relay.example.org");
  await page.getByTestId("open").click();
  await page.getByText("It must be an address that begins with https://").waitFor();
  await screenshot(page, "top-up-relay-wrong");
  await page.getByTestId("login").fill(RELAY);
  await page.getByTestId("login").press("Enter");
  await page.getByTestId("now").waitFor();
  await screenshot(page, "top-up-relay");
  await begin(page, "10");
  await page.getByTestId("balance").waitFor();
  assert.equal(await balance(page), 60);
  await close();
});

test("an API key goes to its service alone, and is stored nowhere", async () => {
  const { page, close } = await openForReal();
  const asked = [];
  await page.route("https://api2.sms4sats.com/**", (route) => {
    asked.push(route.request().headers()["x-api-key"]);
    const body = { status: "OK", balance: 7, orders: [] };
    return route.fulfill({ json: body, headers: { "access-control-allow-origin": "*", "access-control-allow-headers": "*" } });
  });
  await page.getByTestId("account-sms4sats").check();
  assert.equal(await page.getByTestId("login").getAttribute("type"), "password");
  await page.getByTestId("login").fill("a-key-of-mine");
  await page.getByTestId("login").press("Enter");
  await page.getByTestId("now").getByText("7 sats").waitFor();
  await page.getByText("No top-ups yet.").waitFor();
  assert.ok(asked.length >= 2 && asked.every((key) => key === "a-key-of-mine"));
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  assert.ok(!kept.includes("a-key-of-mine"));
  await close(/^asked a third party: https:\/\/api2\.sms4sats\.com\//);
});
