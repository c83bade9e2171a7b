// Where keys, numbers, codes, messages and a wallet's connection get to: canaries are walked through the app, and then
// searched for in everything that a browser keeps, sends, shows or saves.

import { startWallet } from "../npm/test/relay.mjs";
import { breakable, order, saved, skipTo, visit } from "./app.js";
import { CHROMIUM_ONLY, expect, hosted, SERVER_ONLY, test as base } from "./fixtures.js";

const KEY = "canary-key-8d1f27aa";
const RELAY = "https://relay.example.org/canary-relay-90c3";
const PHONE = "4915155512345";
const MESSAGE = "canary message 51be";

/** Collects what leaves the app: what its pages write to the console, and their requests. */
function listen(context) {
  const heard = { console: "", addresses: "", bodies: "", headers: "" };
  context.on("console", (message) => (heard.console += `${message.text()} ${message.location().url}\n`));
  context.on("weberror", (event) => (heard.console += event.error().stack));
  context.on("request", (request) => {
    heard.addresses += `${request.url()}\n`;
    heard.bodies += `${request.url()} ${request.postData() ?? ""}\n`;
    heard.headers += `${request.url()} ${JSON.stringify(request.headers())}\n`;
  });
  return heard;
}

/** Returns everything that the page and its browser hold, by where they hold it. */
async function look(page) {
  const held = await page.evaluate(async () => {
    const settled = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const databases = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) databases.push(await settled(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    const kept = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) kept.push(request.url, /\.(wasm|svg)$/.test(request.url) ? "" : await (await cache.match(request)).text());
    }
    return {
      databases: JSON.stringify(databases),
      device: JSON.stringify({ ...localStorage }),
      tab: JSON.stringify({ ...sessionStorage }),
      caches: kept.join("\n"),
      page: document.documentElement.outerHTML,
      title: document.title,
      address: [location.href, document.referrer, name, document.cookie, JSON.stringify(history.state), ...performance.getEntries().map((entry) => entry.name)].join("\n"),
    };
  });
  const cookies = await page.context().cookies();
  return { ...held, cookies: JSON.stringify(cookies) };
}

/** Returns the places in which a text is found. */
const places = (held, text) =>
  Object.keys(held)
    .filter((place) => [text, encodeURIComponent(text), text.replaceAll("+", "")].some((form) => held[place].includes(form)))
    .sort();

/** Saves the orders in both forms. */
async function exported(page) {
  await visit(page, "Settings");
  const { text: backup } = await saved(page, "export-json");
  const { text: table } = await saved(page, "export-csv");
  return { exports: backup + table };
}

base.describe("in a sandbox", () => {
  base("keys, numbers, codes and messages are only where they belong, and nowhere after everything is deleted", async ({ page, context, sandbox, complaints }) => {
    complaints.expect(/RuntimeError/);
    const heard = listen(context);
    const crash = await breakable(page);
    await page.goto("/settings");
    await page.getByTestId("key-sms4sats").fill(KEY);
    await page.getByTestId("key-lava").fill(RELAY);
    await visit(page, "Get a code");
    await order(page, "DE", "wa");
    const invoice = await page.getByTestId("invoice").innerText();
    await page.getByTestId("pay").click();
    await skipTo(page.getByText("reserved, not spent"));
    await sandbox.giveNumber();
    await skipTo(page.getByTestId("number"));
    const number = (await page.getByTestId("number").innerText()).slice(1);
    await sandbox.giveCode();
    await skipTo(page.getByTestId("code"));
    const code = await page.getByTestId("code").innerText();
    await visit(page, "Send");
    await page.getByTestId("phone").fill(`+${PHONE}`);
    await page.getByTestId("message").fill(MESSAGE);

    const held = { ...heard, ...(await exported(page)), ...(await look(page)) };
    // The page of the settings shows its own fields as properties, not in its markup.
    expect(places(held, KEY)).toEqual(["tab"]);
    expect(places(held, RELAY)).toEqual(["tab"]);
    expect(places(held, MESSAGE)).toEqual(["tab"]);
    expect(places(held, PHONE)).toEqual(["tab"]);
    for (const text of [number, code, invoice]) {
      expect(held.databases, "where orders are").toContain(text);
      expect(held.exports).toContain(text);
      for (const place of ["console", "addresses", "headers", "device", "tab", "caches", "title", "address", "cookies"]) expect(held[place], place).not.toContain(text);
    }
    await crash();
    await page.getByTestId("failed").getByRole("button").click();
    await expect(page.getByTestId("failed")).toBeHidden();
    expect(heard.console).toContain("RuntimeError");
    for (const text of [KEY, RELAY, MESSAGE, PHONE, number, code, invoice]) expect(heard.console, "what a crash says").not.toContain(text);

    // The reader wants to keep keys.
    await page.getByTestId("keep-keys").check();
    expect(places(await look(page), KEY)).toEqual(["device"]);
    await page.getByTestId("keep-keys").uncheck();
    expect(places(await look(page), KEY)).toEqual(["tab"]);

    await page.getByTestId("wipe").click();
    await page.getByTestId("yes").click();
    await expect(page.getByText("Everything has been deleted.")).toBeVisible();
    const left = await look(page);
    for (const text of [KEY, RELAY, MESSAGE, PHONE]) expect(places(left, text)).toEqual([]);
    // The demo's own services keep what they sold.
    if (!process.env.SATLINE_DEMO) for (const text of [number, code, invoice]) expect(places(left, text)).toEqual([]);
  });

  base("a wallet's connection is in no cache, no address, no request and no file, also after a payment that failed", { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] }, async ({ page, context, sandbox }) => {
    const wallet = await startWallet(sandbox);
    const secret = new URLSearchParams(wallet.url.split("?")[1]).get("secret");
    const heard = listen(context);
    await page.goto("/settings");
    await page.getByTestId("connect").click();
    const form = page.frameLocator("[data-testid=wallet-form] iframe");
    await form.getByLabel("Connection").fill(wallet.url);
    await form.getByRole("button", { name: "Connect" }).click();
    await expect(page.getByTestId("own-wallet-says")).toHaveText(/^Connected/);
    await visit(page, "Get a code");
    await order(page, "DE", "wa");
    await wallet.behave("QUOTA_EXCEEDED");
    await page.getByTestId("pay-own").click();
    await expect(page.getByTestId("own-wallet-says")).toHaveText(/Nothing was sent/);
    const held = { ...heard, ...(await look(page)), ...(await exported(page)) };
    expect(places(held, secret)).toEqual([]);
    wallet.stop();
  });
});

/** What a service may answer to a request with a key. */
const ANSWERS = [
  { name: "that the key is wrong", status: 401, body: '{"status":"ERROR","reason":"X-API-Key is not valid."}' },
  { name: "with an error of its own", status: 500, body: "<html><h1>Internal Server Error</h1></html>" },
  { name: "with garbage", status: 200, body: '{"balance":' },
  { name: "with another type", status: 200, body: '{"status":"OK","balance":[1]}' },
  { name: "with nothing", abort: true },
];

hosted.describe("on a host of files", () => {
  for (const { name, abort, ...answer } of ANSWERS) {
    hosted(`a key goes to its service in a header alone, also if the service answers ${name}`, SERVER_ONLY, async ({ page, context, complaints }) => {
      complaints.expect(/status of|ERR_FAILED/, 0);
      const heard = listen(context);
      const headers = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
      await context.route("https://api2.sms4sats.com/**", (route) => {
        if (route.request().method() === "OPTIONS") return route.fulfill({ status: 204, headers });
        if (abort && "x-api-key" in route.request().headers()) return route.abort();
        return route.fulfill({ ...answer, headers });
      });
      await page.goto("top-up/");
      await page.getByTestId("account-sms4sats").check();
      await page.getByTestId("login").fill(KEY);
      await page.getByTestId("login").press("Enter");
      await expect(page.getByTestId("failure").or(page.getByText("balance unknown")).first()).toBeVisible();
      const held = { ...heard, ...(await look(page)) };
      expect(places(held, KEY)).toEqual(["headers"]);
      const lines = held.headers.split("\n").filter((line) => line.includes(KEY));
      for (const line of lines) expect(line).toMatch(/^https:\/\/api2\.sms4sats\.com\//);
    });
  }
});
