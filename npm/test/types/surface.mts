// The whole public surface: every export with its options and results. A change here is a change for users
// and belongs in the CHANGELOG.
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
  payWithWebln,
  qrSvg,
  readWebhook,
  ready,
  searchCountries,
  stepOrder,
  textQrSvg,
  topUp,
  type AccountPage,
  type Amount,
  type BitrefillOptions,
  type CallOptions,
  type ClientOptions,
  type Country,
  type DecodedInvoice,
  type Deposit,
  type ErrorCode,
  type Expectation,
  type FetchAnswer,
  type FetchOptions,
  type Finding,
  type FundingInstruction,
  type FundingMethod,
  type GridOptions,
  type HeaderTexts,
  type HeadersLike,
  type History,
  type Hop,
  type InternalAccount,
  type LavaOptions,
  type MessageOptions,
  type Money,
  type Network,
  type NextStep,
  type Order,
  type OrderEvent,
  type OrderKind,
  type OrderRecord,
  type OrderState,
  type OrderStatus,
  type Others,
  type PayableInvoice,
  type PaymentMethod,
  type Prices,
  type QrOptions,
  type ReceiveOptions,
  type ReceivedCode,
  type RentalOffer,
  type RequestInfo,
  type ResponseInfo,
  type Resumable,
  type ServiceName,
  type ServiceOffer,
  type Signal,
  type Sms4SatsOptions,
  type StatusBase,
  type StatusReport,
  type Step,
  type TopUp,
  type TopUpOptions,
  type Verdict,
  type WalletOptions,
  type WalletOutcome,
  type Watch,
  type WatchOptions,
  type WeblnProvider,
} from "satline";

/** The public members of a type, whether it is declared as a class, an interface or anything else. */
type Members<T> = T extends (...args: never) => unknown ? T : T extends object ? { -readonly [K in keyof T]: T[K] } : T;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? "yes" : "no";

/** Compiles only if both types are the same. */
const same = <A, B>(_are: Same<Members<A>, Members<B>>): void => undefined;

// Words

same<Network, "bitcoin" | "testnet" | "signet" | "regtest">("yes");
same<ServiceName, "sms4sats" | "Bitrefill" | "Lava" | "Grid">("yes");
same<Money, "untouched" | "held" | "returned" | "spent" | "unknown">("yes");
same<OrderKind, "code" | "rental" | "real_phone" | "sms" | "email" | "fund">("yes");
same<
  OrderState,
  | "awaiting_payment"
  | "held"
  | "number_given"
  | "code_received"
  | "created"
  | "sent"
  | "delivered"
  | "credited"
  | "needs_confirmation"
  | "charged"
  | "unknown"
  | "cancelled"
  | "refunded"
  | "failed"
  | "expired"
>("yes");
same<
  ErrorCode,
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
  | "internal"
>("yes");
same<Others, Record<string, unknown>>("yes");

// Clients and calls

same<
  Signal,
  {
    aborted: boolean;
    reason?: unknown;
    addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
    removeEventListener(type: "abort", listener: () => void): void;
  }
>("yes");
same<HeaderTexts, Record<string, string> | [string, string][] | Iterable<readonly [string, string]> | HeadersLike>("yes");
same<HeadersLike, { get(name: string): string | null; forEach(callback: (value: string, name: string) => void): void }>("yes");
same<FetchOptions, { method: string; headers: Record<string, string>; body?: string; signal: any; redirect: "error" | "manual" }>("yes");
same<FetchAnswer, { status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>("yes");
same<RequestInfo, { call: string; service: ServiceName; method: string; url: string }>("yes");
same<ResponseInfo, { call: string; service: ServiceName; method: string; url: string; status: number }>("yes");

interface OfEveryClient {
  baseUrl?: string | undefined;
  timeoutMs?: number | undefined;
  fetch?: ((url: string, options: FetchOptions) => Promise<FetchAnswer>) | undefined;
  headers?: HeaderTexts | undefined;
  onRequest?: ((request: RequestInfo) => void) | undefined;
  onResponse?: ((response: ResponseInfo) => void) | undefined;
}
interface OfEveryCall {
  signal?: Signal | undefined;
  headers?: HeaderTexts | undefined;
}
same<ClientOptions, OfEveryClient>("yes");
same<CallOptions, OfEveryCall>("yes");
same<Sms4SatsOptions, OfEveryClient & { apiKey?: string | undefined; network?: Network | undefined; payee?: string | null | undefined }>("yes");
same<
  BitrefillOptions,
  OfEveryClient & { apiKey?: string | undefined; apiId?: string | undefined; apiSecret?: string | undefined; network?: Network | undefined }
>("yes");
same<LavaOptions, OfEveryClient & { apiKey?: string | undefined }>("yes");
same<GridOptions, OfEveryClient & { apiId?: string | undefined; apiSecret?: string | undefined; accountId?: string | undefined }>("yes");

interface ClientMembers {
  methods(options?: CallOptions): Promise<FundingMethod[]>;
  watch(orders: Order | Order[], options?: WatchOptions): Watch;
  resume(record: Resumable): Promise<Order>;
}
same<
  Sms4Sats,
  ClientMembers & {
    receive(options: ReceiveOptions): Promise<Order>;
    sendSms(options: MessageOptions & { phone: string }): Promise<Order>;
    sendEmail(options: MessageOptions & { address: string }): Promise<Order>;
    fund(options: CallOptions & { amountSat: number }): Promise<Order>;
    services(options: CallOptions & { country: string | number }): Promise<ServiceOffer[]>;
    rentalCountries(options: CallOptions & { service: string }): Promise<RentalOffer[]>;
    prices(options?: CallOptions & { country?: string | number | undefined; service?: string | undefined }): Promise<Prices>;
    orderStatus(options: CallOptions & { id: string }): Promise<StatusReport>;
    balance(options?: CallOptions): Promise<number>;
    history(options?: CallOptions): Promise<History>;
    availability(options?: CallOptions): Promise<true>;
  }
>("yes");
same<
  Bitrefill,
  ClientMembers & {
    deposit(options: TopUpOptions): Promise<TopUp>;
    invoice(options: CallOptions & { id: string }): Promise<Deposit>;
    balance(options?: CallOptions): Promise<Amount>;
    ping(options?: CallOptions): Promise<true>;
  }
>("yes");
same<
  Lava,
  ClientMembers & {
    fund(options: TopUpOptions): Promise<TopUp>;
    wallet(options?: CallOptions): Promise<{ id?: string; balance: Amount; others?: Others }>;
    paymentMethods(options?: CallOptions): Promise<PaymentMethod[]>;
  }
>("yes");
same<
  Grid,
  ClientMembers & {
    fund(options: Omit<TopUpOptions, "method"> & { method?: string | undefined }): Promise<TopUp>;
    customersAccounts(options?: CallOptions & { cursor?: string | undefined; limit?: number | undefined }): Promise<AccountPage>;
    platformAccounts(options?: CallOptions): Promise<AccountPage>;
  }
>("yes");
same<ConstructorParameters<typeof Sms4Sats>, [options?: Sms4SatsOptions]>("yes");
same<ConstructorParameters<typeof Bitrefill>, [options?: BitrefillOptions]>("yes");
same<ConstructorParameters<typeof Lava>, [options?: LavaOptions]>("yes");
same<ConstructorParameters<typeof Grid>, [options?: GridOptions]>("yes");
type Statics = "prototype" | "resume";
same<[keyof typeof Sms4Sats, keyof typeof Bitrefill, keyof typeof Lava, keyof typeof Grid], [Statics, Statics, Statics, Statics]>("yes");

export const resumed = (record: OrderRecord, order: Order): Promise<Order>[] => [
  Sms4Sats.resume(record),
  Sms4Sats.resume("{}", { apiKey: "key" }),
  Bitrefill.resume(order, { apiId: "id" }),
  Lava.resume(record, { apiKey: "key" }),
  Grid.resume(record, { accountId: "id" }),
];

// Errors

interface ErrorFacts {
  message: string;
  name: "SatlineError";
  code: ErrorCode;
  service?: ServiceName;
  field?: string;
  status?: number;
  words?: string;
  retryable: boolean;
  retryAfterMs?: number;
  money: Money;
  outcome: "none" | "unknown";
  findings?: Finding[];
}
same<Pick<SatlineError, Exclude<keyof SatlineError, "stack" | "cause" | "toJSON">>, ErrorFacts>("yes");
same<ReturnType<SatlineError["toJSON"]>, ErrorFacts>("yes");
same<SatlineError["cause"], unknown>("yes");
export const caught = (error: Error): boolean => error instanceof SatlineError;
// @ts-expect-error Only satline creates errors.
new SatlineError();

// Invoices

same<
  Finding,
  {
    rule: "readable" | "network" | "amount" | "price" | "cap" | "date" | "time" | "signature" | "payee" | "order_id";
    sentence: string;
    expected: string;
    found: string;
    passed: boolean;
    warning: boolean;
  }
>("yes");
same<
  PayableInvoice,
  {
    text: string;
    amountSat: number;
    expiresAt: Date;
    payee: string;
    paymentHash: string;
    description?: string;
    findings: Finding[];
  }
>("yes");
same<Verdict, { ok: true; invoice: PayableInvoice; findings: Finding[] } | { ok: false; findings: Finding[] }>("yes");
same<
  Expectation,
  {
    network?: Network | undefined;
    priceSat?: number | undefined;
    toleranceSat?: number | undefined;
    capSat?: number | undefined;
    minTimeLeftMs?: number | undefined;
    payee?: string | null | undefined;
    paymentHash?: string | undefined;
  }
>("yes");
same<Hop, { node: string; shortChannelId: string; feeBaseMsat: bigint; feeProportionalMillionths: number; cltvExpiryDelta: number }>("yes");
same<
  DecodedInvoice,
  {
    text: string;
    network: Network;
    amountSat?: number;
    amountMsat?: bigint;
    createdAt: Date;
    expiresAt: Date;
    description?: string;
    descriptionHash?: string;
    payee?: string;
    paymentHash: string;
    paymentSecret: string;
    minFinalCltvExpiry: number;
    features: number[];
    routeHints: Hop[][];
    fallbacks: { version: number; program: string }[];
    metadata?: string;
    unknownFields: { tag: number; words: number[] }[];
    signature: string;
    recoveryId: number;
  }
>("yes");
same<QrOptions, { title?: string | undefined; level?: "L" | "M" | "Q" | "H" | undefined }>("yes");
same<typeof decodeInvoice, (invoice: string, options?: { payee?: boolean | undefined }) => DecodedInvoice>("yes");
same<typeof checkInvoice, (invoice: string, expectation?: Expectation) => Verdict>("yes");
same<typeof qrSvg, (invoice: string, options?: QrOptions) => string>("yes");
same<typeof textQrSvg, (text: string, options?: QrOptions) => string>("yes");

// Wallets

same<
  WeblnProvider,
  {
    enable(): Promise<unknown>;
    sendPayment?(invoice: string): Promise<unknown>;
    sendPaymentAsync?(invoice: string): Promise<unknown>;
  }
>("yes");
same<WalletOptions, { provider?: WeblnProvider | undefined; signal?: Signal | undefined; again?: boolean | undefined }>("yes");
same<
  WalletOutcome,
  { outcome: "paid"; preimage: string } | { outcome: "pending" | "declined" | "unknown" | "too_late" | "already_sent" }
>("yes");
same<
  typeof payWithWebln,
  {
    (order: Order, options?: WalletOptions): Promise<WalletOutcome>;
    (invoice: string, options?: Expectation & WalletOptions): Promise<WalletOutcome>;
  }
>("yes");

// Orders

same<ReceivedCode, { text: string; mayLackZeros: boolean }>("yes");
interface OfEveryStatus {
  service: ServiceName;
  id: string;
  kind: OrderKind;
  money: Money;
  isOver: boolean;
  createdAt: Date;
  changedAt: Date;
  paidAt?: Date;
  expiresAt?: Date;
  fromBalance: boolean;
  invoice?: PayableInvoice;
  rejected?: Finding[];
  maybePaid: boolean;
  number?: string;
  code?: string;
  codes: ReceivedCode[];
  hasLateCode: boolean;
  reason?: string;
  outOfTouch: boolean;
  cancel: "allowed" | "later" | "too_late" | "never";
  cancelFromAt?: Date;
}
same<StatusBase, OfEveryStatus>("yes");
same<
  OrderStatus,
  OfEveryStatus &
    (
      | { state: "awaiting_payment" | "needs_confirmation" | "charged" | "unknown" }
      | { state: "cancelled" | "refunded" | "failed" | "expired" }
      | { state: "held" | "created" | "sent" | "delivered" | "credited"; paidAt: Date }
      | { state: "number_given"; number: string; paidAt: Date }
      | { state: "code_received"; code: string; paidAt: Date }
    )
>("yes");
same<OrderRecord, { version: 1; service: ServiceName; id: string; kind: OrderKind; state: OrderState; [more: string]: unknown }>("yes");
same<Resumable, OrderRecord | Order | string>("yes");
same<
  Order,
  {
    id: string;
    service: ServiceName;
    kind: OrderKind;
    state: OrderState;
    number: string | undefined;
    code: string | undefined;
    money: Money;
    isOver: boolean;
    invoice: PayableInvoice | null;
    status(): OrderStatus;
    qrSvg(options?: QrOptions): string;
    refresh(options?: CallOptions): Promise<OrderStatus>;
    cancel(options?: CallOptions): Promise<OrderStatus>;
    watch(options?: WatchOptions): AsyncGenerator<OrderStatus, void, undefined>;
    waitForCode(options?: WatchOptions): Promise<{ number: string | undefined; code: string }>;
    paymentSent(): void;
    toJSON(): OrderRecord;
    [Symbol.dispose](): void;
  }
>("yes");
same<WatchOptions, { signal?: Signal | undefined; atOnce?: number | undefined; perSecond?: number | undefined }>("yes");
same<
  Watch,
  {
    next(): Promise<IteratorResult<Order, undefined>>;
    return(): Promise<IteratorResult<Order, undefined>>;
    [Symbol.asyncIterator](): Watch;
    add(order: Order): void;
    remove(order: Order): void;
    paymentSent(order: Order): void;
    attend(attention: "away" | "looking" | "waking"): void;
  }
>("yes");
same<
  OrderEvent,
  | { event: "answer"; status: number; body: string; retryAfterMs?: number | undefined }
  | { event: "no_answer" | "payment_asked" | "payment_refused" | "payment_sent" }
  | { event: "cancel_sent" | "cancel_accepted" | "cancel_refused" }
>("yes");
same<Step, { order: OrderRecord; askAt?: Date; status: OrderStatus }>("yes");
same<typeof stepOrder, (order: Resumable, event: OrderEvent) => Step>("yes");

// Top-ups

same<Amount, { amount: string; currency: string; units: bigint; decimals: number }>("yes");
same<
  FundingMethod,
  { id: string; name: string; currencies: string[]; least?: Amount; most?: Amount; amountOptional: boolean; problem?: string }
>("yes");
same<
  TopUpOptions,
  OfEveryCall & {
    method: string;
    amount?: string | number | bigint | undefined;
    currency?: string | undefined;
    capSat?: number | undefined;
  }
>("yes");
same<
  NextStep,
  | { todo: "pay_invoice" }
  | { todo: "pay_address"; address: string; price: string; by: string }
  | { todo: "confirm_here"; link: string }
  | { todo: "wait" }
  | { todo: "done" }
>("yes");
same<TopUp, { order: Order; next: NextStep }>("yes");
same<typeof topUp, (client: Sms4Sats | Bitrefill | Lava | Grid, options: TopUpOptions) => Promise<TopUp>>("yes");

// sms4sats

same<
  ReceiveOptions,
  OfEveryCall & {
    country: string | number;
    service: string;
    rental?: boolean | undefined;
    realPhone?: boolean | undefined;
    referral?: string | undefined;
    immediate?: boolean | undefined;
    priceSat?: number | undefined;
  }
>("yes");
same<
  MessageOptions,
  OfEveryCall & {
    message: string;
    immediate?: boolean | undefined;
    webhookUrl?: string | undefined;
    priceSat?: number | undefined;
  }
>("yes");
same<ServiceOffer, { id: string; name: string; stock?: number; image?: string; others?: Others }>("yes");
same<RentalOffer, { countryCode: string; countryName: string; weeks?: number; priceSat?: number; others?: Others }>("yes");
same<
  Prices,
  {
    receiveSat?: number;
    sendSat?: number;
    rentSat?: number;
    realPhoneSat?: number;
    computed?: { priceSat: number; country?: string; description?: string };
    others?: Others;
  }
>("yes");
same<
  StatusReport,
  {
    paid: boolean;
    number?: string;
    code?: string;
    codes: ReceivedCode[];
    error?: string;
    smsStatus?: string;
    country?: string;
    service?: string;
    reference?: string;
    at?: Date;
    others?: Others;
  }
>("yes");
same<
  History,
  {
    totalSat?: number;
    fundings: { amountSat: number; at?: Date; description?: string; preimageHash?: string; preimage?: string; others?: Others }[];
  }
>("yes");
same<typeof readWebhook, (body: string | object) => StatusReport>("yes");

// Bitrefill, Lava and Grid

same<
  Deposit,
  {
    id: string;
    progress: "waiting" | "paid" | "credited" | "failed" | "expired";
    price: string;
    method?: string;
    status?: string;
    paymentStatus?: string;
    callsLeft?: number;
    others?: Others;
  }
>("yes");
same<
  PaymentMethod,
  {
    id: string;
    name: string;
    brand?: string;
    last4?: string;
    expiryMonth?: string;
    expiryYear?: string;
    isDefault: boolean;
    problem?: { code?: string; message?: string; noticedAt?: Date };
    others?: Others;
  }
>("yes");
same<
  InternalAccount,
  {
    id: string;
    customerId?: string;
    kind?: string;
    status?: string;
    balance?: Amount;
    totalBalance?: Amount;
    instructions: FundingInstruction[];
    createdAt?: Date;
    updatedAt?: Date;
    others?: Others;
  }
>("yes");
same<
  FundingInstruction,
  {
    accountType?: string;
    fields: { label: string; value: string }[];
    uncheckedInvoices: string[];
    notes?: string;
    isPlatformAccount?: boolean;
    others?: Others;
  }
>("yes");
same<AccountPage, { accounts: InternalAccount[]; next?: string; total?: number; others?: Others }>("yes");

// Countries, and the wasm

same<Country, { code: number; name: string; iso?: string; flag?: string }>("yes");
same<typeof countries, () => Country[]>("yes");
same<typeof findCountry, (name: string) => Country | null>("yes");
same<typeof searchCountries, (typed: string) => Country[]>("yes");
same<typeof ready, () => Promise<void>>("yes");
