/** What every call rejects with, and nothing else. */
export class SatlineError extends Error {
  constructor({ code, message = "", service, field, status, words, retryable, retryAfterMs, money, findings } = {}, cause) {
    const said = service && words ? ` ${service} says: “${words}”` : "";
    super((field ? `${field}: ` : "") + message + said, cause === undefined ? undefined : { cause });
    this.code = code;
    this.service = service;
    this.field = field;
    this.status = status;
    this.words = words;
    this.retryable = retryable ?? false;
    this.retryAfterMs = retryAfterMs;
    this.money = money ?? "untouched";
    this.outcome = code === "outcome.unknown" || code === "internal" ? "unknown" : "none";
    this.findings = findings;
  }

  /** Without stack and cause, which may hold an address. */
  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}
SatlineError.prototype.name = "SatlineError";

/** Something that was handed in cannot be right. */
export const invalid = (field, message, cause) => new SatlineError({ code: "input.invalid", field: field.slice(0, 64), message }, cause);

/** Refuses what is left over: a misspelt word must not be overlooked where money moves. */
export const refuseOthers = (rest, what = "call") => {
  const [name] = Object.keys(rest);
  if (name !== undefined) throw invalid(name, `is not an option of this ${what}. Is it misspelt?`);
};

export const aborted = (cause) => new SatlineError({ code: "call.aborted", message: "This call was given up before anything was sent." }, cause);

/** What engines say where a page's policy keeps them from compiling. */
const BLOCKED = /unsafe-eval|content.security.policy|\bCSP\b/i;

export const unavailable = (cause) => {
  const blocked = BLOCKED.test(cause?.message);
  const message = blocked
    ? "Nothing was sent. This page's Content-Security-Policy keeps the wasm of this package from being compiled: add 'wasm-unsafe-eval' to its script-src."
    : "Nothing was sent. The wasm of this package could not be loaded.";
  return new SatlineError({ code: "wasm.unavailable", message, retryable: !blocked }, cause);
};

/* global REPOSITORY -- put in when the package is put together */
export const internal = (cause) =>
  new SatlineError(
    {
      code: "internal",
      message:
        "satline itself broke here, which should never happen. What was under way may have been done or not: look at the order's status. " +
        `Please report it, with this error's cause, at ${REPOSITORY}/issues.`,
      money: "unknown",
    },
    cause,
  );
