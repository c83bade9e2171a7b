//! Which text says what: the states of orders, the rules of invoices, and what can go wrong.

use satline_core::error::{Code, Error, Money};
use satline_core::lightning::Rule;
use satline_core::order::{Kind, Order, State};
use satline_core::topup::NextStep;

use super::{check, common, error, is_english, order as words, storage, top_up as top_ups};
use crate::state::{OrderError, StorageError};

/// Returns what can be ordered.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Code => words::kind_code(),
        Kind::Rental => words::kind_rental(),
        Kind::RealPhone => words::kind_real_phone(),
        Kind::Sms => words::kind_sms(),
        Kind::Email => words::kind_email(),
        Kind::Fund => words::kind_fund(),
    }
}

/// Returns an order's status in two or three words: for the browser's title and for lists.
pub fn status(order: &Order) -> &'static str {
    match order.state {
        State::AwaitingPayment if order.paid_at.is_some() => words::status_paid(),
        State::AwaitingPayment if order.maybe_paid() => words::status_maybe_paid(),
        State::AwaitingPayment => words::status_to_pay(),
        State::NeedsConfirmation => words::status_to_confirm(),
        State::Unknown => words::status_unknown(),
        State::Held if is_receiving(order.kind) => words::status_number_awaited(),
        State::NumberGiven => words::status_code_awaited(),
        State::Held | State::Created => words::status_sending(),
        State::CodeReceived if order.kind == Kind::Rental => words::status_receiving(),
        State::CodeReceived => words::status_code_received(),
        State::Sent => words::status_sent(),
        State::Delivered => words::status_delivered(),
        State::Credited | State::Charged => words::status_topped_up(),
        State::Cancelled => words::status_cancelled(),
        State::Refunded => words::status_refunded(),
        State::Failed => words::status_failed(),
        State::Expired => words::status_expired(),
    }
}

/// Returns an order's status with what it means for the money.
pub fn sentence(order: &Order) -> &'static str {
    let is_message = matches!(order.kind, Kind::Sms | Kind::Email);
    match (order.state, order.money()) {
        (State::AwaitingPayment, _) if is_message => words::pay_for_message(),
        (State::AwaitingPayment, _) => words::pay_for_number(),
        (State::Held | State::NumberGiven | State::Created, Money::Spent) => {
            words::paid_from_balance()
        }
        (State::Held, _) if is_receiving(order.kind) => words::held_for_number(),
        (State::NumberGiven, _) => words::held_for_code(),
        (State::Held | State::Created, _) => words::held_for_message(),
        (State::CodeReceived, _) if order.kind == Kind::Rental => words::rented(),
        (State::CodeReceived, _) => words::code_received(),
        (State::Sent, _) => words::message_sent(),
        (State::Delivered, _) => words::message_delivered(),
        (State::Expired, _) => words::expired(),
        (State::Cancelled, Money::Untouched) => words::cancelled_unspent(),
        (State::Cancelled, Money::Returned) => words::cancelled_returned(),
        (State::Refunded, Money::Returned) => words::refunded(),
        (State::Failed, Money::Returned) => words::failed(),
        (State::Cancelled | State::Refunded | State::Failed, _) => words::unclear(),
        _ => "",
    }
}

/// Returns a title and a sentence about a top-up's status.
pub fn top_up_status(order: &Order, next_step: &NextStep) -> (&'static str, &'static str) {
    use top_ups as words;
    match (order.state, next_step) {
        (State::AwaitingPayment, _) if order.paid_at.is_some() => {
            (words::paid(), words::paid_hint())
        }
        (State::AwaitingPayment, _) if order.maybe_paid() => {
            (words::maybe_paid(), super::order::wallet_asked())
        }
        (State::AwaitingPayment, NextStep::PayInvoice) => (words::pay(), words::pay_hint()),
        (State::AwaitingPayment, NextStep::PayAddress { .. }) => {
            (words::pay_address(), words::pay_address_hint())
        }
        (State::NeedsConfirmation, _) => (words::confirm(), words::confirm_hint()),
        (State::Unknown, _) => (words::unknown(), words::unknown_hint()),
        (State::Credited | State::Charged, _) => (words::arrived(), words::arrived_hint()),
        (State::Expired, _) => (words::expired(), words::expired_hint()),
        (state, _) if state.is_failure() => (words::failed(), words::failed_hint()),
        _ => (words::waiting(), words::waiting_hint()),
    }
}

/// Returns the steps of an order's life.
pub fn steps(kind: Kind) -> Vec<&'static str> {
    let [ordered, paid] = [words::step_ordered(), words::step_paid()];
    match kind {
        Kind::Code | Kind::RealPhone => {
            vec![ordered, paid, words::step_number(), words::step_code()]
        }
        Kind::Rental => vec![ordered, paid, words::step_number(), words::step_messages()],
        Kind::Sms | Kind::Email => vec![
            ordered,
            paid,
            words::step_accepted(),
            words::step_sent(),
            words::step_delivered(),
        ],
        Kind::Fund => vec![words::step_started(), paid, words::step_balance()],
    }
}

/// Returns what an order waits for.
pub fn awaited(order: &Order) -> &'static str {
    match order.state {
        State::AwaitingPayment if order.maybe_paid() => words::await_payment_news(),
        State::AwaitingPayment if order.paid_at.is_none() => words::await_payment(),
        State::AwaitingPayment | State::Unknown => words::await_balance(),
        State::NeedsConfirmation => words::await_confirmation(),
        State::Held if is_receiving(order.kind) => words::await_number(),
        State::NumberGiven => words::await_code(),
        State::CodeReceived => words::await_messages(),
        State::Sent => words::await_delivery(),
        _ => words::await_sending(),
    }
}

/// Returns what a rule of the check looks for in an invoice.
pub fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Readable => check::readable(),
        Rule::Network => check::network(),
        Rule::Amount => check::amount(),
        Rule::Price => check::price(),
        Rule::Cap => check::cap(),
        Rule::Date => check::date(),
        Rule::Time => check::time(),
        Rule::Signature => check::signature(),
        Rule::Payee => check::payee(),
        Rule::OrderId => check::order_id(),
        _ => rule.sentence(),
    }
}

/// Returns what went wrong, with the service's own message if it sent one.
///
/// In English these are the core's words, which say more than the kind of an error.
pub fn failure(error: &Error) -> String {
    if is_english() {
        return error.to_string();
    }
    let sentence = by_code(error.code);
    match (error.service, &error.service_message) {
        (Some(service), Some(text)) => {
            format!("{sentence} {}", words::service_says(service.name(), text))
        }
        _ => sentence.to_owned(),
    }
}

/// Returns what is wrong with the text of a field, to stand beside it.
pub fn problem(error: &Error) -> String {
    if is_english() {
        format!("This {}", error.message)
    } else {
        by_code(error.code).to_owned()
    }
}

fn by_code(code: Code) -> &'static str {
    match code {
        Code::InvalidInput => error::input_invalid(),
        Code::MissingKey => error::input_key_missing(),
        Code::Unreachable => error::service_unreachable(),
        Code::TimedOut => error::service_timed_out(),
        Code::RateLimited => error::service_rate_limited(),
        Code::Refused => error::service_refused(),
        Code::Unreadable => error::service_unreadable(),
        Code::OutcomeUnknown => error::outcome_unknown(),
        Code::Aborted => error::call_aborted(),
        Code::InvoiceRejected => error::invoice_rejected(),
        Code::CancelTooEarly => error::order_cancel_too_early(),
    }
}

/// Returns why no order was made.
pub fn order_error(reason: &OrderError) -> String {
    match reason {
        OrderError::Service(error) => failure(error),
        OrderError::Storage(error) => order_storage_error(*error).to_owned(),
        OrderError::Busy => common::busy().to_owned(),
        OrderError::Offline => common::offline_unsent().to_owned(),
    }
}

/// Returns why no order can be stored, and what to do.
pub fn order_storage_error(error: StorageError) -> &'static str {
    match error {
        StorageError::Blocked => storage::order_blocked(),
        StorageError::Full => storage::order_full(),
        StorageError::Silent => storage::order_silent(),
        StorageError::Newer => storage::order_newer(),
    }
}

/// Returns why orders cannot be shown, what that means for them, and what to do.
pub fn storage_error(error: StorageError) -> &'static str {
    match error {
        StorageError::Silent => storage::silent(),
        StorageError::Newer => storage::newer(),
        StorageError::Blocked | StorageError::Full => storage::blocked(),
    }
}

/// Returns why nothing was imported, and what to do.
pub fn import_storage_error(error: StorageError) -> &'static str {
    match error {
        StorageError::Blocked => storage::import_blocked(),
        StorageError::Full => storage::import_full(),
        StorageError::Silent => storage::import_silent(),
        StorageError::Newer => storage::import_newer(),
    }
}

const fn is_receiving(kind: Kind) -> bool {
    matches!(kind, Kind::Code | Kind::Rental | Kind::RealPhone)
}
