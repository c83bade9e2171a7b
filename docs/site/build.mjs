// Builds target/docs from the repository's texts, rustdoc's output and TypeDoc's, and checks it: see check.mjs.
// `cargo xtask docs` runs it.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "./check.mjs";
import { writeGuide } from "./guide.mjs";

const root = join(import.meta.dirname, "../..");
const site = join(root, "target/docs");
const [rustdoc] = process.argv.slice(2);

rmSync(site, { recursive: true, force: true });
writeGuide(site);

cpSync(rustdoc, join(site, "rust"), { recursive: true });
// Some of rustdoc's pages link to a list of the crates, which it does not write.
writeFileSync(join(site, "rust/index.html"), '<!doctype html><html lang="en"><head><meta http-equiv="refresh" content="0; url=../rust.html"><title>Rust</title></head></html>');

/** The npm packages' declarations. */
const PACKAGES = [
  ["satline", "npm/pkg/README.md", ["npm/pkg/index.d.ts"]],
  ["satline-sandbox", "npm/sandbox/pkg/README.md", ["npm/sandbox/pkg/index.d.mts", "npm/sandbox/pkg/server.d.mts"]],
  ["satline-fleet", "npm/fleet/pkg/README.md", ["npm/fleet/dist/index.d.ts", "npm/fleet/dist/board.d.ts"]],
];
for (const [name, readme, entries] of PACKAGES) {
  const words = ["--name", name, "--readme", join(root, readme), "--out", join(site, "js", name)];
  const options = ["--options", join(import.meta.dirname, "typedoc.json"), ...entries.flatMap((entry) => ["--entryPoints", join(root, entry)])];
  execFileSync(join(root, "npm/test/node_modules/.bin/typedoc"), [...options, ...words], { stdio: "inherit", cwd: join(root, "npm/test") });
}

// The pages of rustdoc and TypeDoc run only their own code: scripts of this site, and by checksum those in the page.
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const guarded = (page) => {
  const inline = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(([, text]) => text).filter(Boolean);
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${[...new Set(inline)].map(hash).join(" ")}`,
    // Both set the sizes of their columns by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
  return page.replace(/<head>/, () => `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`);
};
for (const folder of ["rust", "js"]) {
  for (const name of readdirSync(join(site, folder), { recursive: true })) {
    if (!name.endsWith(".html")) continue;
    const path = join(site, folder, name);
    writeFileSync(path, guarded(readFileSync(path, "utf8")));
  }
}
writeFileSync(join(site, "_headers"), `# What a page cannot say for itself.
/*
  Content-Security-Policy: frame-ancestors 'none'
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
`);

check(site);
