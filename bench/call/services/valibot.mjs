import * as v from "valibot";
import { answer, fetch } from "../stub.mjs";

const Services = v.array(
  v.pipe(
    v.object({
      value: v.string(),
      text: v.string(),
      count: v.pipe(v.string(), v.transform(Number), v.integer()),
      image: v.optional(v.object({ src: v.string() })),
    }),
    v.transform(({ value, text, count, image }) => ({ id: value, name: text, stock: count, image: image?.src })),
  ),
);

export const work = async ({ body }) => {
  answer(body);
  return v.parse(Services, await (await fetch("https://example.com/services")).json());
};
