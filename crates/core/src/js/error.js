/** The error that every call throws or rejects with. `details` are its other fields. */
export class SatlineError extends Error {
  constructor(message, details, cause) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
  }

  /** Without stack and cause, which may contain an address. */
  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}
SatlineError.prototype.name = "SatlineError";
