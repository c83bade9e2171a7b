// Draws the icon of www/icons/ in the sizes that systems install: `node docs/icons.mjs`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");

const ICONS = new URL("../www/icons/", import.meta.url);
const icon = readFileSync(new URL("satline.svg", ICONS), "utf8");
/** Systems cut a maskable icon to their own shape, and leave its inner four fifths whole. */
const maskable = icon.replace(' rx="8"', "").replace("<path", '<path transform="translate(4.8 4.8) scale(.7)"');

const browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [name, svg] of Object.entries({ satline: icon, maskable })) {
  for (const size of [192, 512]) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<!doctype html><style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
    await page.screenshot({ path: fileURLToPath(new URL(`${name}-${size}.png`, ICONS)), omitBackground: true });
  }
}
await browser.close();
