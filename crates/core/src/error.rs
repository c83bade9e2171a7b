//! Errors: a message for people, a stable code for programs, and what happened to the money.

use std::borrow::Cow;
use std::fmt::{Display, Formatter};
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::named::named;
use crate::time::millis;
use crate::visible::visible;

/// The services satline talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Service {
    /// sms4sats: activation codes, rentals, SMS and email messages.
    #[serde(rename = "sms4sats")]
    Sms4Sats,
    /// Bitrefill: gift cards, paid from a balance that takes deposits.
    Bitrefill,
    /// Lava: a wallet for AI services, topped up from a saved payment method.
    Lava,
    /// Lightspark Grid: internal accounts in many currencies.
    Grid,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sms4Sats, Self::Bitrefill, Self::Lava, Self::Grid];

    /// Returns the name as the service writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sms4Sats => "sms4sats",
            Self::Bitrefill => "Bitrefill",
            Self::Lava => "Lava",
            Self::Grid => "Grid",
        }
    }
}

named! {
    /// The kind of an error. [`Code::as_str`] is stable: programs may compare it.
    pub enum Code {
        /// An argument is invalid; nothing was sent. [`Failure::field`] names it.
        InvalidInput = "input.invalid",
        /// The call needs an API key and there is none; nothing was sent.
        MissingKey = "input.key_missing",
        /// The service could not be reached.
        Unreachable = "service.unreachable",
        /// There was no complete response in time.
        TimedOut = "service.timed_out",
        /// Too many requests: the service asks to wait.
        RateLimited = "service.rate_limited",
        /// The service refused.
        Refused = "service.refused",
        /// The service's response cannot be understood.
        Unreadable = "service.unreadable",
        /// A request was sent once, and its response was lost or inconclusive: it may have had an
        /// effect or not.
        OutcomeUnknown = "outcome.unknown",
        /// The caller aborted the call before there was a response.
        Aborted = "call.aborted",
        /// The invoice is not what was agreed, and must not be paid.
        InvoiceRejected = "invoice.rejected",
        /// The order cannot be cancelled yet; nothing was sent. [`Failure::retry_after`] says when
        /// it can.
        CancelTooEarly = "order.cancel_too_early",
    }
}

named! {
    /// What happened to the money, as far as is known.
    pub enum Money {
        /// Nothing moved.
        Untouched = "untouched",
        /// Reserved by a hold invoice, not spent.
        Held = "held",
        /// It was reserved and came back.
        Returned = "returned",
        /// Spent.
        Spent = "spent",
        /// Unknown here; the account's balance and history show it.
        Unknown = "unknown",
    }
}

/// Everything that is known about a failure; dereferences to a [`Failure`].
///
/// Its `Display` says what happened and what to do next. It never contains a key, a code, a phone
/// number or an invoice, except that it ends with a shortened quote of what the service itself
/// says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error(Box<Failure>); // boxed, since results are moved at every `?`

/// The data of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Failure {
    /// The kind.
    pub code: Code,
    /// A sentence or two: what happened, and what to do next.
    pub message: Cow<'static, str>,
    /// The service that was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// The invalid argument or field, as it is named in the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Cow<'static, str>>,
    /// The HTTP status of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the service itself says: plain text, shortened, never markup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_message: Option<String>,
    /// Whether the same call can be made again without risking money.
    pub retryable: bool,
    /// How long the service asks to wait before the next call.
    #[serde(
        rename = "retryAfterMs",
        default,
        with = "millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub retry_after: Option<Duration>,
    /// What happened to the money.
    pub money: Money,
}

/// How many characters of the service's message are kept.
const MAX_SERVICE_MESSAGE: usize = 300;

impl Error {
    /// Creates an error where no money moved and a retry would not help.
    pub(crate) fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Failure {
            code,
            message: message.into(),
            service: None,
            field: None,
            status: None,
            service_message: None,
            retryable: false,
            retry_after: None,
            money: Money::Untouched,
        }))
    }

    /// Creates an error about an invalid field; `allowed` says what it must be.
    pub(crate) fn invalid(field: &'static str, allowed: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::InvalidInput, allowed).with_field(field)
    }

    /// Creates an error about a missing key; `reason` says what needs it.
    pub(crate) fn missing_key(field: &'static str, reason: &'static str) -> Self {
        Self::new(Code::MissingKey, reason).with_field(field)
    }

    pub(crate) fn with_field(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(field.into());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(crate) fn with_service(mut self, service: Service) -> Self {
        self.service = Some(service);
        self
    }

    pub(crate) fn with_service_message(mut self, message: &str) -> Self {
        let plain = plain(message, MAX_SERVICE_MESSAGE);
        let plain = plain.trim();
        self.service_message = (!plain.is_empty()).then(|| plain.to_owned());
        self
    }
}

/// Returns the first `max` characters of a service's text, on one line and without those that nobody sees:
/// they could turn around the sentence that quotes it.
pub(crate) fn plain(text: &str, max: usize) -> String {
    let text = visible(text);
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(max).collect()
}

impl Deref for Error {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Failure {
        &mut self.0
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.message)?;
        match (self.service, &self.service_message) {
            (Some(service), Some(message)) => write!(f, " {} says: “{message}”", service.name()),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_names_the_field_and_quotes_the_service() {
        let mut error = Error::invalid("amount", "must be at least 1 sat.");
        assert_eq!(error.to_string(), "amount: must be at least 1 sat.");
        error.field = None;
        error.service = Some(Service::Sms4Sats);
        let error = error.with_service_message("no\nluck");
        assert_eq!(
            error.to_string(),
            "must be at least 1 sat. sms4sats says: “no luck”"
        );
    }

    #[test]
    fn an_error_survives_json() {
        for &code in Code::ALL {
            for &money in Money::ALL {
                let mut error = Error::invalid("phone", "must be one.")
                    .with_service(Service::Sms4Sats)
                    .with_status(503)
                    .with_service_message("say \"no\"");
                error.code = code;
                error.money = money;
                error.retryable = true;
                error.retry_after = Some(Duration::from_secs(7));
                let written = serde_json::to_string(&error).unwrap();
                let read = serde_json::from_str(&written).ok();
                assert_eq!(read, Some(error), "{written}");
            }
        }
        let bare = Error::new(Code::Refused, "No.");
        let written = serde_json::to_string(&bare).unwrap();
        assert_eq!(
            written,
            r#"{"code":"service.refused","message":"No.","retryable":false,"money":"untouched"}"#
        );
        assert_eq!(serde_json::from_str(&written).ok(), Some(bare));
    }

    #[test]
    fn json_uses_the_stable_names() {
        for &code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        for &money in Money::ALL {
            assert_eq!(serde_json::to_value(money).unwrap(), money.as_str());
        }
        for service in Service::ALL {
            assert_eq!(serde_json::to_value(service).unwrap(), service.name());
        }
    }

    #[test]
    fn a_service_message_is_kept_short() {
        let error = Error::new(Code::Refused, "No.").with_service_message(&"ä".repeat(5_000));
        assert_eq!(
            error.service_message.as_ref().unwrap().chars().count(),
            MAX_SERVICE_MESSAGE
        );
    }
}
