import OpenAI from "openai";
import { answer, fetch } from "../stub.mjs";

const openai = new OpenAI({ apiKey: "key", fetch, dangerouslyAllowBrowser: true });

export const work = ({ body }) => {
  answer(body);
  return openai.models.retrieve("balance");
};
