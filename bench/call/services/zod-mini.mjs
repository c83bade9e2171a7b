import * as z from "zod/mini";
import { answer, fetch } from "../stub.mjs";

const Services = z.array(
  z.pipe(
    z.object({
      value: z.string(),
      text: z.string(),
      count: z.pipe(z.pipe(z.string(), z.transform(Number)), z.int()),
      image: z.optional(z.object({ src: z.string() })),
    }),
    z.transform(({ value, text, count, image }) => ({ id: value, name: text, stock: count, image: image?.src })),
  ),
);

export const work = async ({ body }) => {
  answer(body);
  return z.parse(Services, await (await fetch("https://example.com/services")).json());
};
