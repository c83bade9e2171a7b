// Prints the notes of a release: what the changelog says, and the checksums. `node npm/build/notes.mjs v0.1.0`
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../www/contents.mjs";

const text = (path) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const tag = process.argv[2];
if (tag !== `v${version()}`) throw new Error(`The tag is ${tag}, and the version in Cargo.toml is ${version()}.`);
const [, dated, changes] = text("CHANGELOG.md").match(/^## \[(.+)\n([^]*?)(?=^## \[|$(?![^]))/m);
if (!/^\S+\] - \d{4}-\d\d-\d\d$/.test(dated) || !dated.startsWith(`${version()}]`)) {
  throw new Error(`CHANGELOG.md begins with “## [${dated}”. A release needs “## [${version()}] - ” and its date.`);
}
const sums = text("target/packages/SHA256SUMS").split("\n").filter((line) => line && !line.includes("  dist/"));
console.log(`${changes.trim()}

## Equal bytes

Built twice, in different places and as different users, with the same result. \`cargo xtask verify\` on the same commit should print the same sums; those of every file of the app are in \`SHA256SUMS\`. Each package and the app contain a bill of materials (CycloneDX), \`sbom.cdx.json\`.

\`\`\`
${sums.join("\n")}
\`\`\``);
