import { Sms4Sats, ready } from "#satline";
import { answer, fetch } from "../stub.mjs";

let sms;

export const prepare = async () => {
  await ready();
  sms = new Sms4Sats({ fetch });
};
export const work = ({ body }) => {
  answer(body);
  return sms.services({ country: "germany" });
};
