import { answer, fetch } from "../stub.mjs";

export const work = async ({ body }) => {
  answer(body);
  return (await fetch("https://example.com/services")).json();
};
export const normalize = (rows) => rows.map(({ value, text, count, image }) => ({ id: value, name: text, stock: Number(count), image: image.src }));
