// Typical code, compiled and never run: it must be accepted, except the lines below
// `@ts-expect-error`, which must not.
import {
  Bitrefill,
  Grid,
  Lava,
  SatlineError,
  Sms4Sats,
  checkInvoice,
  countries,
  decodeInvoice,
  findCountry,
  payWith,
  payWithWebln,
  qrSvg,
  qrText,
  readWebhook,
  ready,
  searchCountries,
  stepOrder,
  textQrSvg,
  type Check,
  type Country,
  type ErrorCode,
  type Order,
  type OrderRecord,
  type OrderStatus,
  type PayableInvoice,
  type Step,
} from "satline";

export async function orders(signal: AbortSignal): Promise<void> {
  await ready();
  const sms = new Sms4Sats({ fetch, network: "regtest", payee: "any", onRequest: ({ call }) => void call.length });
  const order = await sms.receive({ country: "germany", service: "wa", rental: true, priceSat: 3_000, signal });
  const invoice: PayableInvoice | null = order.invoice;
  order.qrSvg({ title: "Pay here", level: "L" });
  for await (const status of order.watch({ signal, perSecond: 2 })) {
    if (status.state === "code_received") status.code.trim();
    else if (status.state === "number_given") status.number.trim();
    else if (status.state === "held") status.paidAt.getTime();
    // @ts-expect-error It may be undefined.
    else status.number.trim();
    // @ts-expect-error There is no such state.
    if (status.state === "code-received") break;
  }
  for await (const changed of sms.watch([order])) changed.state.length;
  const status: OrderStatus = await order.cancel({ signal });
  const same: Order = await sms.resume(JSON.stringify(order));
  const { number, code } = await same.waitForCode({ signal });
  const kept: string | undefined = number ?? code;
  const record: OrderRecord = order.toJSON();
  const step: Step = stepOrder(record, { event: "answer", status: 200, body: "{}" });
  step.askAt?.getTime();
  await payWithWebln(order);
  await sms.prices({ headers: new Headers(), signal });
  await sms.prices({ headers: [["x-trace", "1"]] });
  const pairs: readonly (readonly [string, string])[] = Object.entries({ "x-trace": "1" });
  await sms.prices({ headers: pairs });
  await sms.prices({ headers: new Map([["x-trace", "1"]]) });
  await payWith(order, async (invoice) => invoice.length, { signal });
  await payWith("lnbc1", { payInvoice: async ({ invoice }) => ({ preimage: invoice }) }, { capSat: 5_000 });
  await payWithWebln("lnbc1", { priceSat: 1, signal, provider: { enable: async () => undefined } });
  invoice?.checks.map((check: Check) => check.sentence);
  void [exhaustive(status), order.status.unreachable, order.status.failedChecks?.length, kept];

  // @ts-expect-error A misspelt option is an error.
  await sms.receive({ country: "germany", service: "wa", imediate: true });
  // @ts-expect-error The service is missing.
  await sms.receive({ country: "germany" });
  // @ts-expect-error Not a network.
  new Sms4Sats({ network: "mainnet" });
  // @ts-expect-error A wallet has one of three methods to pay.
  await payWith(order, {});
  // @ts-expect-error There is no such event.
  stepOrder(record, { event: "reported" });
  // @ts-expect-error Read only.
  order.state = "held";
}

/** An undefined option is like a missing one. */
export async function settings(env: Record<string, string | undefined>, signal?: AbortSignal): Promise<void> {
  const sms = new Sms4Sats({ apiKey: env["KEY"], baseUrl: env["URL"], timeoutMs: undefined, fetch: undefined });
  new Bitrefill({ apiId: env["ID"], apiSecret: env["SECRET"] });
  const order = await sms.receive({ country: "germany", service: "wa", priceSat: undefined, signal });
  order.qrSvg({ title: env["TITLE"] });
  order.watch({ signal });
  for await (const { id } of new Grid({ accountId: env["ACCOUNT"] }).walkCustomersAccounts({ currency: env["CURRENCY"], signal })) id.trim();
}

/** Every state is handled: the rest is `never`. */
function exhaustive(status: OrderStatus): string {
  switch (status.state) {
    case "awaiting_payment":
    case "needs_confirmation":
    case "unknown":
      return "wait";
    case "held":
    case "created":
    case "sent":
      return status.paidAt.toISOString();
    case "number_given":
      return status.number;
    case "code_received":
      return status.code;
    case "delivered":
    case "credited":
    case "charged":
      return "done";
    case "cancelled":
    case "refunded":
    case "failed":
    case "expired":
      return status.reason ?? "";
    default:
      return status satisfies never;
  }
}

export async function topUps(): Promise<void> {
  const { order, nextStep } = await new Grid({ accountId: "a" }).topUp({ paymentMethodId: "sandbox", amount: 10n });
  const same: Order = order;
  if (nextStep.kind === "pay_address") nextStep.address.trim();
  // @ts-expect-error There is a link only if confirmation is needed.
  nextStep.link.trim();
  const save = async (topUp: { order: Order }): Promise<void> => void topUp.order.toJSON();
  await new Lava({ apiKey: "aks_test_x" }).topUp({ paymentMethodId: "pm", amount: "25.00", currency: "USD", save });
  const units: bigint = (await new Bitrefill().balance()).units;
  // @ts-expect-error The payment method is missing.
  await new Grid().topUp({ amount: 5 });
  void [same, units];
}

export function atOnce(): void {
  const verdict = checkInvoice("lnbc1", { network: "signet", capSat: 5_000 });
  if (verdict.ok) verdict.invoice.amountSat.toFixed();
  // @ts-expect-error Only an invoice that passed the check can be paid.
  verdict.invoice.text.trim();
  const msat: bigint | undefined = decodeInvoice("lnbc1", { payee: false }).amountMsat;
  const found: Country | null = findCountry("DE");
  const all: Country[] = [...countries(), ...searchCountries("ger")];
  const at: Date | undefined = readWebhook("{}").at;
  void [msat, found, all, at, qrSvg("lnbc1").length, textQrSvg("a", { level: "H" }).length, qrText("lnbc1", { level: "L" }).length];
}

export function failures(error: unknown): ErrorCode | undefined {
  if (!(error instanceof SatlineError)) return undefined;
  // @ts-expect-error There is no such error code.
  if (error.code === "timeout") return undefined;
  void [error.cause, error.money === "held", error.toJSON().retryable, error.stack];
  return error.code;
}
