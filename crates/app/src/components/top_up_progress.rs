use leptos::html;
use leptos::prelude::*;
use satline_core::funding::{Todo, TopUp, for_people};
use satline_core::http::{Clock, Fetch};
use satline_core::order::{Order, State};

use super::{CopyButton, Failure, Findings, InvoicePanel};
use crate::state::{Account, Answer};
use crate::words::top_up as words;

/// A top-up that was begun, followed to its end.
#[component]
pub fn TopUpProgress(account: Account) -> impl IntoView {
    watch(account);
    // What is to be done is made anew only when these change: an answer that says nothing new must
    // not take away what the reader is about to press.
    let shown = Memo::new(move |_| account.begun.with(|begun| begun.as_ref().map(standing)));
    // Read, not only tracked: a memo that nobody reads follows nothing.
    let begun = move || shown.get().and(account.begun.get_untracked());
    let heading = NodeRef::<html::H2>::new();
    // Who cannot see the page learns that there is something new, and goes on reading there.
    Effect::new(move |_| {
        if let (Some(_), Some(heading)) = (shown.get(), heading.get()) {
            let _ = heading.focus();
        }
    });
    view! {
        <section class="standing" aria-label=words::YOUR_TOP_UP data-testid="top-up">
            <h2 node_ref=heading tabindex="-1" data-testid="top-up-title">
                {move || begun().map(|begun| words(&begun).0)}
            </h2>
            <div class="standing" role="status" data-testid="top-up-state">
                <p class="lead">{move || begun().map(|begun| words(&begun).1)}</p>
                {move || has_arrived(&begun()?).then(|| view! { <NewBalance account /> })}
                <p class="hint">{move || silence(account)}</p>
            </div>
            {move || Some(view! { <WhatToDo account begun=begun()? /> })}
            <div class="actions">
                <button
                    type="button"
                    data-testid="another"
                    on:click=move |_| account.begin_another()
                >
                    {words::ANOTHER}
                </button>
            </div>
        </section>
    }
}

/// What decides how it looks.
fn standing(begun: &TopUp) -> (State, bool) {
    (begun.order.state, begun.order.paid_at.is_some())
}

fn has_arrived(begun: &TopUp) -> bool {
    matches!(begun.order.state, State::Credited | State::Charged)
}

fn silence(account: Account) -> Option<&'static str> {
    let silent = account.begun.with(|begun| {
        begun
            .as_ref()
            .is_some_and(|begun| begun.order.is_out_of_touch())
    });
    silent.then_some(words::SILENT)
}

/// Follows what the journal learns of it.
fn watch(account: Account) {
    let Some(begun) = account.begun.get_untracked() else {
        return;
    };
    let id = begun.order.id;
    Effect::new(move |_| {
        if let Some(entry) = account.journal.entry(&id) {
            account.take(entry.order);
        }
    });
}

#[component]
fn WhatToDo(account: Account, begun: TopUp) -> impl IntoView {
    let TopUp { order, todo } = begun;
    let unpaid = order.state == State::AwaitingPayment && order.paid_at.is_none();
    match (order.state, todo) {
        (_, Todo::PayInvoice) if unpaid => view! { <PayInvoice account order /> }.into_any(),
        (_, Todo::PayAddress { address, price, by }) if unpaid => {
            view! { <PayAddress account address price by /> }.into_any()
        }
        (State::NeedsConfirmation, Todo::ConfirmHere { link }) => {
            view! { <ConfirmHere link /> }.into_any()
        }
        _ => order
            .reason
            .map(|reason| view! { <p class="notice" data-testid="reason">{reason}</p> })
            .into_any(),
    }
}

#[component]
fn PayInvoice(account: Account, order: Order) -> impl IntoView {
    match order.payable(Fetch.now()) {
        Some(Ok(invoice)) => {
            view! { <InvoicePanel invoice on_sent=move |()| account.payment_sent() /> }.into_any()
        }
        Some(Err(rejected)) => view! {
            <div class="notice notice-bad" role="alert" data-testid="rejected">
                <p>{words::DO_NOT_PAY}</p>
            </div>
            <Findings findings=rejected.findings().to_vec() />
        }
        .into_any(),
        None => ().into_any(),
    }
}

#[component]
fn PayAddress(account: Account, address: String, price: String, by: String) -> impl IntoView {
    let method = account.chosen_method().filter(|method| method.id == by);
    let by = method.map_or(by, |method| method.name);
    view! {
        <div class="panel">
            <p class="label">{words::SEND}</p>
            <p class="amount" data-testid="price">{price}</p>
            <p class="label">{words::by(&by)}</p>
            <p class="address" data-testid="address">{address.clone()}</p>
            <div class="actions">
                <CopyButton text=address />
            </div>
            <p class="hint">
                {words::COMPARE}
            </p>
        </div>
    }
}

#[component]
fn ConfirmHere(link: String) -> impl IntoView {
    let host = host_of(&link);
    view! {
        <div class="actions">
            <a
                class="button primary"
                data-testid="confirm"
                href=link
                target="_blank"
                rel="noopener noreferrer"
            >
                {words::CONFIRM}
            </a>
        </div>
        <p class="hint">{words::opens(&host)}</p>
    }
}

fn host_of(link: &str) -> String {
    web_sys::Url::new(link)
        .map(|url| url.host())
        .unwrap_or_default()
}

#[component]
fn NewBalance(account: Account) -> impl IntoView {
    move || match account.balance.get()? {
        Answer::Waiting => Some(view! { <p class="hint">{words::ASKING_BALANCE}</p> }.into_any()),
        Answer::Failed(error) => {
            Some(view! { <Failure error retry=move |()| account.ask_balance() /> }.into_any())
        }
        Answer::Here(balance) => Some(
            view! {
                <p class="label">{words::BALANCE}</p>
                <p class="amount" data-testid="balance">{for_people(&balance)}</p>
            }
            .into_any(),
        ),
    }
}

/// A title and a sentence.
fn words(begun: &TopUp) -> (&'static str, &'static str) {
    let paid = begun.order.paid_at.is_some();
    match (begun.order.state, &begun.todo) {
        (State::AwaitingPayment, _) if paid => (words::PAID, words::PAID_HINT),
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
