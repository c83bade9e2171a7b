declare global {
  interface SymbolConstructor {
    /** Known to TypeScript from 5.2 on; said here for those without that `lib`. */
    readonly dispose: unique symbol;
  }
}

export {};

/** What a service told that has no field of its own, by its own names. */
export type Others = Record<string, unknown>;

/** Which network invoices have to be for. `regtest` is the sandbox's. */
export type Network = "bitcoin" | "testnet" | "signet" | "regtest";

/** Who sells, as each writes its name. */
export type ServiceName = "sms4sats" | "Bitrefill" | "Lava" | "Grid";

/** An `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Headers by their names: a plain object, a `Headers`, or pairs. They replace none that a service needs. */
export type HeaderTexts = Record<string, string> | [string, string][] | Iterable<readonly [string, string]> | HeadersLike;

/** A `Headers`, also where the compiler's `lib` does not know that it can be iterated over. */
export interface HeadersLike {
  get(name: string): string | null;
  forEach(callback: (value: string, name: string) => void): void;
}

/** What `fetch` is called with. */
export interface FetchOptions {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** An `AbortSignal`. */
  signal: any;
  redirect: "error" | "manual";
}

/** A `Response`. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** What may be known of a request: no query, no header, no body, so no secret. */
export interface RequestInfo {
  /** The call's name, such as `receive`. */
  call: string;
  service: ServiceName;
  method: string;
  /** Without the query. */
  url: string;
}

export interface ResponseInfo extends RequestInfo {
  /** The HTTP status. */
  status: number;
}

/** What every client can be told. */
export interface ClientOptions {
  /** Where the service is: a relay, a proxy, the sandbox. `https`, or `http` on this machine; no query. */
  baseUrl?: string | undefined;
  /** How long a call may take in all, its body and its repetitions too: 1 to 600000. 30000 unless told. */
  timeoutMs?: number | undefined;
  /** Sends requests instead of the global `fetch`. */
  fetch?: ((url: string, options: FetchOptions) => Promise<FetchAnswer>) | undefined;
  /** Headers for every request, by their names. */
  headers?: HeaderTexts | undefined;
  /** Told of each request before it is sent. It only looks on: what it throws changes nothing. */
  onRequest?: ((request: RequestInfo) => void) | undefined;
  /** Told of each answer that has come in whole. */
  onResponse?: ((response: ResponseInfo) => void) | undefined;
}

/** What every call can be told. */
export interface CallOptions {
  /** Gives up at once. What was sent may have happened all the same: see {@link SatlineError.outcome}. */
  signal?: Signal | undefined;
  /** Headers for this call, over the client's. */
  headers?: HeaderTexts | undefined;
}

/** What has become of the money, as far as is known. `held`: reserved, not spent. */
export type Money = "untouched" | "held" | "returned" | "spent" | "unknown";

/**
 * The kinds of errors; they stay as they are, so programs may compare them.
 *
 * `input…`: mend what `field` names; nothing was sent. `service.refused`: the service said no, in its
 * own `words`. `outcome.unknown`: sent once, and the answer was lost; look at order, balance or history
 * before asking again. `invoice.rejected`: not what was agreed, do not pay it. `order.cancel_too_early`:
 * nothing was sent, `retryAfterMs` says when it may be. `order.no_code`: no code came or will come; `money` says
 * what became of what was paid. `internal`: satline itself
 * broke; please report it. The README has a line for each.
 */
export type ErrorCode =
  | "input.invalid"
  | "input.key_missing"
  | "service.unreachable"
  | "service.timed_out"
  | "service.rate_limited"
  | "service.refused"
  | "service.unreadable"
  | "outcome.unknown"
  | "call.aborted"
  | "invoice.rejected"
  | "order.cancel_too_early"
  | "order.no_code"
  | "wallet.missing"
  | "wasm.not_ready"
  | "wasm.unavailable"
  | "internal";

/**
 * What every call throws or rejects with, and nothing else. Its message is for people. What is ours of
 * it holds no key, code, number or invoice; the service's own `words` at its end are quoted as they came.
 *
 * @example
 * try {
 *   await sms.receive({ country: "germany", service: "wa" });
 * } catch (error) {
 *   if (!(error instanceof SatlineError)) throw error;
 *   if (error.retryable) later(error.retryAfterMs);
 *   else show(error.message);
 * }
 */
export class SatlineError extends Error {
  private constructor();
  readonly name: "SatlineError";
  readonly code: ErrorCode;
  /** Who answered, or should have. */
  readonly service?: ServiceName;
  /** What was handed in and cannot be right, as it is named in the call. */
  readonly field?: string;
  /** The HTTP status of the answer. */
  readonly status?: number;
  /** The service's own words, shortened: plain text, never markup. */
  readonly words?: string;
  /** Whether the same call can be made again without any risk to money. */
  readonly retryable: boolean;
  /** How long the service asks to wait before. */
  readonly retryAfterMs?: number;
  readonly money: Money;
  /** `unknown`: it may have been done or not. Look at the order, the balance or the history first. */
  readonly outcome: "none" | "unknown";
  /** Of `invoice.rejected`: all that was looked at, what passed and what did not. */
  readonly findings?: Finding[];
  /** What was thrown underneath: by `fetch`, or your signal's reason. It may hold an address. */
  readonly cause?: unknown;
  /** Without stack and cause: fit for a log. */
  toJSON(): Omit<SatlineError, "stack" | "cause" | "toJSON">;
}

/** What one rule of the check found, in short texts for people. */
export interface Finding {
  rule: "readable" | "network" | "amount" | "price" | "cap" | "date" | "time" | "signature" | "payee" | "order_id";
  /** What holds when it passes. */
  sentence: string;
  expected: string;
  /** It may come from the invoice: show it as plain text only. */
  found: string;
  passed: boolean;
  /** It did not pass, but may be paid all the same: nobody promised that the two fit. */
  warning: boolean;
}

/** An invoice that has passed the check and may be paid. */
export interface PayableInvoice {
  /** The invoice, in lower case, without `lightning:`. */
  text: string;
  amountSat: number;
  /** When it can no longer be paid. */
  expiresAt: Date;
  /** The node that signed it, proven: 66 hexadecimal digits. */
  payee: string;
  /** What the preimage, which proves the payment, hashes to. */
  paymentHash: string;
  /** In the payee's words: show it as plain text only. */
  description?: string;
  /** All that was looked at, for people to see. */
  findings: Finding[];
}

/** Whether an invoice may be paid, and why. */
export type Verdict = { ok: true; invoice: PayableInvoice; findings: Finding[] } | { ok: false; findings: Finding[] };

/** What an invoice is expected to say. Findings that do not fit forbid paying it. */
export interface Expectation {
  /** `bitcoin` unless told. */
  network?: Network | undefined;
  /** What was quoted. */
  priceSat?: number | undefined;
  /** How far from the quoted price it may be, up or down. 0 unless told. */
  toleranceSat?: number | undefined;
  /** The most that may be spent. */
  capSat?: number | undefined;
  /** How much time there has to be left to pay it. 60000 unless told. */
  minTimeLeftMs?: number | undefined;
  /** The node that has to have signed it: 66 hexadecimal digits. */
  payee?: string | null | undefined;
  /** A difference is a warning only. */
  paymentHash?: string | undefined;
}

export interface Hop {
  node: string;
  shortChannelId: string;
  feeBaseMsat: bigint;
  feeProportionalMillionths: number;
  cltvExpiryDelta: number;
}

/** All that an invoice says. That it can be read does not mean that it should be paid. */
export interface DecodedInvoice {
  text: string;
  network: Network;
  /** Absent if the amount is open, or no whole satoshis. */
  amountSat?: number;
  /** In thousandths of a satoshi; absent if the amount is open. */
  amountMsat?: bigint;
  createdAt: Date;
  expiresAt: Date;
  /** As in {@link PayableInvoice}. */
  description?: string;
  descriptionHash?: string;
  /** The node that signed it, proven; absent if that was not asked for. */
  payee?: string;
  paymentHash: string;
  paymentSecret: string;
  minFinalCltvExpiry: number;
  /** The numbers of the feature bits that are set. */
  features: number[];
  routeHints: Hop[][];
  /** Addresses to pay to on chain: a witness program's version, 17 for a key's hash, 18 for a script's. */
  fallbacks: { version: number; program: string }[];
  metadata?: string;
  /** Fields that BOLT11 does not name, in words of 5 bits. */
  unknownFields: { tag: number; words: number[] }[];
  signature: string;
  recoveryId: number;
}

/**
 * Reads a BOLT11 invoice, with or without `lightning:`.
 *
 * `payee: false` leaves out who signed it, which is most of the work.
 */
export function decodeInvoice(invoice: string, options?: { payee?: boolean | undefined }): DecodedInvoice;

/** Holds an invoice against what is expected of it. Never throws for what the invoice says. */
export function checkInvoice(invoice: string, expectation?: Expectation): Verdict;

export interface QrOptions {
  /** What it is called for those who cannot see it. */
  title?: string | undefined;
  /** How much of it may be spoilt and still be read: 7, 15, 25 or 30 percent. `M` unless told. */
  level?: "L" | "M" | "Q" | "H" | undefined;
}

/**
 * Draws an invoice as a QR code: SVG text, dark on white with its quiet zone, drawn as one path. Throws for
 * what is no invoice; for anything else there is {@link textQrSvg}.
 */
export function qrSvg(invoice: string, options?: QrOptions): string;

/** Draws any text as a QR code, such as a link or an address: as it is, so that its case is kept. */
export function textQrSvg(text: string, options?: QrOptions): string;

/** A WebLN wallet, as extensions put it into pages. */
export interface WeblnProvider {
  enable(): Promise<unknown>;
  sendPayment?(invoice: string): Promise<unknown>;
  sendPaymentAsync?(invoice: string): Promise<unknown>;
}

export interface WalletOptions {
  /** `globalThis.webln` unless told. */
  provider?: WeblnProvider | undefined;
  /** Gives up waiting; what the wallet was asked for goes on, and its outcome is `unknown`. */
  signal?: Signal | undefined;
  /** Also if a wallet may have paid it: only where your user sees in the wallet that it has not. */
  again?: boolean | undefined;
}

/**
 * What became of asking a wallet.
 *
 * - `paid`: `preimage` proves it
 * - `pending`: sent off; the order tells how it goes on
 * - `declined`: nothing was sent, it may be tried again
 * - `unknown`: it may have been sent or not. Watch the order; do not pay again
 * - `too_late`: not enough time is left. Nothing was sent; make a new order
 * - `already_sent`: a wallet has had this invoice before, and may have paid it. Nothing was sent now
 */
export type WalletOutcome =
  | { outcome: "paid"; preimage: string }
  | { outcome: "pending" | "declined" | "unknown" | "too_late" | "already_sent" };

/**
 * Asks the wallet in this page to pay: on the user's own click only. An invoice that fails the check
 * is not handed over. For hold invoices wallets answer minutes later: watch meanwhile.
 *
 * None is handed over twice, but by `again`: an order's record says from this call on, before the wallet
 * is asked, that it may have been paid, until it is known. So keep the record once more after the call,
 * before you await it. Of an invoice that is only text, the page remembers it until it is reloaded.
 */
export function payWithWebln(order: Order, options?: WalletOptions): Promise<WalletOutcome>;
export function payWithWebln(invoice: string, options?: Expectation & WalletOptions): Promise<WalletOutcome>;

export type OrderKind = "code" | "rental" | "real_phone" | "sms" | "email" | "fund";

/** A code or message that came in. */
export interface ReceivedCode {
  text: string;
  /** It came as a number: zeros at its beginning, if there were any, are lost. Tell your user. */
  mayLackZeros: boolean;
}

/** An order in any state. */
export interface StatusBase {
  service: ServiceName;
  /** What names the order at its service. */
  id: string;
  kind: OrderKind;
  money: Money;
  /** Its state can change no more; a late code may still come. */
  isOver: boolean;
  createdAt: Date;
  /** When its state last changed. */
  changedAt: Date;
  /** When it was first seen to be paid. */
  paidAt?: Date;
  /** Until when its invoice can be paid. */
  expiresAt?: Date;
  /** Paid from a balance: there is no invoice, and the money left the balance at once. */
  fromBalance: boolean;
  /** Present while it is to be paid and passes the check. */
  invoice?: PayableInvoice;
  /** Present while it is to be paid and its invoice must not be: what is wrong with it. */
  rejected?: Finding[];
  /** A wallet was asked to pay it, and nobody has said yet what came of that: do not have it paid again. */
  maybePaid: boolean;
  /** The number that receives, without `+`. */
  number?: string;
  /** The newest code. */
  code?: string;
  /** Every code and message that came, the oldest first, one that came again last; of a rental the last 200. */
  codes: ReceivedCode[];
  /** A code came although the money went back. */
  hasLateCode: boolean;
  /** Why it failed, in the service's words: plain text. */
  reason?: string;
  /** The last question about it had no answer of use. */
  outOfTouch: boolean;
  /** Whether it can be cancelled now; `later`: from `cancelFromAt` on. */
  cancel: "allowed" | "later" | "too_late" | "never";
  cancelFromAt?: Date;
}

/**
 * How an order stands, told apart by `state`. It never goes back.
 *
 * | `state` | |
 * |---|---|
 * | `awaiting_payment` | to be paid, or paid and not credited yet |
 * | `held` | paid by a hold invoice: the money is reserved, not spent (from a balance it is spent) |
 * | `number_given` | there is a number; its code is awaited |
 * | `code_received` | a code has come, and the money is spent; a rental goes on receiving |
 * | `created` | the message was accepted; the money is reserved |
 * | `sent`, `delivered` | the message is on its way, has arrived; the money is spent |
 * | `credited` | the balance has grown by what was paid |
 * | `needs_confirmation` | someone has to confirm the charge before money moves |
 * | `charged` | a payment method was charged, and the balance has grown |
 * | `unknown` | sent once, and the answer was lost or says nothing: the balance will tell |
 * | `cancelled`, `refunded` | cancelled as asked, did not work out; what was reserved goes back |
 * | `failed` | the message could not be sent and its money goes back, or the balance will not grow |
 * | `expired` | nobody paid in time |
 */
export type OrderStatus = StatusBase &
  (
    | { state: "awaiting_payment" | "needs_confirmation" | "charged" | "unknown" }
    | { state: "cancelled" | "refunded" | "failed" | "expired" }
    | { state: "held" | "created" | "sent" | "delivered" | "credited"; paidAt: Date }
    | { state: "number_given"; number: string; paidAt: Date }
    | { state: "code_received"; code: string; paidAt: Date }
  );

export type OrderState = OrderStatus["state"];

/** An order as plain data for `resume` and `stepOrder`. It holds number, codes and invoice: keep it as you would keep those. */
export interface OrderRecord {
  version: 1;
  service: ServiceName;
  id: string;
  kind: OrderKind;
  state: OrderState;
  /** The rest is satline's own, and may change together with `version`. */
  [more: string]: unknown;
}

/** An order to go on with: itself, its record, or that as JSON text. */
export type Resumable = OrderRecord | Order | string;

/**
 * An order, and the way to ask about it.
 *
 * @example
 * const order = await sms.receive({ country: "germany", service: "wa" });
 * show(order.qrSvg());
 * for await (const status of order.watch()) {
 *   if (status.state === "code_received") use(status.code);
 * }
 */
export interface Order {
  readonly id: string;
  readonly service: ServiceName;
  readonly kind: OrderKind;
  readonly state: OrderState;
  /** The number that receives, once there is one. */
  readonly number: string | undefined;
  /** The newest code. */
  readonly code: string | undefined;
  readonly money: Money;
  readonly isOver: boolean;
  /** The invoice if it is to be paid and has passed the check just now; otherwise null. */
  readonly invoice: PayableInvoice | null;
  /** All of it, as it stands now. Asks nobody. */
  status(): OrderStatus;
  /** The invoice as a QR code; throws if there is none to be paid. */
  qrSvg(options?: QrOptions): string;
  /** Asks the service once. */
  refresh(options?: CallOptions): Promise<OrderStatus>;
  /** Cancels: from two minutes after it was made until a code has come. The order is up to date whatever comes. */
  cancel(options?: CallOptions): Promise<OrderStatus>;
  /** Yields how it stands, now and whenever that changes, until nothing is left to learn: after a refund ten minutes, for a late code; of one that nobody pays a day beyond its invoice's end. */
  watch(options?: WatchOptions): AsyncGenerator<OrderStatus, void, undefined>;
  /**
   * Follows the order until its code comes, and resolves with it and with its number. Rejects with
   * `order.no_code` once it is known that none will come (`money` says what became of the money), and with
   * `call.aborted` when the signal aborts: the order goes on, and can be waited for again.
   *
   * @example
   * const { number, code } = await order.waitForCode({ signal: AbortSignal.timeout(20 * 60_000) });
   */
  waitForCode(options?: WatchOptions): Promise<{ number: string | undefined; code: string }>;
  /** Tell it that a wallet pays: whoever watches asks soon, and the record notes it. */
  paymentSent(): void;
  /** The record, for `JSON.stringify` and `resume`. */
  toJSON(): OrderRecord;
  /** Takes it out of all that watches it; a watch that has no other order ends. */
  [Symbol.dispose](): void;
}

export interface WatchOptions {
  /** Ends the watch at once and without an error, as if nothing were left to learn: before it begins, while it waits, between two values. */
  signal?: Signal | undefined;
  /** Questions under way at once. 4 unless told. */
  atOnce?: number | undefined;
  /** Questions per second, of all orders together: 1 to 1000. 10 unless told. */
  perSecond?: number | undefined;
}

/** Follows orders of one client. Yields each order about which something has changed, by `refresh` and `cancel` too, until nothing is left to learn. */
export interface Watch extends AsyncIterable<Order> {
  next(): Promise<IteratorResult<Order, undefined>>;
  /** Ends it at once; a `next()` that still waits is done then. */
  return(): Promise<IteratorResult<Order, undefined>>;
  [Symbol.asyncIterator](): Watch;
  /** Begins to follow one more. */
  add(order: Order): void;
  /** Ends following one. */
  remove(order: Order): void;
  /** Tell it that a wallet pays this order. */
  paymentSent(order: Order): void;
  /** Whether somebody looks: `away` asks less often, `waking` asks at once. */
  attend(attention: "away" | "looking" | "waking"): void;
}

/**
 * What can happen to an order. `answer` is what its service answered, as it came: Grid's is the list
 * that has the account. `retryAfterMs` is how long it wants to be left alone.
 */
export type OrderEvent =
  | { event: "answer"; status: number; body: string; retryAfterMs?: number | undefined }
  | { event: "no_answer" | "payment_asked" | "payment_refused" | "payment_sent" }
  | { event: "cancel_sent" | "cancel_accepted" | "cancel_refused" };

/** An order after a step. */
export interface Step {
  /** The record to keep. */
  order: OrderRecord;
  /** When to ask the service next; absent when nothing is left to learn. */
  askAt?: Date;
  status: OrderStatus;
}

/** One step of an order's life, for those who drive orders by a queue. Sends nothing. */
export function stepOrder(order: Resumable, event: OrderEvent): Step;

export interface Amount {
  /** With all its decimals: `25.00`. */
  amount: string;
  currency: string;
  /** So many of the smallest unit. */
  units: bigint;
  decimals: number;
}

/** A way to pay for a top-up. */
export interface FundingMethod {
  id: string;
  name: string;
  /** What amounts can be named in. */
  currencies: string[];
  least?: Amount;
  most?: Amount;
  /** The payer may choose the amount when paying. */
  amountOptional: boolean;
  /** Why it cannot be used just now. */
  problem?: string;
}

export interface TopUpOptions extends CallOptions {
  /** The `id` of one of the client's `methods()`. */
  method: string;
  /** As people write it: satoshis where the currency is BTC, otherwise the currency itself, such as `25.50`. A text is exact. */
  amount?: string | number | bigint | undefined;
  /** The method's first unless told. */
  currency?: string | undefined;
  /** By Lightning: the most that may be spent. An amount in BTC is its price; of any other, the service tells the price. */
  capSat?: number | undefined;
}

export type NextStep =
  /** Pay the order's `invoice`. */
  | { todo: "pay_invoice" }
  /** Send `price` to `address`, `by` that method. The address is not checked. */
  | { todo: "pay_address"; address: string; price: string; by: string }
  /** Let the owner confirm at `link`, which is somebody else's page. */
  | { todo: "confirm_here"; link: string }
  /** Only wait: the balance will tell. */
  | { todo: "wait" }
  /** Nothing: the balance has grown. */
  | { todo: "done" };

export interface TopUp {
  order: Order;
  next: NextStep;
}

/** Begins a top-up, the same way at each service. What moves money is sent once. */
export function topUp(client: Sms4Sats | Bitrefill | Lava | Grid, options: TopUpOptions): Promise<TopUp>;

declare abstract class Client {
  #private;
  /** The ways to pay for a top-up. */
  methods(options?: CallOptions): Promise<FundingMethod[]>;
  /** Follows one order or many. */
  watch(orders: Order | Order[], options?: WatchOptions): Watch;
  /** Goes on with an order, by a client made for it. */
  static resume<O>(this: new (options?: O) => Client, record: Resumable, options?: O): Promise<Order>;
  /** Goes on with an order, in this process or another. */
  resume(record: Resumable): Promise<Order>;
}

export interface Sms4SatsOptions extends ClientOptions {
  /** Names a prepaid balance: for `immediate`, `fund`, `balance` and `history` only. */
  apiKey?: string | undefined;
  /** `bitcoin` unless told. */
  network?: Network | undefined;
  /** The node that has to have signed invoices: 66 hexadecimal digits, or `null` for any. On bitcoin the service's published node unless told, elsewhere any. */
  payee?: string | null | undefined;
}

export interface ReceiveOptions extends CallOptions {
  /** A name, an ISO code or the service's number: see {@link countries}. 999 lets the service choose. */
  country: string | number;
  /** The `id` of one of `services()`, such as `wa`. */
  service: string;
  /** A number for a time, with every message it receives, instead of one code. */
  rental?: boolean | undefined;
  /** One code to a real phone. */
  realPhone?: boolean | undefined;
  /** Who referred: a Lightning address. */
  referral?: string | undefined;
  /** Pay from the key's balance at once: there is no invoice. No page says whether a failure gives it back. */
  immediate?: boolean | undefined;
  /** What was quoted: an invoice for anything else is rejected. */
  priceSat?: number | undefined;
}

export interface MessageOptions extends CallOptions {
  message: string;
  /** Pay from the key's balance at once: there is no invoice. */
  immediate?: boolean | undefined;
  /** Where the service posts how it goes. Ask before believing: {@link readWebhook}. */
  webhookUrl?: string | undefined;
  /** See {@link ReceiveOptions.priceSat}. */
  priceSat?: number | undefined;
}

export interface ServiceOffer {
  id: string;
  /** Plain text, never markup. */
  name: string;
  /** How many numbers there are. */
  stock?: number;
  /** A path at sms4sats.com. */
  image?: string;
  others?: Others;
}

export interface RentalOffer {
  countryCode: string;
  countryName: string;
  weeks?: number;
  priceSat?: number;
  others?: Others;
}

export interface Prices {
  receiveSat?: number;
  sendSat?: number;
  rentSat?: number;
  realPhoneSat?: number;
  /** For the country and service that were asked for. */
  computed?: { priceSat: number; country?: string; description?: string };
  others?: Others;
}

/** How an order stands, in sms4sats' words. */
export interface StatusReport {
  /** With a hold invoice: the money is reserved. */
  paid: boolean;
  number?: string;
  code?: string;
  codes: ReceivedCode[];
  /** Why it failed; the money goes back. */
  error?: string;
  /** `created`, `sent`, `delivered`, `failed`, or a word that is new. */
  smsStatus?: string;
  country?: string;
  service?: string;
  /** The service's own number for it. */
  reference?: string;
  /** When this became so. */
  at?: Date;
  others?: Others;
}

/** What was paid into a key's balance. */
export interface History {
  totalSat?: number;
  /** `preimage` is a secret: it proves a payment. */
  fundings: {
    amountSat: number;
    at?: Date;
    description?: string;
    preimageHash?: string;
    preimage?: string;
    others?: Others;
  }[];
}

/**
 * sms4sats: activation codes, rentals, SMS and email messages. No key is needed to pay by invoice,
 * and pages may call it directly.
 *
 * @example
 * const sms = new Sms4Sats();
 * const order = await sms.receive({ country: "germany", service: "wa" });
 */
export class Sms4Sats extends Client {
  constructor(options?: Sms4SatsOptions);
  /** Orders a number for one code, or rents one. */
  receive(options: ReceiveOptions): Promise<Order>;
  /** Sends an SMS; `phone` as `+`, country code and number. */
  sendSms(options: MessageOptions & { phone: string }): Promise<Order>;
  /** Sends an email. */
  sendEmail(options: MessageOptions & { address: string }): Promise<Order>;
  /** Tops up the key's balance over Lightning. Needs the key. */
  fund(options: CallOptions & { amountSat: number }): Promise<Order>;
  /** What codes can be received for in a country. */
  services(options: CallOptions & { country: string | number }): Promise<ServiceOffer[]>;
  /** Where numbers for a service can be rented. */
  rentalCountries(options: CallOptions & { service: string }): Promise<RentalOffer[]>;
  /** What things cost; more exactly with both a country and a service. */
  prices(options?: CallOptions & { country?: string | number | undefined; service?: string | undefined }): Promise<Prices>;
  /** What the service says of an order. */
  orderStatus(options: CallOptions & { id: string }): Promise<StatusReport>;
  /** The key's balance in satoshis. Needs the key. */
  balance(options?: CallOptions): Promise<number>;
  /** What was paid into the balance. Needs the key. */
  history(options?: CallOptions): Promise<History>;
  /** Resolves if the service is up. */
  availability(options?: CallOptions): Promise<true>;
}

/** Reads what a webhook of sms4sats brought. Anyone can post there: believe only what `refresh` or `orderStatus` says then. */
export function readWebhook(body: string | object): StatusReport;

/** Deposits need a business account's `apiId` and `apiSecret`; through a relay, none. */
export interface BitrefillOptions extends ClientOptions {
  /** Of a personal account, which cannot make deposits. */
  apiKey?: string | undefined;
  apiId?: string | undefined;
  apiSecret?: string | undefined;
  /** `bitcoin` unless told. */
  network?: Network | undefined;
}

/** A deposit, as Bitrefill tells it. */
export interface Deposit {
  id: string;
  progress: "waiting" | "paid" | "credited" | "failed" | "expired";
  /** With its unit, for people. */
  price: string;
  method?: string;
  /** This and the next in the service's words. */
  status?: string;
  paymentStatus?: string;
  /** How many calls are allowed for now. */
  callsLeft?: number;
  others?: Others;
}

/**
 * Bitrefill: deposits to an account's balance. In a page, keep its secrets in a relay.
 *
 * @example
 * const bitrefill = new Bitrefill({ apiId, apiSecret });
 * const { order } = await bitrefill.deposit({ method: "lightning", amount: "25.00", currency: "USD" });
 */
export class Bitrefill extends Client {
  constructor(options?: BitrefillOptions);
  /** The same as {@link topUp}. */
  deposit(options: TopUpOptions): Promise<TopUp>;
  /** How a deposit stands. */
  invoice(options: CallOptions & { id: string }): Promise<Deposit>;
  balance(options?: CallOptions): Promise<Amount>;
  /** Resolves if the service is up and lets us in. */
  ping(options?: CallOptions): Promise<true>;
}

export interface LavaOptions extends ClientOptions {
  /** `aks_live_…` or `aks_test_…`; through a relay, none. */
  apiKey?: string | undefined;
}

/** A saved way to be charged. */
export interface PaymentMethod {
  id: string;
  /** For people, such as brand, last digits and expiry. */
  name: string;
  brand?: string;
  last4?: string;
  expiryMonth?: string;
  expiryYear?: string;
  isDefault: boolean;
  /** It was refused before. */
  problem?: { code?: string; message?: string; noticedAt?: Date };
  others?: Others;
}

/**
 * Lava: a wallet that is filled by charging a saved payment method. In a page, keep its key in a relay.
 *
 * @example
 * const lava = new Lava({ apiKey });
 * const [card] = await lava.methods();
 * const { next } = await lava.fund({ method: card.id, amount: "25.00" });
 * if (next.todo === "confirm_here") open(next.link);
 */
export class Lava extends Client {
  constructor(options?: LavaOptions);
  /** The same as {@link topUp}: charges for real. */
  fund(options: TopUpOptions): Promise<TopUp>;
  wallet(options?: CallOptions): Promise<{ id?: string; balance: Amount; others?: Others }>;
  paymentMethods(options?: CallOptions): Promise<PaymentMethod[]>;
}

export interface GridOptions extends ClientOptions {
  /** With `apiSecret`; through a relay, neither. */
  apiId?: string | undefined;
  apiSecret?: string | undefined;
  /** The internal account to top up. An order that goes on keeps its own. */
  accountId?: string | undefined;
}

export interface InternalAccount {
  id: string;
  customerId?: string;
  /** In the service's words, such as `INTERNAL_FIAT`. */
  kind?: string;
  status?: string;
  balance?: Amount;
  totalBalance?: Amount;
  instructions: FundingInstruction[];
  createdAt?: Date;
  updatedAt?: Date;
  others?: Others;
}

/** A way to pay into an account, in the service's words. */
export interface FundingInstruction {
  accountType?: string;
  fields: { label: string; value: string }[];
  /** Nobody has checked them: {@link checkInvoice} does. */
  uncheckedInvoices: string[];
  notes?: string;
  isPlatformAccount?: boolean;
  others?: Others;
}

export interface AccountPage {
  accounts: InternalAccount[];
  /** The cursor of the next page. */
  next?: string;
  total?: number;
  others?: Others;
}

/**
 * Lightspark Grid: internal accounts, topped up with play money in its sandbox. In a page, keep its
 * secrets in a relay.
 *
 * @example
 * const grid = new Grid({ apiId, apiSecret, accountId });
 * await grid.fund({ amount: "10.00" });
 */
export class Grid extends Client {
  constructor(options?: GridOptions);
  /** The same as {@link topUp}, by `sandbox` unless told. */
  fund(options: Omit<TopUpOptions, "method"> & { method?: string | undefined }): Promise<TopUp>;
  /** `limit`: 1 to 100, which it is unless told. */
  customersAccounts(options?: CallOptions & { cursor?: string | undefined; limit?: number | undefined }): Promise<AccountPage>;
  platformAccounts(options?: CallOptions): Promise<AccountPage>;
}

/** A country that numbers can be ordered in. */
export interface Country {
  /** The service's number for it. */
  code: number;
  name: string;
  /** Two letters. Those without are no country of the world's. */
  iso?: string;
  flag?: string;
}

/** All countries that numbers can be ordered in. */
export function countries(): Country[];

/** The country of that name, ISO code or number; null if there is none. */
export function findCountry(name: string): Country | null;

/** The countries that may be meant by what was typed so far, the likeliest first. */
export function searchCountries(typed: string): Country[];

/**
 * Loads the wasm for calls without `await`, such as `decodeInvoice`, where it is a file to be fetched:
 * in pages, and what bundlers make for them. All other calls load it by themselves.
 */
export function ready(): Promise<void>;
