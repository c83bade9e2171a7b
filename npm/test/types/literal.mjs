/** A value as TypeScript's source: a literal, so that what is not declared is an error. */
export const literal = (value) => {
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  if (typeof value !== "object" || value === null) return String(JSON.stringify(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${literal(member)}`).join()}}`;
};
