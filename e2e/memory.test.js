// Going from page to page leaves nothing behind.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CHROMIUM_ALONE, order, sandbox, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

const PAGES = ["Send", "Top up", "Orders", "Settings", "Get a code"];

/** Clicks from page to page inside the browser, each time until the page stands. */
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

/** Keeps the wasm's memory within reach. */
const keepMemory = () => {
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await instantiate(...args);
      globalThis.wasmMemory ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }
};

/** What the page holds after the garbage is gone. */
async function held(page, devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const wasm = await page.evaluate(() => globalThis.wasmMemory.buffer.byteLength);
  return { nodes: named.Nodes, listeners: named.JSEventListeners, script: named.JSHeapUsedSize, wasm };
}

test("five hundred page changes leave no more behind than a hundred", CHROMIUM_ALONE, async () => {
  const { page, context, close } = await browser.open("/");
  await context.addInitScript(keepMemory);
  await page.reload();
  await order(page, "DE", "wa");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  await walk(page, 100);
  const before = await held(page, devtools);
  await walk(page, 500);
  const after = await held(page, devtools);
  assert.equal(after.wasm, before.wasm, "bytes of the wasm's memory");
  assert.equal(after.listeners, before.listeners, "listeners");
  assert.ok(after.nodes < before.nodes * 1.05, `${before.nodes} nodes before, ${after.nodes} after`);
  assert.ok(after.script < before.script * 1.1, `${before.script} bytes of script before, ${after.script} after`);
  await close();
});
