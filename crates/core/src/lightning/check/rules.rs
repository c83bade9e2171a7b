//! The rules. A rule without an expectation is left out.

use std::time::Duration;

use super::expectation::network_name;
use super::{Check, Expectation, Rule};
use crate::lightning::bolt11::{Invoice, Network, NodeId, Refusal};
use crate::lightning::hex::to_hex;
use crate::money::Sats;
use crate::time::{ClockSkew, Time, duration_text};

const MSAT_PER_SAT: u64 = 1_000;

/// Checks an invoice by all rules, in the order to show them.
pub(super) fn checks(
    invoice: &Invoice,
    signer: Result<NodeId, Refusal>,
    expected: &Expectation,
    now: Time,
) -> Vec<Check> {
    let mut checks = vec![
        readable(None),
        network(invoice, expected.network),
        amount(invoice),
    ];
    if let Some(sats) = expected.price {
        checks.push(price(invoice, sats, expected.tolerance));
    }
    if let Some(sats) = expected.cap {
        checks.push(cap(invoice, sats));
    }
    let clock = clock(invoice, expected.clock_skew, now);
    checks.extend(date(invoice, clock));
    checks.push(time_left(invoice, expected.min_time_left, clock));
    checks.push(signature(signer));
    if let Some(pinned) = expected.payee {
        checks.push(payee(signer, pinned));
    }
    if let Some(id) = &expected.payment_hash {
        checks.push(order_id(invoice, id));
    }
    checks
}

/// Checks that a text is an invoice at all.
pub(super) fn readable(refusal: Option<Refusal>) -> Check {
    let found = refusal.map_or(AN_INVOICE, short);
    Check::new(Rule::Readable, AN_INVOICE, found, refusal.is_none())
}

const AN_INVOICE: &str = "a Lightning invoice";

fn network(invoice: &Invoice, expected: Network) -> Check {
    let found = invoice.network();
    let [wanted, there] = [expected, found].map(network_name);
    Check::new(Rule::Network, wanted, there, found == expected)
}

fn amount(invoice: &Invoice) -> Check {
    let whole = invoice.amount_sat().is_some();
    Check::new(Rule::Amount, "whole satoshis", amount_text(invoice), whole)
}

fn price(invoice: &Invoice, price: Sats, tolerance: Sats) -> Check {
    let expected = match tolerance {
        Sats(0) => price.to_string(),
        tolerance => format!("{price}, give or take {tolerance}"),
    };
    let fits = |msat: u64| msat.abs_diff(in_msat(price)) <= in_msat(tolerance);
    let passed = invoice.amount_msat().is_some_and(fits);
    Check::new(Rule::Price, expected, amount_text(invoice), passed)
}

fn cap(invoice: &Invoice, cap: Sats) -> Check {
    let fits = |msat: u64| msat <= in_msat(cap);
    let passed = invoice.amount_msat().is_some_and(fits);
    let expected = format!("at most {cap}");
    Check::new(Rule::Cap, expected, amount_text(invoice), passed)
}

/// The service's clock, as far as known.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Its current time.
    now: Time,
    /// How this device's differs from it.
    pub skew: Option<ClockSkew>,
}

/// Returns the service's clock when this device's shows `here`. This device's clock may have been
/// corrected since `measured` was measured, which is taken into account where it is evident. No
/// invoice was created in the future: a clock that shows an earlier time is behind.
pub(super) fn clock(invoice: &Invoice, measured: Option<ClockSkew>, here: Time) -> Clock {
    let (created, end) = (created_at(invoice), expires_at(invoice));
    let skew = match measured {
        Some(skew @ ClockSkew::Ahead(_)) if skew.there(here).after(SET_RIGHT) >= created => {
            Some(skew)
        }
        Some(skew @ ClockSkew::Behind(_))
            if here < created || here >= end || skew.there(here) < end =>
        {
            Some(skew)
        }
        _ if here < created => ClockSkew::measure(here, created),
        _ => None,
    };
    let now = skew.map_or(here, |skew| skew.there(here));
    Clock { now, skew }
}

/// After a correction a clock may still differ by this much.
const SET_RIGHT: Duration = Duration::from_mins(2);

/// How far in the future an invoice may be dated: clocks differ.
const AHEAD: Duration = Duration::from_mins(10);

/// Returns a failed check if the invoice is dated in the future; nothing otherwise.
fn date(invoice: &Invoice, clock: Clock) -> Option<Check> {
    let ahead = created_at(invoice).since(clock.now);
    let found = match ahead.as_secs() / 86_400 {
        0 | 1 => duration_text(ahead),
        days => format!("{days} days"),
    };
    let found = format!("dated {found} ahead of this device's clock");
    let date = Check::new(Rule::Date, "created before now", found, false);
    (ahead > AHEAD).then_some(date)
}

/// Checks the time left. A checked invoice may fail this later.
pub(super) fn time_left(invoice: &Invoice, least: Duration, clock: Clock) -> Check {
    let left = expires_at(invoice).since(clock.now);
    let found = match left {
        Duration::ZERO => "expired".to_owned(),
        left => format!("{} left", duration_text(left)),
    };
    let found = match clock.skew {
        Some(skew) => format!("{found}; {skew}"),
        None => found,
    };
    let expected = format!("at least {} left", duration_text(least));
    let passed = !left.is_zero() && left >= least;
    Check::new(Rule::Time, expected, found, passed)
}

fn signature(signer: Result<NodeId, Refusal>) -> Check {
    let found = signer.err().map_or(A_SIGNATURE, short);
    Check::new(Rule::Signature, A_SIGNATURE, found, signer.is_ok())
}

const A_SIGNATURE: &str = "a valid signature";

fn payee(signer: Result<NodeId, Refusal>, pinned: NodeId) -> Check {
    let found = match signer {
        Ok(node) => node.to_string(),
        Err(_) => "unknown".to_owned(),
    };
    let expected = pinned.to_string();
    Check::new(Rule::Payee, expected, found, signer == Ok(pinned))
}

fn order_id(invoice: &Invoice, id: &str) -> Check {
    let found = to_hex(invoice.payment_hash());
    let passed = id.eq_ignore_ascii_case(&found);
    Check {
        warning: !passed,
        ..Check::new(Rule::OrderId, id, found, passed)
    }
}

/// Returns when it was created, by the service's clock.
pub(super) fn created_at(invoice: &Invoice) -> Time {
    Time(invoice.created_at().saturating_mul(1_000))
}

/// Returns when it expires, by the service's clock.
pub(super) fn expires_at(invoice: &Invoice) -> Time {
    Time(invoice.expires_at().saturating_mul(1_000))
}

const fn in_msat(sats: Sats) -> u64 {
    sats.0.saturating_mul(MSAT_PER_SAT)
}

fn amount_text(invoice: &Invoice) -> String {
    match (invoice.amount_sat(), invoice.amount_msat()) {
        (Some(sats), _) => Sats(sats).to_string(),
        (None, Some(msat)) => format!("{msat} millisats"),
        (None, None) => "no amount".to_owned(),
    }
}

/// Returns a refusal without its full stop.
fn short(refusal: Refusal) -> &'static str {
    refusal.sentence().trim_end_matches('.')
}
