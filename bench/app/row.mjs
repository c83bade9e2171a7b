import { launch } from "../browser.mjs";
import { bundled } from "../bundle.mjs";
import { MOST_TURNS, isUnsure, likely, median } from "../measure.mjs";
import { app, host, sheet } from "../site.mjs";
import { CATEGORIES, judged } from "./lighthouse.mjs";

/** An older phone on a slow network, with Lighthouse's numbers. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1_638_400 / 8) * 0.9, uploadThroughput: (768_000 / 8) * 0.9 };
const SLOWER_CPU = 4;

const SHELL = (css, icon) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>satline</title>
<meta name="description" content="Activation codes, phone numbers and messages, paid with Bitcoin over Lightning.">
<link rel="icon" type="image/svg+xml" href="${icon}">${css}<script type="module" src="/page.js"></script></head><body><div id="root"></div></body></html>`;

const sitesOf = async () => {
  const ours = app();
  const icon = Object.keys(ours).find((path) => path.endsWith(".svg") && path.lastIndexOf("/") === 0);
  const css = sheet(ours);
  const sites = { satline: await host(ours) };
  for (const name of ["preact", "react"]) {
    const script = await bundled(`app/${name}.jsx`, { more: { jsx: "automatic", jsxImportSource: name } });
    sites[name] = await host({ "/index.html": SHELL(css, icon), "/page.js": script, [icon]: ours[icon], "/_headers": ours["/_headers"] });
  }
  return sites;
};

/** Runs in the page before anything else: records the browser's performance entries. */
const watching = () => {
  window.seen = { paint: 0, shift: 0, longTasks: 0 };
  const on = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  on("paint", ({ name, startTime }) => name === "first-contentful-paint" && (window.seen.paint = startTime));
  on("layout-shift", ({ value }) => (window.seen.shift += value));
  on("longtask", ({ duration }) => (window.seen.longTasks += duration - 50));
  window.usable = new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('[data-testid="country"]:enabled')) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
};

const loaded = async (browser, { address }) => {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  let bytes = 0;
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", NETWORK);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_CPU });
  await page.addInitScript(watching);
  await page.goto(address);
  const usable = await page.evaluate(() => window.usable);
  await page.waitForLoadState("networkidle");
  const seen = await page.evaluate(() => window.seen);
  await context.close();
  return { bytes, usable, ...seen };
};

const TITLES = { bytes: "bytes", paint: "first paint, ms", usable: "usable, ms", shift: "layout shift", longTasks: "long tasks, ms" };

/** Returns the faster peer's first paint, divided by ours of the same turn. */
const firstPaint = ({ satline: ours, ...peers }) => {
  const ratios = Object.values(peers).map((each) => likely(each.map(({ paint }, turn) => paint / ours[turn].paint)));
  return ratios.sort((a, b) => a.is - b.is)[0];
};

export default {
  title: "The app: its first page",
  about:
    "In Chromium as a phone of some years ago on a slow network: 150 ms, 1.6 Mbit/s, a processor 4 times as slow. Served compressed with brotli, with the " +
    "app's own headers and style sheet. Usable: a country can be chosen. Of long tasks, only the time over 50 ms counts. satline is the whole app; the others are only its first " +
    "page and list, rendered by a framework into an empty page.",
  why: {
    "Lighthouse, performance": "wasm is compiled when it is first called, which a slow processor feels in the tasks that mount the page.",
  },
  measure: async ({ quick }) => {
    const sites = await sitesOf();
    const runs = {};
    const scores = {};
    const turns = quick ? 3 : 11;
    const browser = await launch();
    try {
      for (let turn = 0; turn < turns || (turn < MOST_TURNS * turns && isUnsure(firstPaint(runs))); turn++) {
        for (const [name, site] of Object.entries(sites)) (runs[name] ??= []).push(await loaded(browser, site));
      }
      for (const name of quick ? ["satline"] : Object.keys(sites)) scores[name] = await judged(sites[name].address, quick ? 2 : 3);
    } finally {
      await browser.close();
      for (const site of Object.values(sites)) site.close();
    }
    const middle = (name, what) => median(runs[name].map((run) => run[what]));
    const called = (name) => (name === "satline" ? "**satline**" : name);
    const rows = Object.keys(runs).map((name) => [called(name), ...Object.keys(TITLES).map((what) => middle(name, what))]);
    const judgedRows = Object.keys(scores).map((name) => [called(name), ...CATEGORIES.map((category) => scores[name].scores[category])]);
    const missing = scores.satline.missing.length ? `What satline lacks for 100: ${scores.satline.missing.join("; ")}.` : undefined;
    return {
      tables: [
        { head: ["", ...Object.values(TITLES)], rows },
        { head: ["Lighthouse", ...CATEGORIES], rows: judgedRows, note: missing },
      ],
      goals: [
        { name: "first paint", ...firstPaint(runs), least: 1, of: "the faster peer's ÷ ours" },
        ...CATEGORIES.map((category) => ({ name: `Lighthouse, ${category}`, is: scores.satline.scores[category] / 100, high: scores.satline.best[category] / 100, least: 1, of: "the score ÷ 100" })),
      ],
    };
  },
};
