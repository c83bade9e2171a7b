//! Describes an order as text, one line per fact. A fact that is absent has no line.
//!
//! Times are in milliseconds: `read at` and `created` since 1970, all others since `created`. The tests of
//! the npm package read the same files.

use satline_core::lightning::Check;
use satline_core::order::{Attention, CancelRule, Order};
use satline_core::time::{ClockSkew, Time};

/// Returns the time at which an order is described this way.
pub fn read_at(lines: &str) -> Time {
    let (first, _) = lines.split_once('\n').unwrap();
    Time(first.strip_prefix("read at: ").unwrap().parse().unwrap())
}

/// Describes an order as it is at that time.
pub fn describe(order: &Order, now: Time) -> String {
    let facts = [
        name_and_state(order, now),
        times(order),
        received(order),
        payment(order, now),
        plans(order, now),
    ];
    let facts = facts.into_iter().flatten();
    let lines = facts.filter_map(|(name, fact)| Some(format!("{name}: {}\n", fact?)));
    lines.collect::<Vec<_>>().concat()
}

type Fact = (&'static str, Option<String>);

fn name_and_state(order: &Order, now: Time) -> Vec<Fact> {
    vec![
        ("read at", Some(now.0.to_string())),
        ("service", Some(order.service.name().to_owned())),
        ("id", Some(order.id.as_str().to_owned())),
        ("kind", Some(order.kind.as_str().to_owned())),
        ("state", Some(order.state.as_str().to_owned())),
        ("money", Some(order.money().as_str().to_owned())),
        ("over", Some(yes(order.is_over()))),
        ("from balance", Some(yes(order.from_balance))),
    ]
}

fn times(order: &Order) -> Vec<Fact> {
    let clock = order.clock_skew().map(|skew| match skew {
        ClockSkew::Ahead(length) => format!("{} ahead", length.as_millis()),
        ClockSkew::Behind(length) => format!("{} behind", length.as_millis()),
    });
    vec![
        ("created", Some(order.created_at.0.to_string())),
        ("changed", Some(offset(order, order.changed_at))),
        ("paid", order.paid_at.map(|time| offset(order, time))),
        (
            "expires",
            order.expires_at().map(|time| offset(order, time)),
        ),
        (
            "payable until",
            order.payable_until().map(|time| offset(order, time)),
        ),
        ("clock", clock),
    ]
}

fn received(order: &Order) -> Vec<Fact> {
    let mut facts = vec![("number", order.number.clone())];
    for code in &order.codes {
        let name = if code.may_lack_zeros {
            "code, zeros may be lost"
        } else {
            "code"
        };
        facts.push((name, Some(code.text.clone())));
    }
    facts.push(("late code", Some(yes(order.has_late_code()))));
    facts.push(("reason", order.reason.clone()));
    facts
}

fn payment(order: &Order, now: Time) -> Vec<Fact> {
    let awaited = order.awaited_balance.as_ref();
    let mut facts = vec![
        ("awaited balance", awaited.map(ToString::to_string)),
        ("account", order.account.clone()),
        (
            "network",
            Some(format!("{:?}", order.network()).to_lowercase()),
        ),
        ("unpaid", Some(yes(order.is_unpaid()))),
        ("maybe paid", Some(yes(order.maybe_paid()))),
    ];
    match order.payable(now) {
        Some(Ok(invoice)) => {
            let hash = invoice.payment_hash().map(|byte| format!("{byte:02x}"));
            facts.push(("amount in sats", Some(invoice.amount().0.to_string())));
            facts.push(("payee", Some(invoice.payee().to_string())));
            facts.push(("payment hash", Some(hash.concat())));
            facts.push(("checks", Some(checks(invoice.checks()))));
        }
        Some(Err(rejected)) => facts.push(("checks", Some(checks(rejected.checks())))),
        None => {}
    }
    facts
}

/// Lists the rules that were checked: `!cap` forbids to pay, `?order_id` warns.
fn checks(checks: &[Check]) -> String {
    let check = |check: &Check| match (check.passed, check.warning) {
        (true, _) => check.rule.as_str().to_owned(),
        (false, true) => format!("?{}", check.rule.as_str()),
        (false, false) => format!("!{}", check.rule.as_str()),
    };
    checks.iter().map(check).collect::<Vec<_>>().join(" ")
}

fn plans(order: &Order, now: Time) -> Vec<Fact> {
    let cancel = match order.cancel_rule(now) {
        CancelRule::Allowed => "allowed",
        CancelRule::From(_) => "later",
        CancelRule::TooLate => "too late",
        CancelRule::Never => "never",
    };
    let cancel_from = match order.cancel_rule(now) {
        CancelRule::From(time) => Some(offset(order, time)),
        _ => None,
    };
    let ask = |attention| {
        order
            .next_ask(now, attention, u32::MAX)
            .map(|time| offset(order, time))
    };
    let mut facts = vec![
        ("unreachable", Some(yes(order.is_unreachable()))),
        ("cancel", Some(cancel.to_owned())),
        ("cancel from", cancel_from),
    ];
    for time in order.returns_by_itself().into_iter().flatten() {
        facts.push(("automatic refund", Some(offset(order, time))));
    }
    facts.push(("next poll while watched", ask(Attention::Looking)));
    facts.push(("next poll while away", ask(Attention::Away)));
    facts
}

fn yes(is_so: bool) -> String {
    let word = if is_so { "yes" } else { "no" };
    word.to_owned()
}

/// Writes a time as its distance from the order's creation.
fn offset(order: &Order, time: Time) -> String {
    let (time, created) = (i128::from(time.0), i128::from(order.created_at.0));
    format!("{:+}", time - created)
}
