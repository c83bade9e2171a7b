import { answer, fetch } from "../stub.mjs";

export const work = async ({ body }) => {
  answer(body);
  const response = await fetch("https://example.com/balance", { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const { status, balance } = await response.json();
  if (status !== "OK" || !Number.isInteger(balance)) throw new Error("unreadable");
  return { balance };
};
