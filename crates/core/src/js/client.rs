//! The parts that the clients of all services share: their options, and how a call is made.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Function, Iterator, Promise, Reflect};
use wasm_bindgen::prelude::*;

use super::error::Failure;
use super::host::{AbortSignal, Host};
use super::input::{Input, text, unreadable};
use super::promise::{Work, promise};
use crate::error::{Error, Service};
use crate::http::{self, DEADLINE};
use crate::lightning::bolt11::Network;
use crate::lightning::network_named;
use crate::secret::Secret;
use crate::services::{bitrefill, grid, lava, sms4sats};
use crate::topup::AnyProvider;
use crate::url::SecureUrl;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The network that invoices must be for. `regtest` is the sandbox's. */
export type Network = "bitcoin" | "testnet" | "signet" | "regtest";

/** The services, as each writes its name. */
export type ServiceName = "sms4sats" | "Bitrefill" | "Lava" | "Grid";

/** An `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Headers by name: a plain object, a `Headers`, or pairs. They never replace one that a service needs. */
export type HeaderTexts = Record<string, string> | [string, string][] | Iterable<readonly [string, string]> | HeadersLike;

/** A `Headers`, even if the compiler's `lib` does not declare it as iterable. */
export interface HeadersLike {
  get(name: string): string | null;
  forEach(callback: (value: string, name: string) => void): void;
}

/** The options for `fetch`. */
export interface FetchOptions {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** An `AbortSignal`. */
  signal: any;
  redirect: "error" | "manual";
}

/** A `Response`. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The part of a request that may be logged: no query, header or body, and so no secret. */
export interface RequestSummary {
  /** The call's name, such as `receive`. */
  call: string;
  service: ServiceName;
  method: string;
  /** Without the query. */
  url: string;
}

export interface ResponseSummary extends RequestSummary {
  /** The HTTP status. */
  status: number;
}

/**
 * The options of every client. A function among them that refers to the client or its orders keeps them all in memory
 * until `free()` is called: no garbage collector sees through WebAssembly.
 */
export interface ClientOptions {
  /** Where the service is: a relay, a proxy, the sandbox. `https`, or `http` on this machine; no query. */
  baseUrl?: string | undefined;
  /** How long a call may take in total, with its body and its retries: 1 to 600000. Default: 30000. */
  timeoutMs?: number | undefined;
  /** Sends requests instead of the global `fetch`. */
  fetch?: ((url: string, options: FetchOptions) => Promise<FetchResponse>) | undefined;
  /** Headers for every request. */
  headers?: HeaderTexts | undefined;
  /** Called before each request is sent. Errors that it throws are ignored. */
  onRequest?: ((request: RequestSummary) => void) | undefined;
  /** Called for each response that was received in full. */
  onResponse?: ((response: ResponseSummary) => void) | undefined;
}

/** The options of every call. */
export interface CallOptions {
  /** Aborts the call at once. A request that was sent may still be carried out: see {@link SatlineError.outcome}. */
  signal?: Signal | undefined;
  /** Headers for this call; they replace the client's. */
  headers?: HeaderTexts | undefined;
}"#;

/// The options that every client has, in addition to those of its service.
pub struct ClientOptions {
    pub base: Option<SecureUrl>,
    pub input: Input,
    deadline: Duration,
    fetch: Option<Function>,
    headers: Headers,
    on_request: Option<Function>,
    on_response: Option<Function>,
}

impl ClientOptions {
    /// Reads the options that all clients share.
    pub fn read(options: &JsValue) -> Result<Self, Failure> {
        let input = Input::read(options, "options")?;
        let base = input.text_or_none("baseUrl")?;
        Ok(Self {
            base: base
                .map(|text| SecureUrl::base("baseUrl", &text))
                .transpose()?,
            deadline: match input.whole_or_none("timeoutMs")? {
                Some(milliseconds @ 1..=600_000) => Duration::from_millis(milliseconds),
                Some(_) => return Err(Failure::invalid("timeoutMs", "must be from 1 to 600000.")),
                None => DEADLINE,
            },
            fetch: input.function("fetch")?,
            headers: Headers::read(&input)?,
            on_request: input.function("onRequest")?,
            on_response: input.function("onResponse")?,
            input,
        })
    }

    /// Returns the key, if there is one.
    pub fn api_key(&self) -> Result<Option<Secret>, Failure> {
        self.input.secret_or_none("apiKey")
    }

    /// Returns the id and the secret of a token. If only one is given, the first call's error says that the
    /// other is missing.
    pub fn token(&self) -> Result<Option<(String, Secret)>, Failure> {
        let id = self.input.text_or_none("apiId")?;
        let secret = self.input.secret_or_none("apiSecret")?;
        let is_given = id.is_some() || secret.is_some();
        let none = || Secret::new(String::new());
        Ok(is_given.then(|| (id.unwrap_or_default(), secret.unwrap_or_else(none))))
    }

    /// Returns the network that invoices must be for. Default: bitcoin.
    pub fn network(&self) -> Result<Network, Failure> {
        match self.input.text_or_none("network")? {
            Some(name) => Ok(network_named(&name)?),
            None => Ok(Network::Bitcoin),
        }
    }
}

/// The address of a client's service, and its credentials.
#[derive(Clone)]
pub enum Account {
    Sms4Sats(sms4sats::Account),
    Bitrefill(bitrefill::Account),
    Lava(lava::Account),
    Grid(grid::Account, String),
}

impl Account {
    const fn service(&self) -> Service {
        match self {
            Self::Sms4Sats(_) => Service::Sms4Sats,
            Self::Bitrefill(_) => Service::Bitrefill,
            Self::Lava(_) => Service::Lava,
            Self::Grid(..) => Service::Grid,
        }
    }

    fn provider(&self, client: http::Client<Host>) -> AnyProvider<Host> {
        match self.clone() {
            Self::Sms4Sats(account) => {
                AnyProvider::Sms4Sats(sms4sats::Sms4Sats { account, client })
            }
            Self::Bitrefill(account) => {
                AnyProvider::Bitrefill(bitrefill::Bitrefill { account, client })
            }
            Self::Lava(account) => AnyProvider::Lava(lava::Lava { account, client }),
            Self::Grid(account, id) => {
                AnyProvider::Grid(grid::GridWallet::new(grid::Grid { account, client }, id))
            }
        }
    }
}

/// A client of one service, shared by its class, its orders and its watches.
pub struct Client {
    pub account: Account,
    deadline: Duration,
    pub fetch: Option<Function>,
    pub headers: Headers,
    pub on_request: Option<Function>,
    pub on_response: Option<Function>,
}

impl Client {
    /// Creates a client. Refuses unknown options.
    pub fn new(account: Account, options: ClientOptions) -> Result<Rc<Self>, Failure> {
        options.input.refuse_others()?;
        Ok(Rc::new(Self {
            account,
            deadline: options.deadline,
            fetch: options.fetch,
            headers: options.headers,
            on_request: options.on_request,
            on_response: options.on_response,
        }))
    }

    /// Returns the service that its calls go to.
    pub const fn service(&self) -> Service {
        self.account.service()
    }

    /// Refuses an order of another service. `argument` is the name of the argument.
    pub fn check_service(&self, argument: &'static str, service: Service) -> Result<(), Error> {
        if service == self.service() {
            return Ok(());
        }
        let allowed = format!("must belong to {}.", self.service().name());
        Err(Error::invalid(argument, allowed))
    }

    /// Makes a call, and returns a promise of its result. Every failure rejects it with a
    /// [`SatlineError`](super::error::SatlineError).
    pub fn call<F>(
        self: &Rc<Self>,
        name: &'static str,
        options: &JsValue,
        work: impl FnOnce(Rc<Call>) -> F + 'static,
    ) -> Promise
    where
        F: Future<Output = Result<JsValue, Failure>> + 'static,
    {
        promise(self.work(name, options, work))
    }

    /// Reads the options of a call, and returns the work that makes it.
    pub fn work<F>(
        self: &Rc<Self>,
        name: &'static str,
        options: &JsValue,
        work: impl FnOnce(Rc<Call>) -> F + 'static,
    ) -> Work
    where
        F: Future<Output = Result<JsValue, Failure>> + 'static,
    {
        let call = Call::read(self.clone(), name, options);
        // Boxed, so that everything but the work itself is compiled once for all calls.
        run(call, Box::new(|call| Box::pin(work(call))))
    }

    /// Returns the service's client for a watch, which runs until it is dropped.
    pub fn watching(self: &Rc<Self>) -> AnyProvider<Host> {
        self.provider(Host::new(self.clone(), "watch"))
    }

    fn provider(&self, host: Host) -> AnyProvider<Host> {
        let client = http::Client::new(self.service(), host).with_deadline(self.deadline);
        self.account.provider(client)
    }
}

/// Runs the work of a call, and adds its cause to an error.
fn run(call: Result<Call, Failure>, work: Box<dyn FnOnce(Rc<Call>) -> Work>) -> Work {
    Box::pin(async move {
        let call = Rc::new(call?);
        if let Some(signal) = &call.signal
            && signal.is_aborted()
        {
            return Err(Failure::aborted(signal.reason()));
        }
        let result = work(call.clone()).await;
        result.map_err(|failure| failure.with_cause(call.cause.take()))
    })
}

/// A pending call.
pub struct Call {
    pub client: Rc<Client>,
    pub input: Input,
    name: &'static str,
    headers: Headers,
    signal: Option<AbortSignal>,
    /// What was thrown underneath.
    cause: Rc<RefCell<JsValue>>,
}

impl Call {
    /// Reads the options of a call.
    pub fn read(
        client: Rc<Client>,
        name: &'static str,
        options: &JsValue,
    ) -> Result<Self, Failure> {
        let input = Input::read(options, "options")?;
        Ok(Self {
            headers: Headers::read(&input)?,
            signal: AbortSignal::read(&input)?,
            cause: Rc::default(),
            client,
            input,
            name,
        })
    }

    /// Returns the service's client for this call. Refuses options that were not read before.
    pub fn provider(&self) -> Result<AnyProvider<Host>, Failure> {
        self.input.refuse_others()?;
        let host = Host {
            headers: self.headers.clone(),
            signal: self.signal.clone(),
            cause: self.cause.clone(),
            ..Host::new(self.client.clone(), self.name)
        };
        Ok(self.client.provider(host))
    }

    /// Returns an error with its cause.
    pub fn failed(&self, error: Error) -> Failure {
        Failure::from(error).with_cause(self.cause.take())
    }
}

/// Adds the methods that the classes of all services share. `$top_up` documents `topUp`.
macro_rules! common_methods {
    ($Class:ident, $top_up:tt) => {
        #[wasm_bindgen]
        impl $Class {
            /// Lists the ways to pay for a top-up.
            #[wasm_bindgen(js_name = paymentMethods, unchecked_return_type = "Promise<PaymentMethod[]>")]
            pub fn payment_methods(
                &self,
                #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
            ) -> Promise {
                $crate::js::topup::payment_methods(&self.client, options)
            }

            #[doc = $top_up]
            #[wasm_bindgen(js_name = topUp, unchecked_return_type = "Promise<TopUp>")]
            pub fn top_up(
                &self,
                #[wasm_bindgen(unchecked_param_type = "TopUpOptions")] options: &JsValue,
            ) -> Promise {
                $crate::js::topup::begin(&self.client, options)
            }

            /// Follows one order or many.
            pub fn watch(
                &self,
                #[wasm_bindgen(unchecked_param_type = "Order | Order[]")] orders: &JsValue,
                #[wasm_bindgen(unchecked_optional_param_type = "WatchOptions")] options: &JsValue,
            ) -> Result<$crate::js::Watch, SatlineError> {
                $crate::js::Watch::of(&self.client, orders, options)
            }

            /// Resumes an order, in this process or another.
            #[wasm_bindgen(unchecked_return_type = "Promise<Order>")]
            pub fn resume(
                &self,
                #[wasm_bindgen(unchecked_param_type = "Resumable")] record: &JsValue,
            ) -> Promise {
                $crate::js::order::resume(&self.client, record)
            }
        }
    };
}
pub(super) use common_methods;

/// Returns the error for a call that its service does not have. No class makes such a call.
pub fn not_of_this_service() -> Failure {
    Error::invalid("call", "is not one that this service has.").into()
}

/// The caller's headers, with names in lower case, so that ours replace them.
#[derive(Clone, Default)]
pub struct Headers(pub Rc<[(String, String)]>);

impl Headers {
    const FIELD: &str = "headers";

    fn read(input: &Input) -> Result<Self, Failure> {
        let Some(given) = input.get(Self::FIELD) else {
            return Ok(Self::default());
        };
        let pairs = Self::pairs(given).map_err(|cause| unreadable(Self::FIELD, cause))?;
        let Some(pairs) = pairs else {
            return Self::of(&Input::read(given, Self::FIELD)?.into_fields());
        };
        let mut fields = Vec::new();
        for pair in pairs {
            let part = |index| Reflect::get_u32(&pair, index);
            let name = part(0).map_err(|cause| unreadable(Self::FIELD, cause))?;
            let value = part(1).map_err(|cause| unreadable(Self::FIELD, cause))?;
            fields.push((name.as_string().unwrap_or_default(), value));
        }
        Self::of(&fields)
    }

    /// Returns the entries of a `Headers` or a list; `None` for a plain object.
    fn pairs(given: &JsValue) -> Result<Option<Vec<JsValue>>, JsValue> {
        let iterate = Reflect::get(given, &js_sys::Symbol::iterator())?;
        let Some(iterate) = iterate.dyn_ref::<Function>() else {
            return Ok(None);
        };
        let iterator: Iterator = iterate.call0(given)?.unchecked_into();
        let mut pairs = Vec::new();
        for pair in &iterator {
            let pair = pair?;
            if !pair.is_object() {
                return Err(JsValue::UNDEFINED);
            }
            pairs.push(pair);
        }
        Ok(Some(pairs))
    }

    fn of(fields: &[(String, JsValue)]) -> Result<Self, Failure> {
        let allowed = || {
            Failure::invalid(
                Self::FIELD,
                "must be texts by their names, as HTTP can carry them.",
            )
        };
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in fields {
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            let is_value = |c: char| matches!(c, '\t' | ' '..='~' | '\u{80}'..='\u{ff}');
            let value = text(Self::FIELD, value).map_err(|_| allowed())?;
            if name.is_empty() || !name.bytes().all(is_name) || !value.chars().all(is_value) {
                return Err(allowed());
            }
            let name = name.to_ascii_lowercase();
            headers.retain(|(known, _)| *known != name);
            headers.push((name, value));
        }
        Ok(Self(headers.into()))
    }
}
