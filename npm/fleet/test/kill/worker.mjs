// A worker that may be killed at any moment: it takes steps, and writes each event into a file.
import { appendFileSync } from "node:fs";
import { Sms4Sats } from "satline";
import { createFleet } from "../../dist/index.js";

const { options, worker, client, file } = JSON.parse(process.env.SATLINE_KILL);
const log = (entry, message) => console.error(JSON.stringify({ message, ...entry }));

const fleet = createFleet({
  ...options,
  seal: Buffer.from(options.seal, "base64"),
  client: { sms4sats: ({ fetch }) => new Sms4Sats({ ...client, fetch }) },
  logger: { info: () => {}, error: log },
});
fleet.worker(worker);
// It is accepted once this returns; what was written stays, even if this process is killed.
fleet.events(({ id, key, type, status }) => appendFileSync(file, `${JSON.stringify([id, key, type, status?.code])}\n`), { ...worker, concurrency: 4 });
console.log("ready");
