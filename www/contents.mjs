// What is in a release: the Rust packages in its wasm, and npm packages.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => readFileSync(join(ROOT, path), "utf8");
const run = (program, line) => execFileSync(program, line.split(" "), { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });

/** What is compiled to wasm, as cargo is told. */
export const APP = "--package satline-app";
export const CORE = "--package satline-core";
export const SANDBOX = "--package satline-sandbox --no-default-features --features js";

/** Returns our own version, which is the same everywhere. */
export const version = () => read("Cargo.toml").match(/^version = "(.+)"$/m)[1];

/** The checksums that cargo compares. */
const checksums = () => {
  const rows = read("Cargo.lock").matchAll(/^name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"$/gm);
  return new Map([...rows].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
};

/** It has no entry in the lock file. */
const standardLibrary = () => ({
  name: "The Rust standard library",
  version: run("rustc", "--version").split(" ")[1],
  license: "MIT OR Apache-2.0",
  author: "The Rust Project Contributors",
  needs: [],
  isDirect: true,
});

/** Returns the packages in the wasm of these programs. Macros and build scripts run only while it is built. */
export const crates = (...programs) => {
  const needs = new Map();
  for (const program of programs) {
    const above = [];
    const tree = run("cargo", `tree --locked --target wasm32-unknown-unknown ${program} --edges normal,no-proc-macro --prefix depth --format |{p}`);
    for (const [, depth, name, version] of tree.matchAll(/^(\d+)\|(\S+) v(\S+)/gm)) {
      const id = `${name} ${version}`;
      needs.set(id, needs.get(id) ?? new Set());
      needs.get(above[depth - 1])?.add(id);
      above[depth] = id;
    }
  }
  const { packages } = JSON.parse(run("cargo", "metadata --format-version 1 --locked"));
  const id = ({ name, version }) => `${name} ${version}`;
  const all = packages.filter((each) => needs.has(id(each)));
  const direct = new Set(all.filter(({ source }) => !source).flatMap((ours) => [...needs.get(id(ours))]));
  const sums = checksums();
  const theirs = all
    .filter(({ source }) => source)
    .map((each) => ({
      name: each.name,
      version: each.version,
      license: each.license?.replaceAll("/", " OR "),
      author: each.authors.join(", "),
      folder: dirname(each.manifest_path),
      registry: "cargo",
      hash: ["SHA-256", sums.get(id(each))],
      needs: [...needs.get(id(each))],
      isDirect: direct.has(id(each)),
    }));
  return [...theirs, standardLibrary()];
};

/** Returns these npm packages of a folder's lock file, and all that they need. */
const npmPackages = (folder, names) => {
  const { packages } = JSON.parse(read(`${folder}/package-lock.json`));
  // As Node finds it: in the package's own folder, or in one above.
  const find = (name, from) => {
    const path = from ? `${from}/node_modules/${name}` : `node_modules/${name}`;
    return packages[path] || !from ? path : find(name, from.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, ""));
  };
  const needs = (path) => Object.keys({ ...packages[path].dependencies, ...packages[path].optionalDependencies }).map((name) => find(name, path));
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    needs(path).forEach(visit);
  };
  const direct = names.map((name) => find(name, ""));
  direct.forEach(visit);
  const nameOf = (path) => path.replace(/.*node_modules\//, "");
  return [...found].map((path) => {
    const { version, integrity, license } = packages[path];
    const about = join(ROOT, folder, path, "package.json");
    const { author } = existsSync(about) ? JSON.parse(readFileSync(about, "utf8")) : {};
    return {
      name: nameOf(path),
      version,
      license,
      author: author?.name ?? author,
      folder: join(ROOT, folder, path),
      registry: "npm",
      hash: ["SHA-512", Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex")],
      needs: needs(path).map((each) => `${nameOf(each)} ${packages[each].version}`),
      isDirect: direct.includes(path),
    };
  });
};

/** Returns the npm packages in the app: its flags, and what is bundled into wallet.html. */
export const ofApp = () => npmPackages("www", ["@getalby/sdk", "circle-flags"]);
/** Returns the npm packages that are installed with satline-fleet. Its package contains none of them. */
export const ofFleet = () => npmPackages("npm/fleet", Object.keys(JSON.parse(read("npm/fleet/package.json")).dependencies));
