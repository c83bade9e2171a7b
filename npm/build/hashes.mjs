// Prints the SHA-256 of what is shipped, and writes target/packages/SHA256SUMS. `node npm/build/hashes.mjs FOLDER` first
// compares all of it with what another checkout, in that folder, has built.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");
const other = process.argv[2];
const SUMS = "target/packages/SHA256SUMS";
/** Contents before the tarballs of them, so that a difference is reported where it is. */
const FOLDERS = ["npm/pkg", "npm/sandbox/pkg", "npm/fleet/pkg", "dist", "target/packages"];
/** What somebody downloads. */
const SHIPPED = /^(dist\/|target\/packages\/.*\.tgz$|npm\/(sandbox\/)?pkg\/.*\.wasm$)/;

/** Returns the files of these folders, in an order that no system changes. */
const files = (base) =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(base, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(base, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
      .filter((name) => name !== SUMS)
      .sort(),
  );

const differenceOf = (name) => {
  if (!existsSync(join(other, name))) return "is only here";
  if (!existsSync(join(root, name))) return "is only there";
  const [here, there] = [root, other].map((base) => readFileSync(join(base, name)));
  if (here.equals(there)) return undefined;
  const found = here.findIndex((byte, index) => byte !== there[index]);
  const offset = found < 0 ? here.length : found;
  const around = (bytes) => JSON.stringify(bytes.subarray(Math.max(0, offset - 20), offset + 40).toString("latin1"));
  return `differs at byte ${offset} (${here.length} bytes here, ${there.length} there):\n  here  ${around(here)}\n  there ${around(there)}`;
};

const names = files(root);
if (other) {
  const all = [...new Set([...names, ...files(other)])];
  const different = all.map((name) => [name, differenceOf(name)]).filter(([, difference]) => difference);
  for (const [name, difference] of different) console.error(`${name} ${difference}`);
  if (different.length > 0) {
    console.error(`\n${different.length} of ${all.length} files are not the same in both builds.`);
    process.exit(1);
  }
  console.log(`\nAll ${all.length} files are the same in both builds.`);
}

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const shipped = names.filter((name) => SHIPPED.test(name));
const sums = shipped.map((name) => `${hash(readFileSync(join(root, name)))}  ${name}\n`);
writeFileSync(join(root, SUMS), sums.join(""));
const rustc = execFileSync("rustc", ["--version"], { encoding: "utf8" }).trim();
const isOfApp = (line) => line.includes("  dist/");
console.log(`\nSHA-256, by ${rustc} and Node ${process.version}\n${sums.filter((line) => !isOfApp(line)).join("")}${hash(sums.filter(isOfApp).join(""))}  the list of dist/ in ${SUMS}\n`);
