// The app as static files, under any path.

import { CHROMIUM_ONLY, expect, test } from "./fixtures.js";

test("under another path the page for unknown addresses shows the right page", async ({ page, sandbox, complaints }) => {
  // The browser reports the status. No sandbox is configured there, so the app calls the live service.
  complaints.expect(/404|^asked a third party: https:\/\/api2\.sms4sats\.com\//);
  // A host of static files, and the app built for /some/where/ on it.
  const built = await (await fetch(`${sandbox.address}/404.html`)).text();
  const body = built.replaceAll('="/', '="/some/where/');
  await page.route("/some/where/**", async (route) => {
    const path = new URL(route.request().url()).pathname.replace("/some/where", "");
    if (path.includes(".")) await route.fulfill({ response: await route.fetch({ url: sandbox.address + path }) });
    else await route.fulfill({ status: 404, contentType: "text/html", body });
  });
  const headers = { "access-control-allow-origin": "*" };
  await page.route("https://api2.sms4sats.com/**", (route) => route.fulfill({ json: {}, headers }));
  await page.goto("/some/where/settings");
  await expect(page.getByTestId("wipe")).toBeVisible();
  await page.getByRole("link", { name: "Send" }).click();
  await expect(page.getByTestId("send-form")).toBeVisible();
  await expect(page).toHaveURL("/some/where/send");
  await page.waitForLoadState("networkidle");
  await page.goto("/some/where/no/such/page");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await page.waitForLoadState("networkidle");
});

for (const path of ["/settings", "/wallet.html"]) {
  test(`${path} allows only its own scripts, and only this site may frame it`, async ({ sandbox }) => {
    const response = await fetch(sandbox.address + path);
    expect(response.headers.get("content-security-policy")).toBe("frame-ancestors 'self'");
    const [, policy] = (await response.text()).match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/);
    expect(policy).toMatch(/^default-src 'none'; script-src /);
    expect(policy).toMatch(/require-trusted-types-for 'script'/);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
  });
}

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

test("only markup that the app creates gets into the page", CHROMIUM_ONLY, async ({ page, complaints }) => {
  complaints.expect(/TrustedHTML|injection sink/);
  const OURS = '<div class="skeleton outline-search"></div>';
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
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
  }, [...HOSTILE, OURS]);
  expect(letIn).toEqual([OURS]);
});

test("files with a hash in their name are cached forever, and the page is requested each time", async ({ sandbox }) => {
  const cached = async (path) => (await fetch(new URL(path, sandbox.address))).headers.get("cache-control");
  for (const path of ["/", "/index.html", "/404.html", "/wallet.html", "/orders", "/orders/7dc6"]) {
    expect(await cached(path), path).toBe("no-cache");
  }
  const page = await (await fetch(sandbox.address)).text();
  const files = [...page.matchAll(/"(\/?satline-[^"]+-?[0-9a-f]{16}[^"]*)"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const file of files) expect(await cached(file), file).toBe("public, max-age=31536000, immutable");
  expect(await cached("/icons/satline.svg")).toBe(null);
});
