import Stripe from "stripe";
import { answer, fetch } from "../stub.mjs";

const stripe = new Stripe("sk_test_key", { httpClient: Stripe.createFetchHttpClient(fetch), telemetry: false });

export const work = ({ body }) => {
  answer(body);
  return stripe.balance.retrieve();
};
