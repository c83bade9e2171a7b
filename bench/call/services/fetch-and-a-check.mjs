import { answer, fetch } from "../stub.mjs";

const read = ({ value, key, text, count, image }) => {
  const id = typeof value === "string" ? value : key;
  const stock = Number(count);
  if (typeof id !== "string" || typeof text !== "string" || !Number.isSafeInteger(stock)) return undefined;
  return { id, name: text, stock, image: typeof image?.src === "string" ? image.src : undefined };
};

export const work = async ({ body }) => {
  answer(body);
  const response = await fetch("https://example.com/services", { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return (await response.json()).map(read).filter(Boolean);
};
