import type { ErrorDetails } from "./types.js";

/**
 * Why an order was not made. `refused`: no money moved, and the same key may be ordered again. `unknown`: it was paid from a
 * balance, and the response was lost; it is not sent again until {@link Fleet.settle} says so.
 */
export class FleetError extends Error {
  override readonly name = "FleetError";
  /** The error of the last attempt: satline's, as plain data. */
  readonly details: ErrorDetails | undefined;

  constructor(
    readonly key: string,
    readonly outcome: "refused" | "unknown",
    details: ErrorDetails | undefined,
  ) {
    super(details?.message ?? "Whether the balance has paid is not known: the worker died while it waited for the response.");
    this.details = details;
  }
}
