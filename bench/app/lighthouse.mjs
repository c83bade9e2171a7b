// Lighthouse's scores, with its own throttled profile of a phone.
import { createServer } from "node:net";
import { once } from "node:events";
import lighthouse from "lighthouse";
import { launch } from "../browser.mjs";
import { median } from "../measure.mjs";

export const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
};

const run = async (address) => {
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    const { lhr } = await lighthouse(address, { port, onlyCategories: CATEGORIES, logLevel: "error" });
    return lhr;
  } finally {
    await browser.close();
  }
};

/** Returns the audits that kept a category from 100. */
const missingIn = ({ categories, audits }) =>
  CATEGORIES.flatMap((id) =>
    categories[id].auditRefs
      .filter(({ id: audit, weight }) => weight > 0 && audits[audit].score !== null && audits[audit].score < 0.9)
      .map(({ id: audit }) => `${audits[audit].title} (${id})`),
  );

/** Returns the median and the best score in each category, and the failed audits of the last run. */
export const judged = async (address, runs) => {
  const reports = [];
  for (let turn = 0; turn < runs; turn++) reports.push(await run(address));
  const scored = (summed) =>
    Object.fromEntries(CATEGORIES.map((id) => [id, Math.round(summed(reports.map(({ categories }) => categories[id].score ?? 0)) * 100)]));
  return { scores: scored(median), best: scored((all) => Math.max(...all)), missing: missingIn(reports.at(-1)) };
};
