// The smallest environment: no DOM, no Node, ES2020. Our types must work there.
import { Sms4Sats, type FetchResponse } from "satline";

const response: FetchResponse = { status: 200, headers: { get: () => null }, text: async () => "{}" };
const sms = new Sms4Sats({ fetch: async () => response });

export const code = async (): Promise<string | undefined> => {
  const order = await sms.receive({ country: 43, service: "wa" });
  for await (const status of order.watch()) if (status.state === "code_received") return status.code;
  return undefined;
};
