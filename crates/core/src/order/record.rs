//! An order as JSON, with a version: what a journal keeps and a queue carries.

use std::time::Duration;

use super::{Attention, Event, Kind, Order, OrderId, SmsCode, State};
use crate::error::{self, Code, Error, Service};
use crate::http::Response;
use crate::json::{Json, Object};
use crate::lightning::{Expectation, UncheckedInvoice};
use crate::money::Amount;
use crate::phone;
use crate::services;
use crate::time::Time;

/// Raised when a record's shape changes so that this code would misread an older or newer one.
const VERSION: u64 = 1;

const KINDS: [(Kind, &str); 6] = [
    (Kind::Code, "code"),
    (Kind::Rental, "rental"),
    (Kind::RealPhone, "real_phone"),
    (Kind::Sms, "sms"),
    (Kind::Email, "email"),
    (Kind::Fund, "fund"),
];

const STATES: [State; 15] = [
    State::AwaitingPayment,
    State::Held,
    State::NumberGiven,
    State::CodeReceived,
    State::Created,
    State::Sent,
    State::Delivered,
    State::Credited,
    State::NeedsConfirmation,
    State::Charged,
    State::Unknown,
    State::Cancelled,
    State::Refunded,
    State::Failed,
    State::Expired,
];

impl Kind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        let row = KINDS.iter().find(|(kind, _)| *kind == self);
        row.map_or("", |(_, name)| name)
    }
}

impl Order {
    /// The order as JSON. It holds the number, the codes and the invoice: keep it as one keeps those.
    pub fn to_json(&self) -> Json<'static> {
        let time = |time: Option<Time>| time.map(|time| time.0);
        let codes = self.codes.iter().map(SmsCode::to_json).collect();
        let failures = (self.failures > 0).then_some(self.failures.into());
        let invoice = self.invoice.as_ref();
        let awaited = self.awaited_balance.as_ref();
        Object::new()
            .number("version", Some(VERSION))
            .text("service", Some(self.service.name()))
            .text("id", Some(self.id.as_str()))
            .text("kind", Some(self.kind.as_str()))
            .text("state", Some(self.state.as_str()))
            .number("createdAt", Some(self.created_at.0))
            .number("paidAt", time(self.paid_at))
            .number("changedAt", Some(self.changed_at.0))
            .mark("fromBalance", self.from_balance)
            .text("number", self.number.as_deref())
            .json("codes", Some(Json::Array(codes)))
            .text("reason", self.reason.as_deref())
            .json("awaitedBalance", awaited.map(Amount::to_json))
            .text("account", self.account.as_deref())
            .text("invoice", invoice.map(UncheckedInvoice::text))
            .json("expectation", Some(self.expectation.to_json()))
            .number("expiresAt", time(self.expires_at))
            .mark("settled", self.settled)
            .mark("walletAsked", self.wallet_asked)
            .mark("cancelling", self.cancelling)
            .number("askedAt", time(self.asked_at))
            .number("failures", failures)
            .number("notBefore", time(self.not_before))
            .end()
    }

    /// Reads an order that [`Order::to_json`] wrote. Whatever else the record says is left out.
    pub fn from_json(json: &Json) -> Result<Self, Error> {
        if json.whole("version") != Some(VERSION) {
            return Err(unreadable("version"));
        }
        let time = |name| json.whole(name).map(Time);
        let needed_time = |name| time(name).ok_or_else(|| unreadable(name));
        let kind = named(json, "kind", &KINDS.map(|(kind, _)| kind), Kind::as_str)?;
        let state = named(json, "state", &STATES, State::as_str)?;
        Ok(Self {
            service: named(json, "service", &Service::ALL, Service::name)?,
            id: OrderId::parse(json.text("id").unwrap_or_default())?,
            kind,
            state,
            created_at: needed_time("createdAt")?,
            paid_at: time("paidAt").filter(|_| may_be_paid(kind, state)),
            changed_at: needed_time("changedAt")?,
            from_balance: json.flag("fromBalance").unwrap_or(false),
            number: json.text("number").and_then(phone::digits),
            codes: json.member("codes").rows(SmsCode::from_json),
            reason: json.owned("reason"),
            awaited_balance: json.get("awaitedBalance").and_then(Amount::from_json),
            account: json.owned("account"),
            invoice: json.owned("invoice").map(UncheckedInvoice::new),
            expectation: json
                .get("expectation")
                .ok_or_else(|| unreadable("expectation"))
                .and_then(Expectation::from_json)?,
            expires_at: time("expiresAt"),
            settled: json.flag("settled").unwrap_or(false),
            wallet_asked: json.flag("walletAsked").unwrap_or(false),
            cancelling: json.flag("cancelling").unwrap_or(false),
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
    fn to_json(&self) -> Json<'static> {
        Object::new()
            .text("text", Some(&self.text))
            .mark("mayLackZeros", self.may_lack_zeros)
            .end()
    }

    fn from_json(json: &Json) -> Option<Self> {
        let may_lack_zeros = json.flag("mayLackZeros").unwrap_or(false);
        Self::read(json.text("text")?, may_lack_zeros)
    }
}

/// The one of all these whose name stands in that field.
fn named<T: Copy>(
    json: &Json,
    field: &'static str,
    all: &[T],
    name_of: fn(T) -> &'static str,
) -> Result<T, Error> {
    let name = json.text(field).unwrap_or_default();
    error::named(all, name, name_of).ok_or_else(|| unreadable(field))
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
/// # let record = order.to_json().to_string();
/// let event = r#"{"event":"answer","status":200,
///     "body":"{\"status\":\"OK\",\"paid\":true,\"number\":\"12345678901\",\"code\":\"48010\"}"}"#;
/// let stepped = step(&record, event, Time(1_700_000_000_000))?;
/// assert_eq!(stepped.order.state.as_str(), "code_received");
/// assert_eq!(stepped.ask_at, None);
/// # Ok::<(), satline_core::error::Error>(())
/// ```
pub fn step(order: &str, event: &str, now: Time) -> Result<Stepped, Error> {
    let parse = |field, text| Json::parse(text).map_err(|_| Error::invalid(field, "is not JSON."));
    let order = Order::from_json(&parse("order", order)?)?;
    let event = read_event(&order, &parse("event", event)?)?;
    let order = order.after(&event, now);
    // Whoever has no process that stays awake is not looking either.
    let ask_at = order.next_ask(now, Attention::Away, u32::MAX);
    Ok(Stepped { order, ask_at })
}

fn read_event(order: &Order, event: &Json) -> Result<Event, Error> {
    let lost = || Error::new(Code::Unreachable, "No answer came.");
    let kind = event.text("event").unwrap_or_default();
    let members: &[&str] = match kind {
        "answer" => &["event", "status", "body", "retryAfterMs"],
        _ => &["event"],
    };
    match event {
        Json::Object(given) if given.iter().all(|(name, _)| members.contains(&&**name)) => {}
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

fn read_answer(order: &Order, event: &Json) -> Result<Event, Error> {
    let status = event.whole("status").map(u16::try_from);
    let (Some(Ok(status)), Some(Json::Text(body))) = (status, event.get("body")) else {
        let needs = "needs the answer's `status`, a number, and its `body`, a text.";
        return Err(Error::invalid("event", needs));
    };
    let response = Response {
        status,
        headers: Vec::new(),
        body: body.clone().into_owned(),
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
