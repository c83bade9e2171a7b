// A Chromium with its own profile that can be killed, as by a power cut, and started again.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect } from "@playwright/test";
import { CHROME, CHROMIUM_ARGUMENTS } from "./chromium.js";

export class Profile {
  #folder;
  #chromium;
  #program;
  #browser;

  /** Creates a new profile, with these browser settings, for this Chromium. */
  static async create(preferences = {}, chromium = CHROME) {
    const profile = new Profile();
    profile.#chromium = chromium;
    profile.#folder = await mkdtemp(join(tmpdir(), "satline-profile-"));
    await mkdir(join(profile.#folder, "Default"));
    await writeFile(join(profile.#folder, "Default", "Preferences"), JSON.stringify(preferences));
    return profile;
  }

  /** Starts a browser on the profile, with one page, whose time can be advanced. */
  async start() {
    const port = join(this.#folder, "DevToolsActivePort");
    await rm(port, { force: true });
    this.#program = spawn(
      this.#chromium,
      [...CHROMIUM_ARGUMENTS, "--headless", "--remote-debugging-port=0", `--user-data-dir=${this.#folder}`, "about:blank"],
      { detached: true, stdio: "ignore" },
    );
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portOf(port)}`);
    const page = await this.#browser.contexts()[0].newPage();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.clock.install();
    return page;
  }

  /** Kills the browser: nothing in it gets the time to finish. */
  async kill() {
    if (!this.#program) return;
    const gone = once(this.#program, "exit");
    process.kill(-this.#program.pid, "SIGKILL");
    await gone;
    this.#program = undefined;
    await this.#browser?.close().catch(() => {});
  }

  async remove() {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The browser writes its port to a file when it listens. */
async function portOf(file) {
  let text = "";
  await expect(async () => {
    text = await readFile(file, "utf8");
    expect(text).toContain("\n");
  }).toPass({ intervals: [50], timeout: 30_000 });
  return text.split("\n")[0];
}
