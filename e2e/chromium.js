// Chromium's path and its arguments.

export const CHROME = process.env.CHROME ?? "/usr/bin/chromium";

/** Chromium without windows, if it is installed: it takes a third less time. It cannot show prompts, so a
 *  scenario that copies grants the permission first; and it has no browser settings. */
export const SHELL = process.env.CHROME_SHELL ?? CHROME;

export const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
