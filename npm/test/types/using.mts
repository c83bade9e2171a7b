// `using`, as TypeScript knows it from 5.2 on, beside its own declarations of it.
import { Sms4Sats } from "satline";

export const ordered = async (): Promise<string> => {
  using order = await new Sms4Sats().receive({ country: "germany", service: "wa" });
  return order.id;
};
