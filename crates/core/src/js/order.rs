//! Orders: plain records on the other side, looked at and moved on here.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::host::Host;
use super::input::Input;
use super::output::{self, Failure, Object, list};
use super::{answer, invoice, machine};
use crate::error::Error;
use crate::order::{Ask, CancelRule, Event, Order};
use crate::services::step;
use crate::time::Time;
use crate::topup::AnyProvider;

/// An order as people see it: what stands in its record, and what follows from it now. Without its
/// invoice it costs no look at a signature.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn view_order(now: f64, record: &str, with_invoice: bool) -> String {
    machine::at(now, 0);
    answer(read(record).map(|order| view(&order, machine::now(), with_invoice)))
}

/// One step of an order's life, from JSON to JSON.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn step_order(now: f64, record: &str, event: &str) -> String {
    machine::at(now, 0);
    let now = machine::now();
    answer(step(record, event, now).map(|stepped| {
        Object::new()
            .json("order", Some(&stepped.order.to_json()))
            .time("askAt", stepped.ask_at)
            .json("status", Some(&view(&stepped.order, now, true)))
            .end()
    }))
}

/// An order's record with what another record of it knows beyond it.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn merge_order(now: f64, record: &str, other: &str) -> String {
    machine::at(now, 0);
    let plausible = |record| read(record).map(|order| order.without_future_times(machine::now()));
    answer(plausible(record).and_then(|order| Ok(order.merged(&plausible(other)?).to_json())))
}

pub fn read(record: &str) -> Result<Order, Error> {
    Order::from_json(record)
}

/// A new order, if its invoice is what was agreed. One that is not is never handed out.
pub fn made(order: &Order) -> Result<String, Failure> {
    match order.payable(machine::now()) {
        Some(Err(rejected)) => {
            let Failure { error, findings } = invoice::rejection(&rejected);
            let error = error.with_service(order.service);
            Err(Failure { error, findings })
        }
        _ => Ok(order.to_json()),
    }
}

/// The order of a call.
fn order_of(input: &Input) -> Result<Order, Error> {
    Order::from_value(input.needed("order")?)
}

/// Asks about an order once. Says whether that went well, and how it stands in any case.
pub async fn ask(provider: &AnyProvider<Host>, input: &Input) -> Result<String, Failure> {
    let order = order_of(input)?;
    input.nothing_else()?;
    let (event, outcome) = match provider.ask(&order).await {
        Ok(report) => (Event::Report(report), Ok(())),
        Err(error) => (Event::NoResponse(error.clone()), Err(error)),
    };
    Ok(moved_on(&order.after(&event, machine::now()), outcome))
}

/// Cancels an order.
pub async fn cancelled(provider: &AnyProvider<Host>, input: &Input) -> Result<String, Failure> {
    let order = order_of(input)?;
    let AnyProvider::Sms4Sats(sms) = provider else {
        return Err(Error::invalid("order", "is of a kind that cannot be cancelled.").into());
    };
    input.nothing_else()?;
    let (order, outcome) = sms.cancel_order(order).await;
    Ok(moved_on(&order, outcome))
}

fn moved_on(order: &Order, outcome: Result<(), Error>) -> String {
    let error = outcome.err().map(|error| output::failure(&error.into()));
    Object::new()
        .json("order", Some(&order.to_json()))
        .json("error", error.as_deref())
        .end()
}

/// An order for people and programs.
fn view(order: &Order, now: Time, with_invoice: bool) -> String {
    let payable = with_invoice.then(|| order.payable(now)).flatten();
    let rejected = match &payable {
        Some(Err(rejected)) => Some(list(rejected.checks(), invoice::finding)),
        _ => None,
    };
    let invoice = payable.and_then(Result::ok).as_ref().map(invoice::payable);
    let (cancel, cancel_from) = match order.cancel_rule(now) {
        CancelRule::Allowed => ("allowed", None),
        CancelRule::From(moment) => ("later", Some(moment)),
        CancelRule::TooLate => ("too_late", None),
        CancelRule::Never => ("never", None),
    };
    Object::new()
        .text("state", Some(order.state.as_str()))
        .text("service", Some(order.service.name()))
        .text("id", Some(order.id.as_str()))
        .text("kind", Some(order.kind.as_str()))
        .text("money", Some(order.money().as_str()))
        .flag("isOver", order.is_over())
        .time("createdAt", Some(order.created_at))
        .time("changedAt", Some(order.changed_at))
        .time("paidAt", order.paid_at)
        .time("expiresAt", order.expires_at())
        .flag("fromBalance", order.from_balance)
        .json("invoice", invoice.as_deref())
        .json("rejected", rejected.as_deref())
        .flag("maybePaid", order.maybe_paid())
        .text("number", order.number.as_deref())
        .text("code", order.code().map(|code| code.text.as_str()))
        .json("codes", Some(&list(&order.codes, output::code)))
        .flag("hasLateCode", order.has_late_code())
        .text("reason", order.reason.as_deref())
        .flag("outOfTouch", order.is_unreachable())
        .text("cancel", Some(cancel))
        .time("cancelFromAt", cancel_from)
        .end()
}
