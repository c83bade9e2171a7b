// `using`, since TypeScript 5.2, with TypeScript's own declarations of it.
import { Sms4Sats } from "satline";

export const ordered = async (): Promise<string> => {
  using order = await new Sms4Sats().receive({ country: "germany", service: "wa" });
  return order.id;
};
