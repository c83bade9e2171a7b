// The fixtures of every scenario: its worker's sandbox, reset; a new browser profile, whose time can be
// advanced; and automatic assertions: no error on the console or in a script, no request to a third party.

import { test as base, expect } from "@playwright/test";
import { DemoSandbox } from "./demo-sandbox.js";
import { serveFiles } from "./file-server.js";
import { Sandbox } from "./sandbox.js";

export { expect };

/** The looks in which scenarios of whole pages run: small and light, large and dark. */
export const LOOKS = [
  { name: "phone-light", viewport: { width: 360, height: 740 }, colorScheme: "light" },
  { name: "desktop-dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
];

/** For scenarios that need Chromium's driver: DevTools, request bodies, printing. */
export const CHROMIUM_ONLY = { tag: "@chromium" };

/** For scenarios that look at requests, or need a service outside of the browser: the demo has neither. */
export const SERVER_ONLY = { tag: "@server" };

/** Playwright adds this style to a page before it takes a screenshot, which our policy forbids. */
const OF_THE_DRIVER = "sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA=";

/** Errors of the scenario's pages, requests to third parties, and which of them the scenario expects. */
class Complaints {
  #found = [];
  #expected = [];
  #seesFailedRequests;

  constructor(seesFailedRequests) {
    this.#seesFailedRequests = seesFailedRequests;
  }

  /** Expects this error at least that often. */
  expect(pattern, least = 1) {
    this.#expected.push({ pattern, least });
  }

  watch(context, address) {
    context.on("weberror", (event) => {
      const text = String(event.error());
      if (!text.includes(OF_THE_DRIVER)) this.#found.push(text);
    });
    context.on("console", (message) => message.type() === "error" && this.#found.push(message.text()));
    const isOwn = (url) => url.startsWith(address) || url.startsWith(`blob:${new URL(address).origin}/`);
    context.on("request", (request) => {
      if (!isOwn(request.url())) this.#found.push(`asked a third party: ${request.url()}`);
    });
  }

  judge() {
    const isExpected = (text) => this.#expected.some(({ pattern }) => pattern.test(text));
    expect(this.#found.filter((text) => !isExpected(text)), "what pages complained of").toEqual([]);
    if (!this.#seesFailedRequests) return;
    for (const { pattern, least } of this.#expected) {
      const count = this.#found.filter((text) => pattern.test(text)).length;
      expect(count, `complaints like ${pattern}`).toBeGreaterThanOrEqual(least);
    }
  }
}

export const test = base.extend({
  /** Whether pages get a mocked clock. Not for scenarios that measure frames and time. */
  movesTime: [true, { option: true }],

  sandbox: [
    async ({}, use) => {
      const sandbox = await (process.env.SATLINE_DEMO ? DemoSandbox : Sandbox).start();
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: "worker" },
  ],

  reset: [
    async ({ sandbox, context }, use) => {
      await sandbox.enter(context);
      await sandbox.reset();
      await use();
    },
    { auto: true, box: true },
  ],

  /** What serves the app's files. */
  host: ({ sandbox }, use) => use(sandbox),

  baseURL: ({ host }, use) => use(host.address),

  complaints: async ({ browserName }, use) => {
    // Firefox does not report failed requests to its driver, and the demo has none.
    await use(new Complaints(browserName === "chromium" && !process.env.SATLINE_DEMO));
  },

  context: async ({ context, complaints, movesTime, host }, use) => {
    complaints.watch(context, host.address);
    if (movesTime) await context.clock.install();
    await use(context);
    complaints.judge();
  },

  /** Opens a profile of another person, or of the same one on another device. */
  newContext: async ({ browser, complaints, movesTime, host }, use) => {
    const contexts = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      complaints.watch(context, host.address);
      if (movesTime) await context.clock.install();
      return context;
    });
    complaints.judge();
    for (const context of contexts) await context.close();
  },
});

const LIVE = "https://api2.sms4sats.com";

/** Scenarios on a host that only serves files. It has no sandbox, so the app calls the live service: here a fake. */
export const hosted = test.extend({
  /** The arguments of `serveFiles`. */
  hosting: [{}, { option: true }],

  host: async ({ hosting }, use) => {
    const host = await serveFiles(hosting);
    await use(host);
    await host.stop();
  },

  context: async ({ context, complaints }, use) => {
    complaints.expect(new RegExp(`^asked a third party: ${LIVE}/`), 0);
    const headers = { "access-control-allow-origin": "*" };
    await context.route(`${LIVE}/**`, (route) => route.fulfill({ json: {}, headers }));
    await use(context);
  },
});
