import ky from "ky";
import { answer, fetch } from "../stub.mjs";

const client = ky.create({ fetch });

export const work = ({ body }) => {
  answer(body);
  return client.get("https://example.com/balance").json();
};
