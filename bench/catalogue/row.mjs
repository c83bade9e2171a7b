import { launch } from "../browser.mjs";
import { bundled } from "../bundle.mjs";
import { MOST_TURNS, at, isUnsure, likely, median } from "../measure.mjs";
import { FRAMEWORKS } from "../plugins.mjs";
import { app, host, sheet } from "../site.mjs";
import { KEYS } from "./services.mjs";

const ROWS = 1_000;
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

const SHELL = (name, css) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${name}</title>
${css}
<style>.row { height: 4.25rem; border-block-end: 1px solid var(--line); content-visibility: auto; contain-intrinsic-block-size: 4.25rem }</style></head>
<body><main class="page" id="root"></main><script type="module">import { start } from "/${name}.js"; start(document.getElementById("root"));</script></body></html>`;

const sitesOf = async () => {
  const ours = app();
  const css = sheet(ours);
  const sites = { satline: await host(ours, ISOLATED) };
  for (const [name, { file, ...build }] of Object.entries(FRAMEWORKS)) {
    const script = await bundled(`catalogue/pages/${file}`, build);
    sites[name] = await host({ "/index.html": SHELL(name, css), [`/${name}.js`]: script }, ISOLATED);
  }
  return sites;
};

/** Runs in the page before anything else: records when all rows are laid out, and wasm's memories. */
const watching = (rows) => {
  window.memories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await instantiate.apply(WebAssembly, args);
      window.memories.push((made.instance ?? made).exports.memory);
      return made;
    };
  }
  window.rendered = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (document.querySelectorAll('[data-testid^="service-"]').length < rows) return;
      observer.disconnect();
      void document.body.offsetHeight;
      resolve(performance.now());
    }).observe(document, { childList: true, subtree: true });
  });
};

/** Returns the time from the last byte of the response until the rows are laid out. */
const firstRender = async () => {
  const rendered = await window.rendered;
  const found = () => performance.getEntriesByType("resource").find(({ name }) => name.includes("getnumbersstatus"));
  while (!found()?.responseEnd) await new Promise((resolve) => setTimeout(resolve, 10));
  return rendered - found().responseEnd;
};

/** Returns the time from each key until the right rows are laid out, which may be some tasks later. */
const typing = async (keys) => {
  const search = document.querySelector('[data-testid="search"]');
  const count = document.querySelector('[data-testid="count"]');
  const { port1, port2 } = new MessageChannel();
  port1.start();
  const nextTask = () => new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const shown = () => Number(count.textContent.replace(/\D/g, ""));
  const times = [];
  for (const key of keys) {
    const last = shown();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const begun = performance.now();
    write.call(search, key.typed);
    search.dispatchEvent(new InputEvent("input", { bubbles: true }));
    for (let tasks = 0; shown() !== key.count && tasks < 10_000; tasks++) await nextTask();
    void document.body.offsetHeight;
    times.push(performance.now() - begun);
    await nextTask();
    const visible = [...document.querySelectorAll('[data-testid^="service-"]')].filter((row) => !row.closest("[hidden]")).length;
    if (visible !== key.count) throw new Error(`${key.typed}: ${visible} rows instead of ${key.count}, after ${last}`);
  }
  return times;
};

/** Returns the page's memory. The browser's own sum leaves out wasm's. */
const memory = async () => {
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  return window.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, bytes);
};

const one = async (browser, { address }) => {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(watching, ROWS);
  await page.goto(address);
  const first = await page.evaluate(firstRender);
  const keys = await page.evaluate(typing, KEYS);
  const bytes = await page.evaluate(memory);
  await context.close();
  return { first, key: median(keys), often: at(keys, 0.95), worst: Math.max(...keys), bytes };
};

const TITLES = { first: "first render, ms", key: "keystroke, ms", worst: "worst keystroke, ms", bytes: "memory, MB" };

/** Returns the ratio to ours: the median over the turns, and where it lies. */
const ratio = (theirs, ours, what) => likely(theirs.map((run, turn) => run[what] / ours[turn][what]));

const goalsOf = ({ satline: ours, vanilla, ...frameworks }) =>
  ["first", "key", "worst"].flatMap((what) => {
    const [fastest] = Object.values(frameworks).map((each) => ratio(each, ours, what)).sort((a, b) => a.is - b.is);
    return [
      { name: TITLES[what], ...ratio(vanilla, ours, what), least: 0.83, of: "vanilla's time ÷ ours" },
      { name: `${TITLES[what]}, frameworks`, ...fastest, least: 1, of: "the fastest framework's time ÷ ours" },
    ];
  });

export default {
  title: "The catalogue: a thousand services",
  about:
    "In Chromium, each time in a new profile. First render: from the last byte of the response until the rows are laid out. Keystroke: script, style and layout, forced after each key, until the right rows are there. Memory is the whole page's: scripts, wasm, " +
    "elements. Frameworks use a keyed list of memoised rows; vanilla creates the rows once and hides them; in all of them rows out of sight are " +
    "not laid out, and the style sheet is the app's. satline is the whole app, the others are only this page.",
  why: {
    "first render": "the list comes through the core, which reads and checks it as the package does, and the page around it is deeper than the peers'.",
    keystroke: "style and layout of a deeper page; the script of a key takes about half a millisecond.",
    "worst keystroke": "see the keystroke.",
  },
  measure: async ({ quick }) => {
    const sites = await sitesOf();
    const browser = await launch(["--enable-blink-features=ForceEagerMeasureMemory"]);
    const runs = {};
    const turns = quick ? 3 : 15;
    try {
      for (let turn = 0; turn < turns || (turn < MOST_TURNS * turns && goalsOf(runs).some(isUnsure)); turn++) {
        for (const [name, site] of Object.entries(sites)) (runs[name] ??= []).push(await one(browser, site));
      }
    } finally {
      await browser.close();
      for (const site of Object.values(sites)) site.close();
    }
    const rows = Object.entries(runs).map(([name, each]) => [
      name === "satline" ? "**satline**" : name,
      ...Object.keys(TITLES).flatMap((what) => [median(each.map((run) => run[what])) / (what === "bytes" ? 1e6 : 1), ratio(each, runs.satline, what).is]),
    ]);
    const head = ["", ...Object.values(TITLES).flatMap((title) => [title, "× satline"])];
    return { tables: [{ head, rows }], goals: goalsOf(runs) };
  },
};
