import { answer, fetch } from "../stub.mjs";

export const work = async ({ body }) => {
  answer(body);
  return (await fetch("https://example.com/balance")).json();
};
