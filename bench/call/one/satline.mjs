import { Sms4Sats, ready } from "#satline";
import { answer, fetch } from "../stub.mjs";

let sms;

export const prepare = async () => {
  await ready();
  sms = new Sms4Sats({ fetch, apiKey: "key" });
};
export const work = ({ body }) => {
  answer(body);
  return sms.balance();
};
export const normalize = (balance) => ({ balance });
