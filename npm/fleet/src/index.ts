/** satline's orders on many machines: see {@link createFleet}. */
export { FleetError } from "./error.js";
export { createFleet } from "./fleet.js";
export type {
  Call,
  Client,
  ClientRequest,
  CreateClient,
  ErrorDetails,
  EventBase,
  Fleet,
  FleetEvent,
  FleetOptions,
  FleetOrder,
  Limit,
  Logger,
  OrderOptions,
  Running,
  Stage,
  Stored,
  WorkerOptions,
} from "./types.js";
