import { z } from "zod";
import { answer, fetch } from "../stub.mjs";

const Services = z.array(
  z
    .object({
      value: z.string(),
      text: z.string(),
      count: z.string().transform(Number).pipe(z.int()),
      image: z.object({ src: z.string() }).optional(),
    })
    .transform(({ value, text, count, image }) => ({ id: value, name: text, stock: count, image: image?.src })),
);

export const work = async ({ body }) => {
  answer(body);
  return Services.parse(await (await fetch("https://example.com/services")).json());
};
