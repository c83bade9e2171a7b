// The npm packages that the app is built from.

import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";

const written = (path) => statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs;

/** Installs them if they are missing or older than the lock file, so that `trunk serve` works in a fresh clone. */
export const install = () => {
  // npm notes there what it installed.
  if (written("node_modules/.package-lock.json") >= written("package-lock.json")) return;
  try {
    const shell = process.platform === "win32"; // where npm is a script
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: import.meta.dirname, stdio: ["ignore", 2, 2], shell });
  } catch {
    console.error("The npm packages in www/ could not be installed. Check your connection and run `cargo xtask setup`.");
    process.exit(1);
  }
};
