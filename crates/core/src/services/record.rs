//! Reads orders from their records, with the terms of their services, and applies an event as JSON
//! to an order as JSON.

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
    /// Names the field that is missing or has an unknown value.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = parse(text).ok_or_else(|| Error::invalid("order", "is not JSON."))?;
        Self::from_value(&value)
    }

    /// Reads an order from parsed JSON. Fields that this version doesn't know are ignored.
    ///
    /// # Errors
    /// Names the field that is missing or has an unknown value.
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
    /// When to ask; `None` when there is nothing left to learn.
    pub ask_at: Option<Time>,
}

/// Applies an event as JSON to an order as JSON, for job queues and workflow engines.
///
/// The event is one of:
///
/// - `{"event":"answer","status":200,"body":"…"}`: the service's response to a request for the order's
///   status, as it was received. `retryAfterMs` may be added.
/// - `{"event":"no_answer"}`: there was no response.
/// - `{"event":"payment_asked"}`, `{"event":"payment_refused"}`, `{"event":"payment_sent"}`,
///   `{"event":"cancel_sent"}`, `{"event":"cancel_accepted"}`, `{"event":"cancel_refused"}`: see
///   [`Event`].
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
///
/// # Errors
/// Names the field of the order or the event that is missing or invalid.
pub fn step(order: &str, event: &str, now: Time) -> Result<Stepped, Error> {
    let order = Order::from_json(order)?;
    let event = parse(event).ok_or_else(|| Error::invalid("event", "is not JSON."))?;
    let event = read_event(&order, &event)?;
    let order = order.after(&event, now);
    // With a queue, no one is looking.
    let ask_at = order.next_ask(now, Attention::Away, u32::MAX);
    Ok(Stepped { order, ask_at })
}

fn read_event(order: &Order, event: &Value) -> Result<Event, Error> {
    let no_response = || Error::new(Code::Unreachable, "There was no response.");
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
                "has a field that this event does not have. Is it misspelt?",
            ));
        }
    }
    match kind {
        "answer" => read_answer(order, event),
        "no_answer" => Ok(Event::NoResponse(no_response())),
        "payment_asked" => Ok(Event::PaymentAsked),
        "payment_refused" => Ok(Event::PaymentRefused),
        "payment_sent" => Ok(Event::WalletIsPaying),
        "cancel_sent" => Ok(Event::CancelSent),
        "cancel_accepted" => Ok(Event::CancelAccepted),
        "cancel_refused" => Ok(Event::CancelRefused),
        _ => Err(Error::invalid("event", "is not a known event.")),
    }
}

fn read_answer(order: &Order, event: &Value) -> Result<Event, Error> {
    let status = event.whole("status").map(u16::try_from);
    let (Some(Ok(status)), Some(Value::String(body))) = (status, event.get("body")) else {
        let needs = "needs the response's `status`, a number, and its `body`, a string.";
        return Err(Error::invalid("event", needs));
    };
    let response = Response {
        status,
        headers: Vec::new(),
        body: body.clone(),
    };
    Ok(read_report(order, &response).map_or_else(
        |mut error| {
            error.retry_after = event.whole("retryAfterMs").map(Duration::from_millis);
            Event::NoResponse(error)
        },
        Event::Report,
    ))
}
