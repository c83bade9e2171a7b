// The project's address: the same everywhere.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const [, address] = read("../../Cargo.toml").match(/^repository = "(https:.+)"$/m);
const about = JSON.parse(read("../pkg/package.json"));

test("package.json names the authors and where to report bugs", () => {
  assert.equal(about.repository.url, `git+${address}.git`);
  for (const field of ["author", "homepage", "bugs"]) assert.ok(about[field].includes(address), field);
});

test("shipped files link only to the project, and to existing files", () => {
  const links = ["README.md", "llms.txt"].flatMap((name) => [...read(`../pkg/${name}`).matchAll(/\]\(([^#)][^)]*)\)/g)]);
  assert.ok(links.length > 3);
  for (const [, link] of links) {
    assert.ok(link.startsWith(`${address}/`), link);
    assert.ok(read(`../../${link.split("/blob/main/")[1]}`), link);
  }
});
