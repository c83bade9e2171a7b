// The app as static files, under any path.

import { expect, test } from "./fixtures.js";

test("under another path the page for unknown addresses finds out which page is meant", async ({ page, sandbox, complaints }) => {
  // The browser reports the status, and nothing there names a sandbox, so the app asks the service itself.
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
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await page.waitForLoadState("networkidle");
});

test("the page and its host say the same policy, which lets no script in but the app's own", async ({ page, sandbox, complaints }) => {
  complaints.expect(/TrustedHTML|injection sink/);
  const response = await fetch(`${sandbox.address}/settings`);
  const header = response.headers.get("content-security-policy");
  const [, policy] = (await response.text()).match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/);
  expect(header).toBe(`${policy}; frame-ancestors 'none'`);
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/);
  await page.goto("/nowhere");
  const refused = await page.evaluate(() => {
    const tried = document.createElement("div");
    const attempt = (html) => {
      try {
        tried.innerHTML = html;
        return false;
      } catch {
        return true;
      }
    };
    return [attempt("<img src=x onerror=alert(1)>"), attempt("<script>alert(1)</script>"), attempt("<p>text</p>")];
  });
  expect(refused).toEqual([true, true, false]);
});
