use leptos::prelude::*;
use satline_core::funding::Todo;
use satline_core::http::Clock;
use satline_core::order::{Order, State};

use super::{CopyButton, invoice};
use crate::state::{is_given_up, transport};
use crate::words::{order as orders, top_up as words};

/// What is to be done so that an order goes on: an invoice, an address or a link. Nothing if it is not
/// the reader's turn, or if nobody would see that it is done. `asking`: this page is asking the browser's
/// wallet.
pub fn to_pay(order: &Order, todo: &Todo, asking: RwSignal<bool>) -> AnyView {
    let unpaid = order.is_unpaid();
    match (order.state, todo) {
        _ if is_given_up(order, transport().now()) => ().into_any(),
        (_, Todo::PayInvoice) if unpaid => invoice(order, asking),
        (_, Todo::PayAddress { address, price, by }) if unpaid => pay_address(address, price, by),
        (State::NeedsConfirmation, Todo::ConfirmHere { link }) => confirm_here(link),
        _ => ().into_any(),
    }
}

fn pay_address(address: &str, price: &str, by: &str) -> AnyView {
    view! {
        <div class="panel">
            <p class="label">{words::SEND}</p>
            <p class="amount" data-testid="price">{price.to_owned()}</p>
            <p class="label">{words::by(by)}</p>
            <p class="address" data-testid="address">{address.to_owned()}</p>
            <div class="actions">
                <CopyButton text=address.to_owned() />
            </div>
            <p class="hint">{words::COMPARE}</p>
        </div>
    }
    .into_any()
}

fn confirm_here(link: &str) -> AnyView {
    let host = web_sys::Url::new(link).map(|url| url.host());
    view! {
        <div class="actions">
            <a
                class="button primary"
                data-testid="confirm"
                href=link.to_owned()
                target="_blank"
                rel="noopener noreferrer"
            >
                {words::CONFIRM}
            </a>
        </div>
        <p class="hint">{words::opens(&host.unwrap_or_default())}</p>
    }
    .into_any()
}

/// How a top-up stands: a title and a sentence.
pub fn top_up_words(order: &Order, todo: &Todo) -> (&'static str, &'static str) {
    let paid = order.paid_at.is_some();
    match (order.state, todo) {
        _ if is_given_up(order, transport().now()) => (orders::GIVEN_UP, orders::GIVEN_UP_HINT),
        (State::AwaitingPayment, _) if paid => (words::PAID, words::PAID_HINT),
        (State::AwaitingPayment, _) if order.maybe_paid() => (words::ASKED, words::ASKED_HINT),
        (State::AwaitingPayment, Todo::PayInvoice) => (words::PAY, words::PAY_HINT),
        (State::AwaitingPayment, Todo::PayAddress { .. }) => (words::ADDRESS, words::ADDRESS_HINT),
        (State::NeedsConfirmation, _) => (words::CONFIRM, words::CONFIRM_HINT),
        (State::Unknown, _) => (words::UNKNOWN, words::UNKNOWN_HINT),
        (State::Credited | State::Charged, _) => (words::THERE, words::THERE_HINT),
        (State::Expired, _) => (words::EXPIRED, words::EXPIRED_HINT),
        (state, _) if state.is_failure() => (words::FAILED, words::FAILED_HINT),
        _ => (words::WAITING, words::WAITING_HINT),
    }
}
