import { Sms4Sats, ready } from "#satline";
import { answer, fetch } from "../stub.mjs";

const sms = new Sms4Sats({ fetch });

export const prepare = ready;
export const work = ({ body }) => {
  answer(body);
  return sms.services({ country: "germany" });
};
