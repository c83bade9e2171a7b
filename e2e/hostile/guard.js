// What no hostile input may do.

import { expect } from "@playwright/test";

/** Elements by which a text could become more than text. */
const ACTIVE = "script, style, iframe, object, embed, base, meta, math, video, audio, portal";

/** Watches a browser context: whether anything runs, and what the page's policy had to refuse. Requests to other
 *  hosts are watched for every scenario. */
export class Guard {
  #ran = [];
  #active;

  static async watch(context) {
    const guard = new Guard();
    await context.exposeBinding("ran", ({ frame }) => guard.#ran.push(frame.url()));
    await context.addInitScript(() => {
      globalThis.refused = [];
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
        globalThis.refused.push(`${violatedDirective} ${blockedURI} ${sample}`);
      });
    });
    return guard;
  }

  /** Remembers what the page consists of, before anything hostile is in it. */
  async remember(page) {
    this.#active = await page.locator(ACTIVE).count();
  }

  /** Asserts that what is hostile is text, and nothing else. */
  async judge(page, name) {
    const found = await page.evaluate(() => {
      const problems = [...globalThis.refused];
      const isOurs = ({ protocol, host, href }) => {
        if (/^(https?|blob):$/.test(protocol)) return !/evil\.example/i.test(host) && !href.startsWith("blob:https://evil");
        // Wallets are opened by links of their own.
        return !/^(javascript|vbscript|data|file|filesystem|view-source|chrome|about|intent|ms-settings|tel|sms|mailto|ftp|wss?|nostr\+walletconnect):$/.test(protocol);
      };
      for (const element of document.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on") || name === "srcdoc" || (name === "style" && value.includes("url("))) problems.push(`${element.localName} has ${name}="${value}"`);
          if (/^(href|xlink:href|src|srcset|action|formaction|data|poster|ping)$/.test(name) && !isOurs(new URL(value, document.baseURI))) {
            problems.push(`${element.localName} leads to ${value}`);
          }
        }
      }
      return problems;
    });
    expect(found, `${name}: what is in the page`).toEqual([]);
    expect(this.#ran, `${name}: what ran`).toEqual([]);
    if (this.#active !== undefined) expect(await page.locator(ACTIVE).count(), `${name}: elements that are more than text`).toBe(this.#active);
  }
}

/** How long a button may take, on a busy machine. */
const PATIENCE_MS = 4_000;

/** Asserts that the page still answers: it goes to the settings and to the first page. */
export async function expectUsable(page, name) {
  const begun = performance.now();
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  await page.getByTestId("wipe").waitFor();
  const took = performance.now() - begun;
  expect(took, `${name}: how long a page takes to open`).toBeLessThan(PATIENCE_MS);
}
