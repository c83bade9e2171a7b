// The repository's texts, as pages of the guide: `cargo xtask docs` adds the API to them.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { check } from "../../docs/site/check.mjs";
import { MENU, writeGuide } from "../../docs/site/guide.mjs";

const folder = mkdtempSync(join(tmpdir(), "satline-guide-"));
after(() => rmSync(folder, { recursive: true }));
writeGuide(folder);
for (const [source, page] of MENU.flatMap(([, pages]) => pages)) {
  if (source) continue;
  mkdirSync(join(folder, dirname(page)), { recursive: true });
  writeFileSync(join(folder, page), "");
}

test("every link of the guide leads to a page, and to a place in it", () => check(folder));

test("a link that leads nowhere, or loads something from elsewhere, is an error", () => {
  for (const [link, why] of [
    ['<a href="sandbax.html">', /sandbax.html does not exist/],
    ['<a href="npm.html#nowhere">', /npm.html#nowhere has no such place/],
    ['<img src="https://example.org/x.png">', /is loaded from another host/],
    ['<a href="../../etc">', /leads out of the site/],
  ]) {
    writeFileSync(join(folder, "broken.html"), link);
    assert.throws(() => check(folder), why);
  }
});
