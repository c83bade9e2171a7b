/** What every call throws or rejects with, and nothing else. `details` are its other fields. */
export class SatlineError extends Error {
  constructor(message, details, cause) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
  }

  /** Without stack and cause, which may hold an address. */
  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}
SatlineError.prototype.name = "SatlineError";
