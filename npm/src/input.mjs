// What is handed in, made JSON text field by field: an error names the field, whatever it is.
import { invalid } from "./error.mjs";

/** More than anyone means to hand in. */
const LONGEST = 1 << 20;

/** An object's own fields, each read once. */
export const fieldsOf = (given, name = "options") => {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object" || Array.isArray(given)) throw invalid(name, "must be an object.");
  const fields = {};
  let keys;
  try {
    keys = Object.keys(given);
  } catch (cause) {
    throw invalid(name, "could not be read.", cause);
  }
  for (const key of keys) {
    try {
      fields[key] = given[key];
    } catch (cause) {
      throw invalid(key, "could not be read.", cause);
    }
  }
  return fields;
};

/** The fields as JSON text. */
export const encode = (fields) => {
  const members = [];
  for (const [key, value] of Object.entries(fields)) {
    const text = textOf(key, value);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join()}}`;
};

const textOf = (key, value) => {
  const kind = typeof value;
  if (kind === "bigint") return JSON.stringify(String(value));
  if (kind === "number" && !Number.isFinite(value)) throw invalid(key, "must be a finite number.");
  if (kind === "function" || kind === "symbol") throw invalid(key, `must not be a ${kind}.`);
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw invalid(key, "cannot be written as JSON.", cause);
  }
  if (text?.length > LONGEST) throw invalid(key, "is far too long.");
  return text;
};

/** A text that was handed in by itself. */
export const textArgument = (name, value) => {
  if (typeof value !== "string") throw invalid(name, "must be a text.");
  if (value.length > LONGEST) throw invalid(name, "is far too long.");
  return value;
};

/** Moments become dates, exact amounts bigints; the names say which they are. */
export const revived = (value) => {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (key === "others") continue; // the service's own names
    if (key === "at" || key.endsWith("At")) value[key] = new Date(member);
    else if (key.endsWith("Msat") || key === "units") value[key] = BigInt(member);
    else if (typeof member === "object") value[key] = revived(member);
  }
  return value;
};

/** The answer of a function that is done at once. */
export const opened = (text, fail) => {
  const { ok, error } = JSON.parse(text);
  if (error) throw fail(error);
  return ok;
};
