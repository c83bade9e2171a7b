// Sits between wasm-bindgen's glue and the wasm: starts an instance when it is first needed, and another one should it
// ever trap. build/pack.mjs puts it there.
import { SatlineError, endPending } from "../../target/npm/snippets.mjs";

/* global REPOSITORY -- put in when the package is put together */
const internal = (cause) =>
  failure(
    "internal",
    "satline itself broke here, which should never happen. What was under way may have been done or not: look at the order's status. " +
      `Please report it, with this error's cause, at ${REPOSITORY}/issues.`,
    { money: "unknown", outcome: "unknown" },
    cause,
  );

/** An error that comes from here and not from the wasm. */
export const failure = (code, message, more, cause) =>
  new SatlineError(message, { code, retryable: false, money: "untouched", outcome: "none", ...more }, cause);

let start;
let restart;

/** Says how an instance is started, and how another one takes its place. */
export const control = (how) => ({ start, restart } = how);

/** Takes the place of an instance's exports until there is one: the first call starts it, where the wasm is at hand. */
export const unloaded = new Proxy({}, { get: (_, name) => start()[name] });

/** The names of what engines call by themselves: closures, and what frees an object. There nobody could catch an error. */
const BY_THE_ENGINE = /^(wasm_bindgen__|__wb)/;

/** The exports of an instance. Should one of them trap, everything that is pending ends and the next call finds another instance. */
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
        return [0, 0]; // what a closure returns that has nothing to say
      } finally {
        depth--;
      }
    };
  return Object.fromEntries(Object.entries(exports).map(([name, it]) => [name, typeof it === "function" ? guarded(name, it) : it]));
};

/** For an object of an instance that has broken. */
export const stale = () =>
  failure("internal", "satline broke since this object was made. Resume the order from its record, by a new client.", { money: "unknown", outcome: "unknown" });
