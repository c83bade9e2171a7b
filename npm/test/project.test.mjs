// The project's address and version: the same everywhere. What its packages ask of those who install them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
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

const cargo = read("../../Cargo.toml");
const [, version] = cargo.match(/^version = "(.+)"$/m);
const PUBLISHED = ["npm", "npm/sandbox", "npm/fleet"];
const manifest = (path) => JSON.parse(read(`../../${path}`));

test("crates, packages and changelog have the same version", () => {
  for (const folder of PUBLISHED) assert.equal(manifest(`${folder}/package.json`).version, version, folder);
  assert.equal(manifest("npm/fleet/package.json").peerDependencies.satline, version);
  const ours = [...cargo.matchAll(/^(satline-\w+) = .*version = "([^"]+)"/gm)];
  assert.equal(ours.length, 3);
  for (const [, name, is] of ours) assert.equal(is, version, name);
  const [, newest] = read("../../CHANGELOG.md").match(/^## \[(.+?)\]/m);
  assert.equal(newest, version);
});

test("nothing of ours runs when it is installed", () => {
  for (const folder of PUBLISHED) {
    const { scripts = {} } = manifest(`${folder}/package.json`);
    const run = Object.keys(scripts).filter((name) => /install|prepare|prepublish|preuninstall/.test(name));
    assert.deepEqual(run, [], folder);
  }
  assert.equal(about.scripts, undefined);
});

test("versions of npm packages are exact, and locked by checksums", () => {
  const files = execFileSync("git", ["ls-files", "*package.json"], { cwd: new URL("../..", import.meta.url), encoding: "utf8" });
  for (const file of files.trim().split("\n")) {
    const { dependencies, devDependencies } = manifest(file);
    const wanted = Object.entries({ ...dependencies, ...devDependencies });
    for (const [name, range] of wanted) assert.match(range, /^(\d|file:|npm:.+@\d)/, `${name} in ${file}`);
    if (wanted.length === 0) continue;
    const { packages } = manifest(`${dirname(file)}/package-lock.json`);
    for (const [path, { integrity, link }] of Object.entries(packages)) {
      if (path.startsWith("node_modules/") && !link) assert.match(integrity ?? "", /^sha512-/, `${path} in ${dirname(file)}`);
    }
  }
});

test("packages contain the licences of what is compiled into them", () => {
  for (const folder of ["../pkg", "../sandbox/pkg"]) {
    assert.ok(existsSync(new URL(`${folder}/LICENSE-MIT`, import.meta.url)), folder);
    assert.match(read(`${folder}/LICENSES-OTHERS.txt`), /\bk256 \d[^]*Permission is hereby granted/);
  }
});
