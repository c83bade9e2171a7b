//! An order's record: versioned JSON, for storage and job queues.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Kind, Order, OrderId, SmsCode, State, Terms};
use crate::error::{Error, Service};
use crate::lenient::{Lenient, to_text};
use crate::lightning::{Expectation, UncheckedInvoice};
use crate::phone;
use crate::time::Time;

/// The version of the record's format. Raised when the format changes so that this code would
/// misread an older or newer record.
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

impl Order {
    /// Returns the order as JSON, the same as serde's. It contains the number, the codes and the
    /// invoice: store it where you would store those.
    pub fn to_json(&self) -> String {
        to_text(self)
    }

    /// Reads an order, with its service's terms as `terms` returns them. Ignores fields that this
    /// version doesn't know.
    ///
    /// # Errors
    /// Names the field that is missing or has an unknown value.
    pub(crate) fn read(json: &Value, terms: fn(Service) -> &'static Terms) -> Result<Self, Error> {
        if json.whole("version") != Some(VERSION) {
            return Err(unreadable("version"));
        }
        let time = |name| json.whole(name).map(Time);
        let flag = |name| json.flag(name).unwrap_or(false);
        let kind = needed(json.read("kind"), "kind")?;
        let state = needed(json.read("state"), "state")?;
        let service = needed(json.read("service"), "service")?;
        let expectation = needed(json.get("expectation"), "expectation")?;
        Ok(Self {
            version: Version,
            service,
            terms: terms(service),
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
            late_wait: json.whole("lateWait").unwrap_or(0),
        })
    }
}

/// Returns whether an order in this state may have been paid. Where a record contradicts itself, the
/// state wins, so that an unpaid order never passes for a paid one.
const fn may_be_paid(kind: Kind, state: State) -> bool {
    match state {
        // A paid top-up may still be on its way; any other paid order is held.
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
    Error::invalid(
        field,
        "is missing from this order's record, or has an unknown value.",
    )
}
