// What every npm package of ours has besides its code.
import { chmodSync, copyFileSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listed } from "../../www/licences.mjs";
import { sbomOfPackage } from "../../www/sbom.mjs";

const root = join(import.meta.dirname, "../..");
const text = (...path) => readFileSync(join(root, ...path), "utf8");

/** The project's address is written once, for the crates and the packages. */
export const [, REPOSITORY] = text("Cargo.toml").match(/^repository = "(.+)"$/m);

/** Completes the package in `pkg`, which is made from `folder`: its package.json, its texts, our licences, and what is
 *  in it or installed with it. `isIncluded` says that those parts are in it, so that their licences must be too. */
export const complete = (folder, pkg, parts, { isIncluded = true, texts = ["README.md"] } = {}) => {
  // Links to the rest of the repository become absolute.
  const link = (_, path) => `](${new URL(path, `${REPOSITORY}/blob/main/${folder}/`)})`;
  for (const name of texts) writeFileSync(join(pkg, name), text(folder, name).replaceAll(/\]\((?!https?:|#)([^)]+)\)/g, link));
  const { scripts, devDependencies, overrides, ...about } = JSON.parse(text(folder, "package.json"));
  const project = {
    author: `The satline authors (${REPOSITORY})`,
    homepage: `${REPOSITORY}/tree/main/${folder}#readme`,
    bugs: `${REPOSITORY}/issues`,
    repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: folder },
  };
  writeFileSync(join(pkg, "package.json"), `${JSON.stringify({ ...about, ...project }, undefined, 2)}\n`);
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, name), join(pkg, name));
  writeFileSync(join(pkg, "sbom.cdx.json"), sbomOfPackage(about.name, parts));
  if (isIncluded) writeFileSync(join(pkg, "LICENSES-OTHERS.txt"), listed(parts));
  // The modes of files are in the tarball, and must not depend on who builds it.
  for (const entry of readdirSync(pkg, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
};
