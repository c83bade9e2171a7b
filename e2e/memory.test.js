// Going from page to page leaves nothing behind.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { order, sandbox, useBrowser } from "./browser.js";

const browser = useBrowser();

beforeEach(() => sandbox("reset"));

const PAGES = ["Send", "Top up", "Orders", "Settings", "Get a code"];

/** Clicks from page to page inside the browser, each time until the page stands. */
const walk = (page, changes) =>
  page.evaluate(
    async ({ changes, PAGES }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const title = () => document.querySelector("h1").textContent;
      for (let change = 0; change < changes; change++) {
        const name = PAGES[change % PAGES.length];
        const before = title();
        const links = [...document.querySelectorAll("nav a")];
        links.find((link) => link.textContent.trim() === name).click();
        while (title() === before) await frame();
      }
    },
    { changes, PAGES },
  );

/** What the page holds after the garbage is gone. */
async function held(devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const { result } = await devtools.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await devtools.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  const sizes = await devtools.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function() { return this.map(({ buffer }) => buffer.byteLength) }",
    returnByValue: true,
  });
  const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const wasm = sizes.result.value.reduce((sum, size) => sum + size, 0);
  return { nodes: named.Nodes, listeners: named.JSEventListeners, script: named.JSHeapUsedSize, wasm };
}

test("five hundred page changes leave no more behind than a hundred", async () => {
  const { page, context, close } = await browser.open("/");
  await order(page, "DE", "wa");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  await walk(page, 100);
  const before = await held(devtools);
  await walk(page, 500);
  const after = await held(devtools);
  assert.equal(after.wasm, before.wasm, "bytes of the wasm's memory");
  assert.equal(after.listeners, before.listeners, "listeners");
  assert.ok(after.nodes < before.nodes * 1.05, `${before.nodes} nodes before, ${after.nodes} after`);
  assert.ok(after.script < before.script * 1.1, `${before.script} bytes of script before, ${after.script} after`);
  await close();
});
