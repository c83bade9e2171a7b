// The cost of an open page: time per keystroke, memory per page change.

import { keepMemory, makeServices, order } from "./app.js";
import { CHROMIUM_ONLY, expect, test } from "./fixtures.js";

// Only the page is measured: without a mocked clock and without a trace.
test.use({ movesTime: false, trace: "off" });

const PAGES = ["Send", "Top up", "Orders", "Settings", "Get a code"];

/** Clicks from page to page inside the browser, and waits for each page. */
const walk = (page, changes) =>
  page.evaluate(
    async ({ changes, PAGES }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const title = () => document.querySelector("h1")?.textContent;
      for (let change = 0; change < changes; change++) {
        const name = PAGES[change % PAGES.length];
        const before = title();
        const links = [...document.querySelectorAll("nav a")];
        links.find((link) => link.textContent.trim() === name).click();
        while (!title() || title() === before) await frame();
      }
    },
    { changes, PAGES },
  );

/** Returns the page's memory after garbage collection. */
async function held(page, devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const wasm = await page.evaluate(() => globalThis.wasmMemory.buffer.byteLength);
  return { nodes: named.Nodes, listeners: named.JSEventListeners, script: named.JSHeapUsedSize, wasm };
}

test("five hundred page changes use no more memory than a hundred", CHROMIUM_ONLY, async ({ page, context }) => {
  await page.addInitScript(keepMemory);
  await page.goto("/");
  await order(page, "DE", "wa");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  await walk(page, 100);
  const before = await held(page, devtools);
  await walk(page, 500);
  const after = await held(page, devtools);
  expect(after.wasm, "bytes of the wasm's memory").toBe(before.wasm);
  expect(after.listeners, "listeners").toBe(before.listeners);
  expect(after.nodes, "nodes").toBeLessThan(before.nodes * 1.05);
  expect(after.script, "bytes of script").toBeLessThan(before.script * 1.1);
});

/** Returns the CPU time of the page's thread in milliseconds, which a busy machine does not change. */
async function threadTime(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  const counted = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
  return metrics.filter(({ name }) => counted.includes(name)).reduce((sum, { value }) => sum + value * 1_000, 0);
}

/** Returns the time to show a list of that many services, and the sorted times of the keystrokes in its search. */
async function measureList(page, context, count) {
  await page.route(/getnumbersstatus/i, (route) => route.fulfill({ json: makeServices(count) }));
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto("/");
  await expect(page.getByText(`${count.toLocaleString("en")} services`)).toBeVisible();
  const first = await threadTime(devtools);
  const keys = [];
  for (const typed of ["s", "se", "serv", "9", "99", "9", "a", "service 1", "b", "", "7", "77", ""]) {
    const before = await threadTime(devtools);
    await page.evaluate((typed) => {
      const field = document.querySelector("#search");
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }, typed);
    keys.push((await threadTime(devtools)) - before);
  }
  keys.sort((one, other) => one - other);
  console.log(`${count} services: listed in ${first.toFixed(0)} ms; keys: ${keys.map((time) => time.toFixed(1)).join(" ")} ms`);
  return { first, keys };
}

test("a keystroke in the search of a thousand services is fast", CHROMIUM_ONLY, async ({ page, context }) => {
  const { keys } = await measureList(page, context, 1_000);
  // Twice the time on a busy processor.
  expect(keys[6]).toBeLessThan(12);
});

test("twenty thousand services are listed soon, and a keystroke is fast", CHROMIUM_ONLY, async ({ page, context }) => {
  const { first, keys } = await measureList(page, context, 20_000);
  // A release takes a tenth of that.
  expect(first, "until the first rows").toBeLessThan(1_000);
  expect(keys.at(-1), "the slowest key").toBeLessThan(50);
});
