//! Orders from their records, with the terms of their services; and one step of an order's life
//! from JSON to JSON.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{read_report, terms};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::lenient::{Lenient, parse};
use crate::order::{Attention, Event, Order};
use crate::time::Time;

impl Order {
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
        Self::read(json, terms)
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_value(&value).map_err(serde::de::Error::custom)
    }
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
/// # use satline_core::lightning::{Expectation, bolt11::Network};
/// # use satline_core::order::{Kind, Order, OrderId, Start};
/// # use satline_core::services::{sms4sats::TERMS, step};
/// # use satline_core::time::Time;
/// # let order = Order::new(&TERMS, Kind::Code, OrderId::parse("7dc6")?, Start::FromBalance,
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
        "no_answer" => Ok(Event::NoResponse(lost())),
        "payment_asked" => Ok(Event::PaymentAsked),
        "payment_refused" => Ok(Event::PaymentRefused),
        "payment_sent" => Ok(Event::WalletIsPaying),
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
    let told = read_report(order, &response);
    Ok(told.map_or_else(
        |mut error| {
            error.retry_after = event.whole("retryAfterMs").map(Duration::from_millis);
            Event::NoResponse(error)
        },
        Event::Report,
    ))
}
