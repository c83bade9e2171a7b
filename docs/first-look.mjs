// Combines the phone's screenshots side by side: `cargo xtask test e2e && node docs/first-look.mjs`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");

const SCREENS = ["1-catalogue", "2-invoice", "3-held", "4-code"];
const STYLE = `
  body { margin: 0; padding: 16px; display: flex; gap: 16px; align-items: start; width: max-content }
  img { width: 360px; height: 740px; object-fit: cover; object-position: top; border: 1px solid #8888; border-radius: 16px }`;

const image = (screen) => {
  const file = new URL(`../e2e/artefacts/phone-light-${screen}.png`, import.meta.url);
  return `<img src="data:image/png;base64,${readFileSync(file, "base64")}">`;
};

const browser = await chromium.launch({
  executablePath: process.env.CHROME ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
await page.setContent(`<!doctype html><style>${STYLE}</style>${SCREENS.map(image).join("")}`);
const picture = fileURLToPath(new URL("first-look.png", import.meta.url));
await page.locator("body").screenshot({ path: picture, omitBackground: true });
await browser.close();
