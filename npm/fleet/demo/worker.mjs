// A worker. Start as many as you like; kill them as you like.
import { fleet } from "./fleet.mjs";

fleet.worker();
// An app would store the events. The fleet logs them, without number and code.
fleet.events(() => {});
process.once("SIGTERM", () => fleet.close());
