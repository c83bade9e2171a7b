//! An order as it is recorded.

use std::ops::Not;

use satline_core::country::Country;
use satline_core::error::Error;
use satline_core::lenient::{self, Lenient};
use satline_core::lightning::bolt11::Network;
use satline_core::money::Sats;
use satline_core::order::{Attention, Event, Order};
use satline_core::time::Time;
use satline_core::topup::NextStep;
use satline_core::url::SecureUrl;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::words::storage;

/// The version of the records of orders that this page reads.
const RECORD_VERSION: u64 = 1;

/// An order, and what was known when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The order as it is known.
    pub order: Order,
    /// What the service does not repeat.
    pub note: Note,
    /// Whether it is stored. If not, it lives as long as this tab.
    pub is_stored: bool,
}

/// What was known when an order was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where the number is from.
    pub country: Option<Country>,
    /// What was ordered, as the service names it: `wa`.
    pub item: String,
    /// What was ordered, as people name it: `WhatsApp`.
    pub name: String,
    /// The quoted price.
    pub price: Option<Sats>,
    /// The account that can ask about it. Default: none is needed, the order's id is enough.
    pub account: Option<String>,
    /// The next step to pay.
    pub next_step: NextStep,
    /// It came from a backup, and so did the next step: it could be anyone's.
    pub is_imported: bool,
}

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer version of the page wrote it.
    Newer,
    /// It is not what any version wrote.
    Damaged,
}

impl Unreadable {
    /// Returns why the record of an order cannot be read: a newer version has written it if it says so, or
    /// if it holds a word that this version does not know.
    fn of(order: &Value, error: &Error) -> Self {
        let is_newer = match error.field.as_deref() {
            Some("version") => order.whole("version") > Some(RECORD_VERSION),
            Some(field @ ("service" | "kind" | "state")) => order.text(field).is_some(),
            _ => false,
        };
        if is_newer { Self::Newer } else { Self::Damaged }
    }
}

impl Default for Note {
    fn default() -> Self {
        Self {
            country: None,
            item: String::new(),
            name: String::new(),
            price: None,
            account: None,
            next_step: NextStep::PayInvoice,
            is_imported: false,
        }
    }
}

impl Entry {
    /// Creates the entry of a new order, which is not stored yet.
    pub const fn new(order: Order, note: Note) -> Self {
        Self {
            order,
            note,
            is_stored: false,
        }
    }

    /// Returns the key of its record.
    pub fn key(&self) -> String {
        format!("{}/{}", self.order.service.name(), self.order.id.as_str())
    }

    /// Returns the account by which its service is asked about it.
    pub fn account(&self) -> &str {
        let anyone = self.order.service.name();
        self.note.account.as_deref().unwrap_or(anyone)
    }

    /// Returns whether its invoice has to be for play money.
    pub fn is_regtest(&self) -> bool {
        self.order.network() == Network::Regtest
    }

    /// Returns the warning about an order that could not be stored.
    pub fn warning(&self) -> Option<String> {
        let id = self.order.id.as_str();
        (!self.is_stored).then(|| {
            if self.order.is_unpaid() {
                storage::unsaved_unpaid(id)
            } else {
                storage::unsaved(id)
            }
        })
    }

    /// Returns the entry as it is kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Parses a record's text.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let json = lenient::parse(text).ok_or(Unreadable::Damaged)?;
        Self::from_value(&json)
    }

    /// Reads what [`Entry::to_json`] wrote, or an earlier version of the app.
    pub fn from_value(json: &Value) -> Result<Self, Unreadable> {
        let country = json.whole("country");
        let order = json.get("order").ok_or(Unreadable::Damaged)?;
        let name = json.owned("name").or_else(|| json.owned("service"));
        Ok(Self {
            order: Order::from_value(order).map_err(|error| Unreadable::of(order, &error))?,
            note: Note {
                country: country
                    .and_then(|code| u16::try_from(code).ok())
                    .and_then(Country::from_code),
                item: json.owned("item").unwrap_or_default(),
                name: name.unwrap_or_default(),
                price: json.whole("price").map(Sats),
                account: json.owned("account"),
                next_step: json
                    .get("todo")
                    .map_or(NextStep::PayInvoice, next_step_from_value),
                is_imported: json.flag("imported").unwrap_or(false),
            },
            is_stored: true,
        })
    }

    /// Returns this stored entry with what is shown of it and could not be stored. That a wallet was asked
    /// to pay may be known to either of them alone.
    pub fn with_unstored(self, shown: &Self, now: Time) -> Self {
        if shown.is_stored {
            return self;
        }
        let mut ahead = shown.clone().merged(&self);
        if self.order.maybe_paid() {
            ahead.order = ahead.order.after(&Event::PaymentAsked, now);
        }
        ahead
    }

    /// Returns this entry with what another copy knows beyond it.
    pub fn merged(mut self, other: &Self) -> Self {
        self.order = self.order.merged(&other.order);
        self
    }
}

/// Returns whether an order is not over and is no longer polled: it has not changed for too long.
pub fn is_given_up(order: &Order, now: Time) -> bool {
    order.next_ask(now, Attention::Looking, 0).is_none() && !order.is_over()
}

/// An entry as it is kept and exported.
#[derive(Serialize)]
struct Record<'a> {
    order: &'a Order,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<u16>,
    #[serde(skip_serializing_if = "str::is_empty")]
    item: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Sats>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    todo: Option<Value>,
    #[serde(skip_serializing_if = "Not::not")]
    imported: bool,
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { order, note, .. } = self;
        let record = Record {
            order,
            country: note.country.map(Country::code),
            item: &note.item,
            name: &note.name,
            price: note.price,
            account: note.account.as_deref(),
            todo: next_step_to_value(&note.next_step),
            imported: note.is_imported,
        };
        record.serialize(serializer)
    }
}

/// The usual step, paying the invoice, is left out.
fn next_step_to_value(next_step: &NextStep) -> Option<Value> {
    match next_step {
        NextStep::PayInvoice => None,
        NextStep::PayAddress { address, price, by } => {
            Some(json!({ "address": address, "price": price, "by": by }))
        }
        NextStep::ConfirmHere { link } => Some(json!({ "link": link })),
        NextStep::Wait | NextStep::Done => Some(Value::Null),
    }
}

fn next_step_from_value(json: &Value) -> NextStep {
    let owned = |name| json.owned(name).unwrap_or_default();
    // A backup may come from anywhere, and its link must lead to a page and not be a script.
    let link = owned("link");
    if SecureUrl::parse("link", &link).is_ok() {
        return NextStep::ConfirmHere { link };
    }
    let address = owned("address");
    if address.is_empty() {
        return NextStep::Wait;
    }
    NextStep::PayAddress {
        address,
        price: owned("price"),
        by: owned("by"),
    }
}
