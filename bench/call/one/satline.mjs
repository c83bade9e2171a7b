import { Sms4Sats, ready } from "#satline";
import { answer, fetch } from "../stub.mjs";

const sms = new Sms4Sats({ fetch, apiKey: "key" });

export const prepare = ready;
export const work = ({ body }) => {
  answer(body);
  return sms.balance();
};
export const told = (balance) => ({ balance });
