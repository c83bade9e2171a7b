// How the scenarios run: `npx playwright test`, or one by a part of its name: `npx playwright test -g "double click"`.
//
// | variable          | path of                                       | default                                        |
// |-------------------|-----------------------------------------------|------------------------------------------------|
// | `SATLINE_SANDBOX` | the sandbox's program                         | `../target/release/satline-sandbox`, or debug  |
// | `SATLINE_APP`     | the folder with the built app                 | `../dist`                                      |
// | `CHROME`          | Chromium                                      | `/usr/bin/chromium`                            |
// | `CHROME_SHELL`    | Chromium without windows, which is faster     | `CHROME`                                       |
// | `SATLINE_DEMO`    | if set, the scenarios run in the demo         |                                                |
// | `SEED`            | not a path: repeats the random choices of a run | a new one                            |
// | `KILLS`           | not a path: how often killed.spec.js kills    | 5                                              |
// | `HISTORIES`       | not a path: how many histories.spec.js runs   | 2                                              |
// | `DAY`             | not a path: how many orders day.spec.js has in 24 hours | 12 in one hour                       |
// | `ROWS`            | `all`: every row of hostile/, each by itself  | a sample                                       |
// | `FIREFOX`         | Firefox, for `--project firefox`              | without it there is no such project            |

import { cpus } from "node:os";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, SHELL } from "./chromium.js";

const { FIREFOX } = process.env;

/** The seed of what is random, the same in all workers. */
process.env.SEED ??= String(Math.floor(Math.random() * 2 ** 32));

/** The files that run in Firefox too: all scenarios about money. Those tagged @chromium are left out. */
const IN_FIREFOX = ["order.spec.js", "nothing-lost.spec.js", "top-up.spec.js"];

/** The files that the demo does not run: what only the app has. */
const OF_THE_APP = /(chunks|deploy|demo|offline|own-wallet|real-and-sandbox|speed|tour)\.spec/;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.js",
  outputDir: "results",
  fullyParallel: true,
  workers: cpus().length,
  // A scenario that fails occasionally is a bug.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["html", { open: "never", outputFolder: "report" }]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    viewport: { width: 360, height: 740 },
    // Its own scenarios allow it: offline.spec.js.
    serviceWorkers: "block",
    // Each step with the page before and after it. A film would take a third more time.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "chromium",
      ...(process.env.SATLINE_DEMO && { grepInvert: /@server/, testIgnore: OF_THE_APP }),
      use: { browserName: "chromium", launchOptions: { executablePath: SHELL, args: CHROMIUM_ARGUMENTS } },
    },
    ...(FIREFOX
      ? [
          {
            name: "firefox",
            testMatch: IN_FIREFOX,
            grepInvert: /@chromium/,
            // By WebDriver BiDi: Playwright's own Firefox is not needed.
            use: { browserName: "firefox", channel: "moz-firefox", launchOptions: { executablePath: FIREFOX } },
          },
        ]
      : []),
  ],
});
