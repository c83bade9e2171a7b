//! [`SatlineError`], which every call throws or rejects with.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::invoice::Check;
use super::output::{number, to_js};
use crate::error::{Code, Error, Money, Service};
use crate::lightning::Rejected;
use crate::time::milliseconds;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
declare global {
  interface SymbolConstructor {
    /** In TypeScript's `lib` since 5.2; declared here for compilers without it. */
    readonly dispose: unique symbol;
  }
}

/**
 * The kinds of errors. They are stable, so programs may compare them.
 *
 * `input…`: correct what `field` names; nothing was sent. `service.refused`: the service said no, see `serviceMessage`.
 * `outcome.unknown`: sent once, and the response was lost; check the order, the balance or the history before trying
 * again. `invoice.rejected`: it differs from the agreement, do not pay it. `order.cancel_too_early`: nothing was sent,
 * `retryAfterMs` says how long to wait. `order.no_code`: no code was or will be received; `money` says what happened to
 * the payment. `internal`: satline itself failed; please report it. The README has a line for each.
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
 * The error that every call throws or rejects with. Its message is for people. Our part of it contains no key,
 * code, number or invoice; the service's message at its end is quoted as it was received.
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
  /** The service that responded, or should have. */
  readonly service: ServiceName | undefined;
  /** The invalid argument or option, as it is named in the call. */
  readonly field: string | undefined;
  /** The HTTP status of the response. */
  readonly status: number | undefined;
  /** The service's own message, shortened: plain text, never markup. */
  readonly serviceMessage: string | undefined;
  /** Whether the same call can be made again without any risk to money. */
  readonly retryable: boolean;
  /** How long the service asks to wait before the next call. */
  readonly retryAfterMs: number | undefined;
  readonly money: Money;
  /** `unknown`: the request may or may not have been carried out. Check the order, the balance or the history first. */
  readonly outcome: "none" | "unknown";
  /** For `invoice.rejected`: all checks, passed and failed. */
  readonly checks: Check[] | undefined;
  /** The error of `fetch`, or your signal's reason. It may contain an address. */
  readonly cause?: unknown;
  /** Without stack and cause: safe to log. */
  toJSON(): Omit<SatlineError, "stack" | "cause" | "toJSON">;
}"#;

/// The caller chooses the field's name, but an error stays short.
const LONGEST_FIELD: usize = 64;

#[wasm_bindgen(module = "/src/js/error.js")]
extern "C" {
    /// A real `Error`, with the fields of [`Details`].
    #[wasm_bindgen(extends = js_sys::Error, typescript_type = "SatlineError")]
    pub type SatlineError;
    // Exports the class. `reexport` on the type would declare it once more, as `unknown`.
    #[wasm_bindgen(js_name = SatlineError, reexport, skip_typescript)]
    fn exported();
    #[wasm_bindgen(constructor)]
    fn new(message: &str, details: &JsValue, cause: &JsValue) -> SatlineError;
}

/// Why a call failed, before it becomes a [`SatlineError`].
pub struct Failure {
    error: Error,
    /// The stable name of the kind, if only this API has it.
    code: &'static str,
    /// For a rejected invoice: the result of each check.
    checks: Option<Vec<Check>>,
    /// The cause: the error of `fetch` or of a getter, or the signal's reason.
    cause: JsValue,
}

/// The fields of an error, apart from its message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    code: &'a str,
    service: Option<&'static str>,
    field: Option<String>,
    status: Option<u16>,
    service_message: Option<&'a str>,
    retryable: bool,
    retry_after_ms: Option<f64>,
    money: &'static str,
    outcome: &'static str,
    checks: Option<Vec<Check>>,
}

impl Failure {
    /// Returns a failure of a kind that only this API has.
    pub fn new(code: &'static str, message: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        let error = Error::new(Code::InvalidInput, message);
        Self {
            code,
            ..error.into()
        }
    }

    /// Returns a failure that names an argument or option.
    pub fn invalid(field: &str, allowed: &'static str) -> Self {
        let field: String = field.chars().take(LONGEST_FIELD).collect();
        Error::new(Code::InvalidInput, allowed)
            .with_field(field)
            .into()
    }

    /// Returns the failure for a call that was aborted before anything was sent.
    pub fn aborted(reason: JsValue) -> Self {
        let message = "This call was aborted before anything was sent.";
        Self::from(Error::new(Code::Aborted, message)).with_cause(reason)
    }

    /// Adds the cause, unless the service responded: then there is no other cause.
    #[must_use]
    pub fn with_cause(mut self, cause: JsValue) -> Self {
        if self.error.status.is_none() && self.cause.is_undefined() {
            self.cause = cause;
        }
        self
    }

    /// Names an argument or option.
    #[must_use]
    pub fn with_field(mut self, field: &'static str) -> Self {
        self.error.field = Some(field.into());
        self
    }

    /// Sets what happened to the money.
    #[must_use]
    pub fn with_money(mut self, money: Money) -> Self {
        self.error.money = money;
        self
    }

    /// Sets the service that responded, or should have.
    #[must_use]
    pub fn with_service(mut self, service: Service) -> Self {
        self.error.service = Some(service);
        self
    }

    /// Adds the service's own message.
    #[must_use]
    pub fn with_service_message(mut self, message: &str) -> Self {
        self.error.service_message = Some(message.to_owned());
        self
    }

    /// Whether the request may have been carried out.
    pub fn is_unknown(&self) -> bool {
        self.error.code == Code::OutcomeUnknown
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            code: error.code.as_str(),
            error,
            checks: None,
            cause: JsValue::UNDEFINED,
        }
    }
}

impl From<&Rejected> for Failure {
    fn from(rejected: &Rejected) -> Self {
        let error = Error::new(Code::InvoiceRejected, rejected.to_string());
        Self {
            checks: Some(rejected.checks().iter().map(Check::from).collect()),
            ..error.into()
        }
    }
}

impl From<Failure> for SatlineError {
    fn from(failure: Failure) -> Self {
        let error = &failure.error;
        let outcome = if failure.is_unknown() {
            "unknown"
        } else {
            "none"
        };
        let details = Details {
            code: failure.code,
            service: error.service.map(Service::name),
            field: error.field.as_deref().map(str::to_owned),
            status: error.status,
            service_message: error.service_message.as_deref(),
            retryable: error.retryable,
            retry_after_ms: error.retry_after.map(|pause| number(milliseconds(pause))),
            money: error.money.as_str(),
            outcome,
            checks: failure.checks,
        };
        Self::new(&error.to_string(), &to_js(&details), &failure.cause)
    }
}

impl From<Error> for SatlineError {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}
