// A hostile service, a hostile invoice, a hostile wallet, a hostile backup. What they send is in lists, in
// `hostile/`: a row that is added there is tested. Each run takes a sample of every list; `ROWS=all` takes all rows,
// each by itself, and `SEED=17` repeats a sample.

import { readFile } from "node:fs/promises";
import { chooseCountry, makeServices, saved } from "./app.js";
import { expect, SERVER_ONLY, test as base } from "./fixtures.js";
import { BACKUPS } from "./hostile/backups.js";
import { expectUsable, Guard } from "./hostile/guard.js";
import { INVOICES } from "./hostile/invoices.js";
import { NUMBERS } from "./hostile/numbers.js";
import { TEXTS } from "./hostile/texts.js";
import { SAYS, WALLETS } from "./hostile/wallets.js";
import { drawFrom, SEED } from "./random.js";

const ALL = process.env.ROWS === "all";

const test = base.extend({
  guard: async ({ context }, use) => use(await Guard.watch(context)),
});

test.use({ trace: "off" });
test.beforeEach(() => test.setTimeout(ALL ? 30 * 60_000 : 120_000));

/** Returns so many of the rows, or all of them. */
function some(rows, count) {
  if (ALL) return rows;
  const random = drawFrom(SEED);
  const left = [...rows];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)[0]);
}

/** Returns the rows in groups that are tested together: in a sample all at once, otherwise each by itself. */
const batches = (rows) => (ALL ? rows.map((row) => [row]) : [rows]);

const short = (value) => (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 60);
const step = (row, run) => test.step(`${short(row)} (seed ${SEED})`, run);

/** How people see a text: HTML joins spaces. */
const seen = (text) => text.replaceAll(/\s+/g, " ").trim();

/** Answers requests of this path with what `answer()` returns at that time: JSON, or the text of it. */
async function answerWith(page, path, answer) {
  await page.route(path, async (route) => {
    const answered = await answer(route);
    if (answered === undefined) return route.continue();
    return route.fulfill({ contentType: "application/json", body: typeof answered === "string" ? answered : JSON.stringify(answered) });
  });
}

test("texts in the list of services are texts", SERVER_ONLY, async ({ page, guard, complaints }) => {
  // Of pictures at addresses of this site.
  complaints.expect(/404/, 0);
  let rows;
  await answerWith(page, /getnumbersstatus/i, () => rows);
  rows = makeServices(3);
  await page.goto("/");
  await page.locator(".service").first().waitFor();
  await guard.remember(page);
  for (const batch of batches(TEXTS)) {
    await step(batch[0], async () => {
      rows = batch.map((text, index) => ({ value: `s${index}`, text, count: index + 1, image: { src: text } }));
      await page.goto("/");
      await page.locator(".service").first().waitFor();
      const shown = await page.locator(".service .service-name").allTextContents();
      const sent = new Set(batch.map((text) => seen(text.toWellFormed?.() ?? text.replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"))));
      expect(shown.filter((name) => !sent.has(seen(name))).map(short)).toEqual([]);
      await guard.judge(page, "names");
      // As ids.
      rows = batch.map((value, index) => ({ value, text: `Service ${index}`, count: index + 1 }));
      await page.goto("/");
      await page.locator(".service").first().waitFor();
      await guard.judge(page, "ids");
      await expectUsable(page, "services");
    });
  }
});

test("numbers at their limits in the list of services and in prices are shown or left out", SERVER_ONLY, async ({ page, guard }) => {
  let rows, price;
  await answerWith(page, /getnumbersstatus/i, () => rows);
  await answerWith(page, /\/price/, () => price);
  for (const batch of batches(NUMBERS)) {
    await step(batch[0], async () => {
      rows = `[${batch.map((number, index) => `{"value":"s${index}","text":"Service ${index}","count":${number}}`).join()}]`;
      price = undefined;
      await page.goto("/");
      await expect(page.locator(".service")).toHaveCount(batch.length);
      await expectUsable(page, "counts");
    });
  }
  rows = makeServices(3);
  await page.goto("/");
  await chooseCountry(page, "DE");
  for (const number of some(NUMBERS, 8)) {
    await step(number, async () => {
      price = `{"receive":${number},"send":${number},"rent":${number},"s4s":${number},"computed":{"price":${number},"country":"Germany","description":"a"}}`;
      await page.locator(".service").first().click();
      await page.getByTestId("order-dialog").waitFor();
      await expect(page.getByTestId("order-dialog")).not.toContainText(/NaN|Infinity|undefined|-\d/);
      await page.keyboard.press("Escape");
      await page.getByTestId("order-dialog").waitFor({ state: "hidden" });
    });
  }
  await guard.judge(page, "prices");
});

test("texts in a service's refusal are texts", SERVER_ONLY, async ({ page, guard }) => {
  let reason;
  await answerWith(page, /createorder/, () => ({ status: "ERROR", reason }));
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").waitFor();
  await guard.remember(page);
  for (const [index, text] of some(TEXTS.filter((text) => text.trim()), 20).entries()) {
    await step(text, async () => {
      // So that it is known which answer is shown: long ones are cut.
      reason = `(${index}) ${text}`;
      await page.getByTestId("order").click();
      await expect(page.getByTestId("failure")).toBeVisible();
      await expect(page.getByTestId("failure")).toContainText(`(${index})`);
      // What a service says turns no sentence of ours around.
      await expect(page.getByTestId("failure")).not.toContainText(/[\u202a-\u202e\u2066-\u2069]/);
      await guard.judge(page, "a refusal");
    });
  }
  await page.keyboard.press("Escape");
  await expectUsable(page, "refusals");
});

test("texts in an order's status are texts, and leave the money where it is", SERVER_ONLY, async ({ page, guard }) => {
  let status;
  await answerWith(page, /orderstatus/, () => status);
  await page.goto("/");
  await chooseCountry(page, "DE");
  await page.getByTestId("service-wa").click();
  await page.getByTestId("order").click();
  await page.getByTestId("qr").waitFor();
  await guard.remember(page);
  for (const text of some(TEXTS, 12)) {
    await step(text, async () => {
      status = { status: text, paid: text, number: text, code: text, error: text, country: text, service: text, id: text, timestamp: text, smsStatus: text, codes: [text], messages: [{ text }] };
      const asked = page.waitForRequest(/orderstatus/);
      await page.clock.fastForward(35_000);
      await asked;
      await guard.judge(page, "a status");
    });
  }
  await expectUsable(page, "statuses");
});

test("only a right invoice is offered for payment", SERVER_ONLY, async ({ page, guard }) => {
  let row;
  await answerWith(page, /createorder/, async (route) => {
    const created = await (await route.fetch()).json();
    const amount = created.payreq.match(/^lnbcrt(\d+[munp]?)1/)[1];
    return { ...created, payreq: row.payreq({ id: created.orderId, amount }) };
  });
  await page.goto("/");
  for (row of some(INVOICES, 10)) {
    await step(row.name, async () => {
      await chooseCountry(page, "DE");
      await page.getByTestId("service-wa").click();
      await page.getByTestId("order").click();
      const payable = page.getByTestId("qr").or(page.getByTestId("invoice")).first();
      const refused = page.getByTestId("rejected").or(page.getByTestId("failure")).first();
      await payable.or(refused).first().waitFor();
      const isOffered = (await payable.isVisible()) || (await page.getByTestId("pay").isVisible()) || (await page.getByTestId("open").isVisible());
      expect(isOffered, `${row.name}: offered for payment`).toBe(Boolean(row.payable));
      await guard.judge(page, row.name);
      await page.goto("/");
    });
  }
  // The last one may have left the order's dialog open.
  await page.goto("/orders");
  await expectUsable(page, "invoices");
});

test("a wallet that misbehaves is asked once, and its word moves no money", SERVER_ONLY, async ({ context, guard, sandbox }) => {
  for (const { name, wallet } of some(WALLETS, 4)) {
    await step(name, async () => {
      const page = await context.newPage();
      await page.addInitScript(`{
        const wallet = ${wallet};
        Object.defineProperty(globalThis, "webln", { get: () => wallet, set() {}, configurable: false });
      }`);
      await page.goto("/");
      await chooseCountry(page, "DE");
      await page.getByTestId("service-wa").click();
      await page.getByTestId("order").click();
      await page.getByTestId("invoice").waitFor();
      const id = new URL(page.url()).hash.slice(1);
      // One that cannot pay is not offered.
      const pay = page.getByTestId("pay");
      if (await pay.waitFor({ timeout: 500 }).then(() => true, () => false)) {
        await pay.click();
        const settled = page.getByTestId("maybe-paid").or(page.getByTestId("wallet-says"));
        await expect(settled.first()).toBeVisible();
        await page.clock.fastForward(20_000);
        await expect(page.getByText("reserved, not spent")).toHaveCount(0);
      }
      expect((await sandbox.look(`invoices/${id}`)).state).toBe("open");
      await guard.judge(page, name);
      await expectUsable(page, name);
      await page.close();
    });
  }
});

test("what the reader's own wallet says of itself is text, and numbers are numbers", SERVER_ONLY, async ({ page, guard }) => {
  await page.route("**/wallet.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: "<script>addEventListener('message', ({ ports: [port] }) => { globalThis.port = port; port.postMessage(JSON.stringify({ is: 'ready' })); })</script>",
    }),
  );
  await page.goto("/settings");
  await page.getByTestId("connect").click();
  const frame = await (await page.locator("iframe").elementHandle()).contentFrame();
  await frame.waitForFunction(() => globalThis.port);
  const say = (message) => frame.evaluate((text) => globalThis.port.postMessage(text), message);
  await say(JSON.stringify({ is: "connected", alias: "first" }));
  await expect(page.getByTestId("own-wallet-says")).toContainText("first");
  await guard.remember(page);
  for (const [index, message] of SAYS.entries()) {
    await step(message, async () => {
      const sent = message?.is === "connected" && typeof message.alias === "string" ? { ...message, alias: `${message.alias} (${index})` } : message;
      await say(typeof sent === "string" ? sent : JSON.stringify(sent));
      if (sent === message) return;
      await expect(page.getByTestId("own-wallet-says")).toContainText(`(${index})`);
      await expect(page.getByTestId("own-wallet-says")).not.toContainText(/-\d+ sat/);
      await guard.judge(page, "a wallet's words");
    });
  }
  await expectUsable(page, "a wallet");
});

const ORDER = JSON.parse(await readFile(new URL("../crates/app/tests/data/v1/orders/code-refunded.json", import.meta.url)));

/** Imports this text as a backup, and returns what the page says. */
async function importBackup(page, text) {
  await page.evaluate(async (text) => {
    const input = document.querySelector("[data-testid=import]");
    const chosen = new DataTransfer();
    chosen.items.add(new File([text], "orders.json"));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    // It is emptied at the end.
    while (input.value) await new Promise((resolve) => setTimeout(resolve, 10));
  }, text);
  return page.getByTestId("data-says").innerText();
}

const wipe = async (page) => {
  await page.getByTestId("wipe").click();
  await page.getByTestId("yes").click();
  await expect(page.getByTestId("data-says")).toHaveText("Everything has been deleted.");
};

test("a backup brings in nothing that runs, leads away or is to be paid, and the page can be used after it", SERVER_ONLY, async ({ page, guard, complaints }) => {
  // The service does not know these orders.
  complaints.expect(/status of [45]\d\d/, 0);
  await page.goto("/settings");
  await page.getByTestId("import").waitFor({ state: "attached" });
  await guard.remember(page);
  for (const [index, row] of some(BACKUPS, 40).entries()) {
    await step(row.name, async () => {
      // Each has an order of its own.
      const id = `${ORDER.order.id.slice(0, -5)}${String(index).padStart(5, "0")}`;
      const says = await importBackup(page, row.file({ ...ORDER, order: { ...ORDER.order, id } }));
      const imported = says.match(/^(\d+) orders? (?:was|were) imported/)?.[1];
      if (!row.isEither) expect(imported, `${row.name}: ${says}`).toBe(row.imported === undefined ? undefined : String(row.imported));
      await guard.judge(page, row.name);
      if (!ALL) return;
      await lookAtOrders(page, guard, row.name);
      await page.goto("/settings");
      await wipe(page);
    });
  }
  if (!ALL) await lookAtOrders(page, guard, "all backups");
});

test("an order from after the last date is shown, and saved with the others", SERVER_ONLY, async ({ page }) => {
  await page.goto("/settings");
  await page.getByTestId("import").waitFor({ state: "attached" });
  for (const [index, createdAt] of [8_640_000_000_000_001, "HERE"].entries()) {
    const record = { ...ORDER, order: { ...ORDER.order, id: `a${index}`, createdAt } };
    const backup = JSON.stringify({ satlineOrders: [record], sandbox: true });
    expect(await importBackup(page, backup.replace('"HERE"', "18446744073709551615"))).toBe("1 order was imported.");
  }
  const { text } = await saved(page, "export-csv");
  expect(text.match(/"'\+275760-09-13T00:00:00.000Z"/g)).toHaveLength(2);
  await page.goto("/orders");
  await expect(page.getByTestId("row")).toHaveCount(2);
  await expectUsable(page, "orders");
});

/** Opens the list of orders and each order, and saves them as a backup and as a table. */
async function lookAtOrders(page, guard, name) {
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  for (const id of ["export-json", "export-csv"]) {
    const saving = page.waitForEvent("download");
    await page.getByTestId(id).click();
    await saving;
  }
  await page.goto("/orders");
  await page.getByTestId("row").or(page.getByTestId("empty")).first().waitFor();
  await guard.judge(page, name);
  const addresses = await page.getByTestId("row").evaluateAll((rows) => rows.map((row) => row.href));
  for (const address of addresses) {
    await page.goto(address);
    await page.getByTestId("state").waitFor();
    for (const way of ["qr", "pay", "invoice", "address-qr", "confirm"]) await expect(page.getByTestId(way), `${name}: ${way}`).toHaveCount(0);
    await guard.judge(page, name);
  }
  await expectUsable(page, name);
}

test("with a hundred thousand services the page can be used", SERVER_ONLY, async ({ page }) => {
  await answerWith(page, /getnumbersstatus/i, () => makeServices(100_000).map(({ value, text }) => ({ value, text: text.slice(8, 13) })));
  await page.goto("/");
  await page.locator(".service").first().waitFor();
  await page.getByTestId("search").fill("09999");
  await expect(page.locator(".service:visible")).toHaveCount(1);
  await expectUsable(page, "services");
});

test("of a backup of a hundred thousand orders nothing is imported, and of one of hundreds all, and the page can be used", SERVER_ONLY, async ({ page }) => {
  await page.goto("/settings");
  await page.getByTestId("import").waitFor({ state: "attached" });
  const many = `{"satlineOrders":[${"{},".repeat(99_999)}{}],"sandbox":true}`;
  expect(await importBackup(page, many)).toMatch(/more orders than this page can show, so nothing was imported/);
  await expectUsable(page, "a refused backup");
  const orders = Array.from({ length: 300 }, (_, index) => ({ ...ORDER, order: { ...ORDER.order, id: `a${index}` } }));
  expect(await importBackup(page, JSON.stringify({ satlineOrders: orders, sandbox: true }))).toBe("300 orders were imported.");
  await page.getByRole("navigation").getByRole("link", { name: "Orders" }).click();
  await expect(page.getByTestId("row")).toHaveCount(300);
  await expectUsable(page, "hundreds of orders");
});
