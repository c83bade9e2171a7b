// What is handed in, made JSON text field by field: an error names the field, whatever it is.
import { invalid } from "./error.mjs";

/** More than anyone means to hand in. */
const LONGEST = 1 << 20;

/** An object's own fields, each read once. */
export const fieldsOf = (given, name = "options") => {
  if (given === undefined || given === null) return {};
  const keys = read(name, () => typeof given === "object" && !Array.isArray(given) && Object.keys(given));
  if (!keys) throw invalid(name, "must be an object.");
  return Object.fromEntries(keys.map((key) => [key, read(key, () => given[key])]));
};

/** Getters and proxies are somebody else's code. */
export const read = (name, reader) => {
  try {
    return reader();
  } catch (cause) {
    throw invalid(name, "could not be read.", cause);
  }
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
  const text = read(key, () => JSON.stringify(value));
  if (text?.length > LONGEST) throw invalid(key, "is far too long.");
  return text;
};

/** A text that was handed in by itself. */
export const textArgument = (name, value) => {
  if (typeof value !== "string") throw invalid(name, "must be a text.");
  if (value.length > LONGEST) throw invalid(name, "is far too long.");
  return value;
};

/** An order's record as text, from the order, the record, or its text. */
export const recordOf = (order) => {
  const text = typeof order === "string" ? textArgument("order", order) : textOf("order", order);
  if (text?.[0] !== "{") throw invalid("order", "must be an order's record.");
  return text;
};

/** Moments become dates, exact amounts bigints; the names say which they are. */
export const revived = (value) => {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  for (const key of Object.keys(value)) {
    const member = value[key];
    // The service's own names, and a record, which stays as it is.
    if (key === "others" || key === "order") continue;
    if (key === "at" || key.endsWith("At")) value[key] = dateOf(member);
    else if (key.endsWith("Msat") || key === "units") value[key] = BigInt(member);
    else if (typeof member === "object") value[key] = revived(member);
  }
  return value;
};

/** The last moment that a date can hold: an invoice may claim to be good for longer. */
const LAST = 8.64e15;

/** A moment that a service wrote in a way nobody can read is left out. */
const dateOf = (moment) => {
  const date = new Date(moment > LAST ? LAST : moment);
  return typeof moment === "string" && Number.isNaN(date.getTime()) ? undefined : date;
};
