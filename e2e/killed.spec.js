// A browser that is killed (SIGKILL, its whole process group) at random moments, again and again: while orders
// are made, paid and followed, and while the journal writes. `KILLS=200 npx playwright test killed` kills so
// often, `SEED=17` repeats the moments of a run. What a killed process has written is still in the operating
// system's cache, so this says nothing of a power cut.

import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { orderId } from "./app.js";
import { recordTexts } from "./books.js";
import { SHELL } from "./chromium.js";
import { CHROMIUM_ONLY, expect, SERVER_ONLY, test as base } from "./fixtures.js";
import { Profile } from "./killable.js";
import { drawFrom, SEED } from "./random.js";

const test = base.extend({
  profile: async ({}, use) => {
    const profile = await Profile.create({}, SHELL);
    await use(profile);
    await profile.remove();
  },
});

// Of a browser that is killed neither can be finished.
test.use({ trace: "off", screenshot: "off" });

const TAGS = { tag: [CHROMIUM_ONLY.tag, SERVER_ONLY.tag] };
const KILLS = Number(process.env.KILLS ?? 5);
const CREATE = "/sms4sats/createorder";

/** The moments after which the browser is killed, and how many milliseconds later at most. */
const MOMENTS = [
  ["page opened", 1_500],
  ["order pressed", 300],
  ["order sent", 40],
  ["order answered", 60],
  ["pay pressed", 150],
  ["pay sent", 40],
  ["pay answered", 60],
  ["status answered", 60],
  ["number seen", 500],
];

/** A reader who orders codes one after the other, in a browser that is killed. */
class Reader {
  /** How often `Order` was pressed. */
  ordered = 0;
  /** The ids of orders whose invoice was seen. */
  seen = new Set();
  /** The codes that were seen, by the order's id. */
  codes = new Map();
  /** The orders whose number and code the sandbox was made to give. */
  #given = new Set();
  #sandbox;
  /** Is called with each moment. */
  #notice;

  constructor(sandbox, notice) {
    this.#sandbox = sandbox;
    this.#notice = notice;
  }

  /** Opens the app as after a crash, continues the order that is there or makes one, and follows it to its code. */
  async live(page) {
    this.#watch(page);
    this.#notice("page opened");
    await page.goto(`${this.#sandbox.address}/orders`);
    await this.#findAll(page);
    const open = (await ids(page)).filter((id) => !this.codes.has(id));
    expect(open.length, "orders without a code").toBeLessThanOrEqual(1);
    if (open.length === 1) await page.getByTestId("row").and(page.locator(`[href$="${open[0]}"]`)).click();
    else await this.#order(page);
    await this.#follow(page);
  }

  /** Asserts that the app lists every order whose invoice was seen. */
  async #findAll(page) {
    await page.getByTestId("row").or(page.getByTestId("empty")).first().waitFor();
    for (const id of this.seen) expect(await ids(page), "the orders in the app").toContain(id);
  }

  async #order(page) {
    // Germany's number at the service.
    await page.goto(`${this.#sandbox.address}/?country=43&service=wa`);
    await page.getByTestId("order").waitFor();
    this.ordered += 1;
    this.#notice("order pressed");
    await page.getByTestId("order").click();
    await page.waitForURL(/#[0-9a-f]{64}$/);
  }

  async #follow(page) {
    const shown = (id) => page.getByTestId(id).isVisible();
    const id = orderId(page);
    while (!(await shown("code"))) {
      if (await shown("invoice")) {
        this.seen.add(id);
        this.#notice("pay pressed");
        await page.getByTestId("pay").click({ timeout: 1_000 }).catch(() => {});
      } else if (await shown("not-paid")) {
        // The reader looks into the wallet.
        const { state } = await this.#sandbox.look(`invoices/${id}`);
        if (state === "open") await page.getByTestId("not-paid").click({ timeout: 1_000 }).catch(() => {});
      } else if (await shown("number")) {
        this.#notice("number seen");
        await this.#give(id, "code");
      } else if (await page.getByText("reserved, not spent").isVisible()) {
        await this.#give(id, "number");
      }
      await page.clock.fastForward(2_500);
      await page.getByTestId("code").waitFor({ timeout: 100 }).catch(() => {});
    }
    this.codes.set(id, await page.getByTestId("code").innerText());
  }

  async #give(id, what) {
    if (this.#given.has(id + what)) return;
    this.#given.add(id + what);
    await (what === "code" ? this.#sandbox.giveCode() : this.#sandbox.giveNumber());
  }

  #watch(page) {
    const names = { createorder: "order", pay: "pay", orderstatus: "status" };
    const named = (request) => names[new URL(request.url()).pathname.split("/").at(-1)];
    page.on("request", (request) => this.#notice(`${named(request)} sent`));
    page.on("response", (response) => this.#notice(`${named(response.request())} answered`));
  }
}

/** Returns the ids of the listed orders. */
const ids = (page) => page.getByTestId("row").evaluateAll((rows) => rows.map((row) => row.href.split("#")[1]));

/** Compares what the reader saw with the sandbox's books. */
async function compareWithBooks(reader, listed, sandbox) {
  expect(await sandbox.sent(CREATE), "one request for each press of the button").toBeLessThanOrEqual(reader.ordered);
  let paid = 0;
  for (const id of listed) {
    const { state, amountSats } = await sandbox.look(`invoices/${id}`);
    if (state === "held" || state === "settled") paid += amountSats;
  }
  const { wallet } = await sandbox.look("");
  expect(10_000_000 - wallet.availableSats, "what the wallet has paid, for orders that the app lists").toBe(paid);
  for (const [id, code] of reader.codes) {
    const status = await (await fetch(`${sandbox.address}/sms4sats/orderstatus?orderId=${id}`)).json();
    expect(String(status.code)).toBe(code);
  }
}

test("a browser that is killed at random moments between order and code forgets no order, and orders and pays once", TAGS, async ({ profile, sandbox }) => {
  test.setTimeout(120_000 + KILLS * 15_000);
  const random = drawFrom(SEED);
  const killed = {};
  let plan, kill;
  const draw = () => {
    const [moment, most] = MOMENTS[Math.floor(random() * MOMENTS.length)];
    return { moment, after: Math.round(random() * most) };
  };
  const reader = new Reader(sandbox, (moment) => {
    if (plan?.moment !== moment) return;
    const { after } = plan;
    plan = undefined;
    setTimeout(() => kill(), after);
  });
  for (let count = 1; count <= KILLS; count += 1) {
    plan = draw();
    const planned = `kill ${count} of seed ${SEED}, ${plan.after} ms after "${plan.moment}"`;
    await test.step(planned, async () => {
      const killing = new Promise((resolve) => (kill = () => resolve(profile.kill())));
      const page = await profile.start();
      page.setDefaultTimeout(30_000);
      let isKilled = false;
      killing.then(() => (isKilled = true));
      // Until it is killed, one order after the other.
      const living = (async () => {
        while (!isKilled) await reader.live(page);
      })().catch((error) => {
        // What fails because the browser is gone is no failure.
        if (plan) throw error;
        return killing.then(() => {
          if (!/closed|crashed|disconnected|ERR_ABORTED/.test(error.message)) throw error;
        });
      });
      await Promise.race([killing, living]);
      await killing;
      await living;
      killed[planned.split('"')[1]] = (killed[planned.split('"')[1]] ?? 0) + 1;
    });
  }
  const page = await profile.start();
  await reader.live(page);
  await page.goto(`${sandbox.address}/orders`);
  await expect(page.getByTestId("row")).toHaveCount(new Set([...reader.seen, ...reader.codes.keys()]).size);
  const listed = await ids(page);
  await compareWithBooks(reader, listed, sandbox);
  console.log(`seed ${SEED}: ${KILLS} kills, ${reader.ordered} times ordered, ${await sandbox.sent(CREATE)} sent, ${reader.codes.size} codes`, killed);
});

/** How many orders the steps of the writer begin with, in turn: no two imports in a row are of the same number. */
const SIZES = [1, 2, 4];

/** Writes as fast as it can, in the page of the settings. Each step imports orders that were refunded, and for those
 *  of the step before the code that came late; it is reported when the app says that they are imported. */
async function writeAll({ order, from, sizes }) {
  const input = document.querySelector("[data-testid=import]");
  const says = document.querySelector("[data-testid=data-says]");
  const make = (step, codes) =>
    Array.from({ length: sizes[step % sizes.length] }, (_, place) => ({ ...order, order: { ...order.order, id: `${step}-${place}`, codes } }));
  for (let step = from; ; step += 1) {
    const orders = [...make(step, []), ...(step > from ? make(step - 1, [{ text: `code of ${step - 1}` }]) : [])];
    const done = new Promise((resolve) => {
      const look = () => says.textContent.startsWith(`${orders.length} order`) && resolve();
      new MutationObserver(look).observe(says, { childList: true, characterData: true, subtree: true });
    });
    const chosen = new DataTransfer();
    chosen.items.add(new File([JSON.stringify({ satlineOrders: orders, sandbox: true })], "orders.json"));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await done;
    globalThis.written(step);
  }
}

/** Asserts that what was reported is stored, and that of each import all records are stored or none. */
function judge(texts, reported, first) {
  const stored = new Map();
  for (const text of texts) {
    const { order } = JSON.parse(text);
    const step = order.id.split("-")[0];
    const found = stored.get(step) ?? { orders: 0, codes: 0 };
    expect(order.state).toBe("refunded");
    for (const { text } of order.codes) expect(text).toBe(`code of ${step}`);
    stored.set(step, { orders: found.orders + 1, codes: found.codes + order.codes.length });
  }
  for (const [step, { orders, codes }] of stored) {
    const size = SIZES[step % SIZES.length];
    expect(orders, `records of step ${step}`).toBe(size);
    expect([0, size], `codes of step ${step}: ${codes}`).toContain(codes);
  }
  for (const step of reported) {
    expect(stored.has(String(step)), `step ${step} was reported as written`).toBe(true);
    if (!first.has(step)) expect(stored.get(String(step - 1)).codes, `codes of step ${step - 1}`).toBeGreaterThan(0);
  }
}

test("of a journal that is killed while it writes, every record that was reported as written is there, whole", TAGS, async ({ profile, sandbox }) => {
  test.setTimeout(120_000 + KILLS * 10_000);
  const random = drawFrom(SEED);
  const order = JSON.parse(await readFile(new URL("../crates/app/tests/data/v1/orders/code-refunded.json", import.meta.url)));
  let reported = [];
  let first = new Set();
  let next = 0;
  let all = 0;
  for (let count = 1; count <= KILLS + 1; count += 1) {
    const page = await profile.start();
    await page.goto(`${sandbox.address}/settings`);
    await page.getByTestId("import").waitFor({ state: "attached" });
    if (count > 1) judge(await recordTexts(page), reported, first);
    if (count > KILLS) {
      // The app reads them too.
      await page.goto(`${sandbox.address}/orders`);
      await page.getByTestId("row").first().waitFor();
      await expect(page.getByTestId("row")).toHaveCount((await recordTexts(page)).length);
      await expect(page.getByTestId("damaged")).toHaveCount(0);
      break;
    }
    if (count % 50 === 0) console.log(`${count} kills`);
    if (count % 5 === 0) {
      await page.getByTestId("wipe").click();
      await page.getByTestId("yes").click();
      await expect(page.getByTestId("data-says")).toHaveText("Everything has been deleted.");
      [reported, first] = [[], new Set()];
    }
    first.add(next);
    let started;
    const isWriting = new Promise((resolve) => (started = resolve));
    await page.exposeFunction("written", (step) => {
      reported.push(step);
      all += 1;
      next = step + 100;
      started();
    });
    page.evaluate(writeAll, { order, from: next, sizes: SIZES }).catch(() => {});
    await isWriting;
    await sleep(random() * 150);
    await profile.kill();
  }
  console.log(`seed ${SEED}: ${KILLS} kills, ${all} imports reported`);
});
