// Sits between wasm-bindgen's glue and the wasm: starts an instance when it is first needed, and another one if it
// traps. build/pack.mjs inserts it.
import { SatlineError, endPending } from "../../target/npm/snippets.mjs";

/* global REPOSITORY -- defined by build/pack.mjs */
const internal = (cause) =>
  failure(
    "internal",
    "satline itself failed here, which should never happen. Pending calls may or may not have been carried out: check the order's status. " +
      `Please report it, with this error's cause, at ${REPOSITORY}/issues.`,
    { money: "unknown", outcome: "unknown" },
    cause,
  );

/** Creates an error of the loader's own; the others come from the wasm. */
export const failure = (code, message, more, cause) =>
  new SatlineError(message, { code, retryable: false, money: "untouched", outcome: "none", ...more }, cause);

let start;
let restart;

/** Sets the functions that start an instance and that replace it. */
export const control = (how) => ({ start, restart } = how);

/** Stands in for the exports until there is an instance: the first call starts it, if the wasm is available synchronously. */
export const unloaded = new Proxy({}, { get: (_, name) => start()[name] });

/** Exports that the engine calls: closures and finalizers. Nothing can catch an error that they throw. */
const BY_THE_ENGINE = /^(wasm_bindgen__|__wb)/;

/** Wraps an instance's exports. If one of them traps, everything pending is rejected and the next call uses another instance. */
export const guard = (exports) => {
  let broken;
  let depth = 0;
  const fail = (cause, name) => {
    if (cause?.message === "null pointer passed to rust") return failure("input.invalid", "this: has been freed.", { field: "this" }, cause);
    if (!broken) {
      broken = internal(cause);
      restart();
      endPending(broken);
    }
    return broken;
  };
  const guarded = (name, call) =>
    function enter(...args) {
      depth++;
      try {
        const result = call(...args);
        if (broken) throw broken;
        return result;
      } catch (cause) {
        const error = fail(cause);
        if (depth > 1 || !BY_THE_ENGINE.test(name)) throw error;
        return [0, 0]; // as a closure without a result does
      } finally {
        depth--;
      }
    };
  return Object.fromEntries(Object.entries(exports).map(([name, it]) => [name, typeof it === "function" ? guarded(name, it) : it]));
};

/** Creates the error for an object of an instance that has trapped. */
export const stale = () =>
  failure("internal", "satline has failed since this object was created. Resume the order from its record, with a new client.", { money: "unknown", outcome: "unknown" });
