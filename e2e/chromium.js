// Which Chromium, and what it is started with.

export const CHROME = process.env.CHROME ?? "/usr/bin/chromium";

/** The same browser without windows and what belongs to them, where there is one: it takes a third less time.
 *  Nobody can be asked there, so a scenario that copies allows that before; and it knows no settings of its user. */
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
