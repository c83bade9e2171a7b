// A Chromium on a profile of its own, which can be killed as a power cut would, and started again.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";
import { ARGUMENTS, CHROME } from "./browser.js";

/** A fresh profile, with what its user has chosen in the browser's settings. */
export async function newProfile(preferences = {}) {
  const profile = await mkdtemp(join(tmpdir(), "satline-profile-"));
  await mkdir(join(profile, "Default"));
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  return profile;
}

/** A browser on that profile, with one page. */
export async function start(profile) {
  const port = join(profile, "DevToolsActivePort");
  await rm(port, { force: true });
  const program = spawn(
    CHROME,
    [...ARGUMENTS, "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    { detached: true, stdio: "ignore" },
  );
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portOf(port)}`);
  const page = await browser.contexts()[0].newPage();
  page.setDefaultTimeout(30_000);
  await page.setViewportSize({ width: 360, height: 740 });
  return {
    page,
    /** Nothing in it gets the time to finish. */
    async kill() {
      const gone = new Promise((resolve) => program.once("exit", resolve));
      process.kill(-program.pid, "SIGKILL");
      await gone;
      await browser.close().catch(() => {});
    },
  };
}

export function forget(profile) {
  return rm(profile, { recursive: true, force: true, maxRetries: 10 });
}

async function portOf(file) {
  for (let waited = 0; waited < 10_000; waited += 50) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (text.includes("\n")) return text.split("\n")[0];
    await pause(50);
  }
  throw new Error("The browser did not start.");
}
