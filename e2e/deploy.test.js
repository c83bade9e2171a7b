// The app as static files, under any path.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ADDRESS, CHROMIUM_ALONE, useBrowser } from "./browser.js";

const browser = useBrowser();

test("under another path the page for unknown addresses finds out which page is meant", async () => {
  const { page, close } = await browser.open("/nowhere");
  // A host of static files, and the app built for /some/where/ on it.
  const built = await (await fetch(`${ADDRESS}/404.html`)).text();
  const body = built.replaceAll('="/', '="/some/where/');
  await page.route(`${ADDRESS}/some/where/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.replace("/some/where", "");
    if (path.includes(".")) await route.fulfill({ response: await route.fetch({ url: ADDRESS + path }) });
    else await route.fulfill({ status: 404, contentType: "text/html", body });
  });
  // Nothing there names a sandbox, so the app asks the service itself.
  const headers = { "access-control-allow-origin": "*" };
  await page.route("https://api2.sms4sats.com/**", (route) => route.fulfill({ json: {}, headers }));
  await page.goto(`${ADDRESS}/some/where/settings`);
  await page.getByTestId("wipe").waitFor();
  await page.getByRole("link", { name: "Send" }).click();
  await page.getByTestId("send-form").waitFor();
  assert.equal(new URL(page.url()).pathname, "/some/where/send");
  await page.waitForLoadState("networkidle");
  await page.goto(`${ADDRESS}/some/where/no/such/page`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await page.waitForLoadState("networkidle");
  // The browser tells the status, and nothing else may be amiss.
  await close(/404|^asked a third party: https:\/\/api2\.sms4sats\.com\//);
});

test("the page and its host say the same policy, which lets no script in but the app's own", async () => {
  const answer = await fetch(`${ADDRESS}/settings`);
  const header = answer.headers.get("content-security-policy");
  const [, policy] = (await answer.text()).match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/);
  assert.equal(header, `${policy}; frame-ancestors 'none'`);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
});

const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<svg/onload=alert(1)>",
  '<svg/onload=alert(1) xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">',
  '<a href="java&#115;cript:alert(1)">text</a>',
  '<a href="https://example.org">text</a>',
  '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
  '<div class="a"><img src=x></div>',
  '<div class="a" onclick="alert(1)"></div>',
  '<div class="a"></div>\n<svg/onload=alert(1)>',
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" role="img" shape-rendering="crispEdges"><title><img src=x></title><path fill="#fff" d="M0 0"/><path d="M0 0"/></svg>',
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" role="img" shape-rendering="crispEdges"><title>a</title><path fill="#fff" d="M0 0"/><path d="M0 0"/></svg><svg/onload=alert(1)>',
  "<style>*{display:none}</style>",
  "<form action=https://example.org><button>Pay</button></form>",
  "<p>text</p>",
];

test("of markup only what the app makes gets into the page", CHROMIUM_ALONE, async () => {
  const { page, close } = await browser.open("/nowhere");
  const letIn = await page.evaluate((all) => {
    const tried = document.createElement("div");
    return all.filter((html) => {
      try {
        tried.innerHTML = html;
        return true;
      } catch {
        return false;
      }
    });
  }, [...HOSTILE, '<div class="skeleton outline-search"></div>']);
  assert.deepEqual(letIn, ['<div class="skeleton outline-search"></div>']);
  await close(/TrustedHTML|injection sink/);
});

test("files that are named by their hashes are kept for ever, and the page is asked for each time", async () => {
  const cached = async (path) => (await fetch(new URL(path, ADDRESS))).headers.get("cache-control");
  for (const path of ["/", "/index.html", "/404.html", "/orders", "/orders/7dc6"]) {
    assert.equal(await cached(path), "no-cache", path);
  }
  const page = await (await fetch(ADDRESS)).text();
  const files = [...page.matchAll(/"(\/?satline-[^"]+-?[0-9a-f]{16}[^"]*)"/g)].map(([, file]) => file);
  assert.ok(files.length >= 2, page);
  for (const file of files) assert.equal(await cached(file), "public, max-age=31536000, immutable", file);
  assert.equal(await cached("/icons/satline.svg"), null);
});
