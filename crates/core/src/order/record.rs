//! An order as JSON, with a version: what a journal keeps and a queue carries.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Attention, Event, Kind, Order, OrderId, SmsCode, State};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::lenient::{Lenient, parse, to_text};
use crate::lightning::{Expectation, UncheckedInvoice};
use crate::phone;
use crate::services;
use crate::time::Time;

/// The version of the record's format. Raised when the format changes so that this code would misread an
/// older or newer record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Version;

const VERSION: u64 = 1;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(VERSION)
    }
}

impl Serialize for OrderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_value(&value).map_err(serde::de::Error::custom)
    }
}

impl Order {
    /// Returns the order as JSON, as serde writes it too. It holds the number, the codes and the invoice:
    /// keep it as one keeps those.
    pub fn to_json(&self) -> String {
        to_text(self)
    }

    /// Reads an order from the JSON that [`Order::to_json`] wrote.
    ///
    /// # Errors
    /// Names the field that is missing or not known.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = parse(text).ok_or_else(|| Error::invalid("order", "is not JSON."))?;
        Self::from_value(&value)
    }

    /// Reads an order as [`Order::from_json`] does. Fields that this version doesn't know are ignored.
    ///
    /// # Errors
    /// Names the field that is missing or not known.
    pub fn from_value(json: &Value) -> Result<Self, Error> {
        if json.whole("version") != Some(VERSION) {
            return Err(unreadable("version"));
        }
        let time = |name| json.whole(name).map(Time);
        let flag = |name| json.flag(name).unwrap_or(false);
        let kind = needed(json.read("kind"), "kind")?;
        let state = needed(json.read("state"), "state")?;
        let expectation = needed(json.get("expectation"), "expectation")?;
        Ok(Self {
            version: Version,
            service: needed(json.read("service"), "service")?,
            id: OrderId::parse(json.text("id").unwrap_or_default())?,
            kind,
            state,
            created_at: needed(time("createdAt"), "createdAt")?,
            paid_at: time("paidAt").filter(|_| may_be_paid(kind, state)),
            changed_at: needed(time("changedAt"), "changedAt")?,
            from_balance: flag("fromBalance"),
            number: json.text("number").and_then(phone::digits),
            codes: json.member("codes").rows(SmsCode::from_value),
            reason: json.owned("reason"),
            awaited_balance: json.read("awaitedBalance"),
            account: json.owned("account"),
            invoice: json.owned("invoice").map(UncheckedInvoice::new),
            expectation: Expectation::from_value(expectation)?,
            expires_at: time("expiresAt"),
            settled: flag("settled"),
            wallet_asked: flag("walletAsked"),
            cancelling: flag("cancelling"),
            asked_at: time("askedAt"),
            failures: json
                .whole("failures")
                .map_or(0, |count| u32::try_from(count).unwrap_or(u32::MAX)),
            not_before: time("notBefore"),
        })
    }
}

/// Whether an order that was paid may be in this state. A record from elsewhere may say that it was
/// paid where its state asks for money: then the state counts, so that it passes for nothing else.
const fn may_be_paid(kind: Kind, state: State) -> bool {
    match state {
        // A top-up that was paid is on its way; anything else that was paid is held.
        State::AwaitingPayment => matches!(kind, Kind::Fund),
        State::NeedsConfirmation | State::Unknown => false,
        _ => true,
    }
}

impl SmsCode {
    fn from_value(json: &Value) -> Option<Self> {
        let may_lack_zeros = json.flag("mayLackZeros").unwrap_or(false);
        Self::read(json.text("text")?, may_lack_zeros)
    }
}

fn needed<T>(value: Option<T>, field: &'static str) -> Result<T, Error> {
    value.ok_or_else(|| unreadable(field))
}

fn unreadable(field: &'static str) -> Error {
    Error::invalid(field, "is missing or not known in this record of an order.")
}

/// An order after an event, and when to ask about it next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepped {
    /// The order.
    pub order: Order,
    /// When to ask; none when there is nothing left to learn.
    pub ask_at: Option<Time>,
}

/// One step of an order's life from JSON to JSON, for whoever drives orders by a queue or a workflow
/// engine instead of by a process that stays awake.
///
/// The event is one of `{"event":"answer","status":200,"body":"…"}` (what the service answered when
/// asked for the order's status, as it came; `retryAfterMs` may be added if it wants to be left alone
/// for so long), `{"event":"no_answer"}`, `{"event":"payment_asked"}`, `{"event":"payment_refused"}`,
/// `{"event":"payment_sent"}`, `{"event":"cancel_sent"}`, `{"event":"cancel_accepted"}` and
/// `{"event":"cancel_refused"}`.
///
/// ```
/// # use satline_core::error::Service;
/// # use satline_core::lightning::{Expectation, bolt11::Network};
/// # use satline_core::order::{Kind, Order, OrderId, Start, step};
/// # use satline_core::time::Time;
/// # let order = Order::new(Service::Sms4Sats, Kind::Code, OrderId::parse("7dc6")?, Start::FromBalance,
/// #     Expectation::new(Network::Regtest), Time(0));
/// # let record = order.to_json();
/// let event = r#"{"event":"answer","status":200,
///     "body":"{\"status\":\"OK\",\"paid\":true,\"number\":\"12345678901\",\"code\":\"48010\"}"}"#;
/// let stepped = step(&record, event, Time(1_700_000_000_000))?;
/// assert_eq!(stepped.order.state.as_str(), "code_received");
/// assert_eq!(stepped.ask_at, None);
/// # Ok::<(), satline_core::error::Error>(())
/// ```
pub fn step(order: &str, event: &str, now: Time) -> Result<Stepped, Error> {
    let order = Order::from_json(order)?;
    let event = parse(event).ok_or_else(|| Error::invalid("event", "is not JSON."))?;
    let event = read_event(&order, &event)?;
    let order = order.after(&event, now);
    // Whoever has no process that stays awake is not looking either.
    let ask_at = order.next_ask(now, Attention::Away, u32::MAX);
    Ok(Stepped { order, ask_at })
}

fn read_event(order: &Order, event: &Value) -> Result<Event, Error> {
    let lost = || Error::new(Code::Unreachable, "No answer came.");
    let kind = event.text("event").unwrap_or_default();
    let members: &[&str] = match kind {
        "answer" => &["event", "status", "body", "retryAfterMs"],
        _ => &["event"],
    };
    match event {
        Value::Object(given) if given.keys().all(|name| members.contains(&name.as_str())) => {}
        _ => {
            return Err(Error::invalid(
                "event",
                "holds what its kind does not. Is it misspelt?",
            ));
        }
    }
    match kind {
        "answer" => read_answer(order, event),
        "no_answer" => Ok(Event::NoAnswer(lost())),
        "payment_asked" => Ok(Event::PaymentAsked),
        "payment_refused" => Ok(Event::PaymentRefused),
        "payment_sent" => Ok(Event::PaymentSent),
        "cancel_sent" => Ok(Event::CancelSent),
        "cancel_accepted" => Ok(Event::CancelAccepted),
        "cancel_refused" => Ok(Event::CancelRefused),
        _ => Err(Error::invalid("event", "is not one that an order knows.")),
    }
}

fn read_answer(order: &Order, event: &Value) -> Result<Event, Error> {
    let status = event.whole("status").map(u16::try_from);
    let (Some(Ok(status)), Some(Value::String(body))) = (status, event.get("body")) else {
        let needs = "needs the answer's `status`, a number, and its `body`, a text.";
        return Err(Error::invalid("event", needs));
    };
    let response = Response {
        status,
        headers: Vec::new(),
        body: body.clone(),
    };
    let told = services::read_report(order, &response);
    Ok(told.map_or_else(
        |mut error| {
            error.retry_after = event.whole("retryAfterMs").map(Duration::from_millis);
            Event::NoAnswer(error)
        },
        Event::Told,
    ))
}
