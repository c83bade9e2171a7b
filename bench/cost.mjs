// Measures the costs that the package's README lists: `node bench/cost.mjs`, after `cargo xtask package`
// and `cargo build -p satline-sandbox`.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { satline, startSandbox } from "../npm/test/helper.mjs";
import { median, race } from "./measure.mjs";
import row from "./call/row.mjs";

const here = import.meta.dirname;
const PACE = { turns: 21, milliseconds: 30 };
const shown = (milliseconds) => (milliseconds < 1 ? `${Math.round(milliseconds * 1_000)} µs` : `${milliseconds.toFixed(1)} ms`);

/** Returns each contender's median, measured in turns. */
const medians = async (contenders, inputs) => {
  const times = await race(contenders, inputs, PACE);
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
};

for (const [name, { folder, inputs }] of Object.entries(row.cases)) {
  const [ours, bare] = await Promise.all(["satline", "fetch-and-json"].map((peer) => import(`./call/${folder}/${peer}.mjs`)));
  await ours.prepare();
  const took = await medians({ ours: ours.work, bare: bare.work }, inputs);
  console.log(`${name}: ${shown(took.ours)}, and ${shown(took.bare)} with fetch().json() alone`);
}

const sandbox = await startSandbox();
const order = await sandbox.sms().receive({ country: "germany", service: "wa" });
const record = JSON.stringify(order);
const { step } = await medians({ step: () => satline.stepOrder(record, { event: "payment_sent" }) }, [undefined]);
console.log(`a step of an order: ${shown(step)}`);

const starts = Array.from({ length: 15 }, () =>
  Number(execFileSync(process.execPath, [join(here, "cold.mjs"), join(here, "call/one/satline.mjs"), JSON.stringify(row.cases["a call"].inputs[0])])),
);
console.log(`from import to the first answer: ${shown(median(starts))}`);
