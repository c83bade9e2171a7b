use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::Error;
use satline_core::http::{Clock, Fetch};
use satline_core::order::{CancelRule, Event, Order, OrderId, State};

use crate::components::{Failure, Findings, InvoicePanel};
use crate::router::Route;
use crate::state::{Entry, Journal, Services, Standing};

/// One order, followed to its end.
#[component]
pub fn OrderPage(id: OrderId) -> impl IntoView {
    let journal = expect_context::<Journal>();
    let found = Memo::new({
        let id = id.clone();
        move |_| (journal.entry(&id).is_some(), journal.standing())
    });
    move || match found.get() {
        (true, _) => journal
            .peek(&id)
            .map(|entry| view! { <Followed entry /> })
            .into_any(),
        (false, Standing::Opening) => view! {
            <main class="page" aria-busy="true">
                <div class="skeleton skeleton-list" role="status" aria-label="Loading"></div>
            </main>
        }
        .into_any(),
        (false, _) => view! { <NotHere /> }.into_any(),
    }
}

#[component]
fn NotHere() -> impl IntoView {
    view! {
        <main class="page">
            <h1>"This order is not in this browser"</h1>
            <p class="lead">
                "Orders are kept in the browser they were made in. If you paid it and no code comes, "
                "your money returns by itself within 20 minutes."
            </p>
            <p>
                <a class="button" href=Route::Catalogue.path()>"Get a code"</a>
            </p>
        </main>
    }
}

/// The order, and the journal it is in.
#[derive(Clone, Copy)]
struct Following {
    order: Memo<Order>,
    journal: Journal,
}

impl Following {
    fn id(self) -> OrderId {
        self.order.with_untracked(|order| order.id.clone())
    }
}

#[component]
fn Followed(entry: Entry) -> impl IntoView {
    let journal = expect_context::<Journal>();
    let (id, first) = (entry.order.id.clone(), entry.order);
    let following = Following {
        order: Memo::new(move |_| {
            let known = journal.entry(&id);
            known.map_or_else(|| first.clone(), |entry| entry.order)
        }),
        journal,
    };
    let warning = Memo::new(move |_| journal.entry(&following.id())?.warning());
    let order = following.order;
    // What is shown is made anew only when these change: a button that waits for the wallet must not
    // be made anew by an answer that says nothing new.
    let shown = Memo::new(move |_| {
        order.with(|order| (order.state, order.number.clone(), order.codes.len()))
    });
    let silent = Memo::new(move |_| order.with(Order::is_out_of_touch));
    view! {
        <main class="page">
            <h1>{entry.note.name} {entry.note.country.map(|country| [", ", country.name()].concat())}</h1>
            {move || {
                warning
                    .get()
                    .map(|warning| {
                        view! {
                            <p class="notice notice-bad" role="alert" data-testid="unkept">
                                {warning}
                            </p>
                        }
                    })
            }}
            <div class="standing" data-testid="state">
                {move || {
                    let (state, ..) = shown.get();
                    match state {
                        State::AwaitingPayment => view! { <Unpaid following /> }.into_any(),
                        State::CodeReceived => view! { <Received following /> }.into_any(),
                        state if state.is_failure() => view! { <Ended following /> }.into_any(),
                        _ => view! { <Waiting following /> }.into_any(),
                    }
                }}
            </div>
            <p class="hint" role="status">
                {move || {
                    silent
                        .get()
                        .then_some(
                            "The service does not answer just now. Nothing is lost: this page keeps asking.",
                        )
                }}
            </p>
        </main>
    }
}

#[component]
fn Unpaid(following: Following) -> impl IntoView {
    let order = following.order.get_untracked();
    let on_sent = move |()| {
        spawn_local(async move {
            following
                .journal
                .happened(&following.id(), Event::PaymentSent)
                .await;
        });
    };
    match order.payable(Fetch.now()) {
        Some(Ok(invoice)) => view! {
            <p class="lead" role="status">"Pay this invoice to get your number."</p>
            <InvoicePanel invoice on_sent />
        }
        .into_any(),
        Some(Err(rejected)) => view! {
            <div class="notice notice-bad" role="alert" data-testid="rejected">
                <p>"Do not pay this invoice: it is not what was agreed. Nothing has been spent."</p>
            </div>
            <Findings findings=rejected.findings().to_vec() />
            <Again />
        }
        .into_any(),
        None => ().into_any(),
    }
}

/// Paid, and not yet what was ordered.
#[component]
fn Waiting(following: Following) -> impl IntoView {
    let number = following.order.with_untracked(|order| order.number.clone());
    view! {
        <p class="lead" role="status">
            "Your money is reserved, not spent. Waiting for the code …"
        </p>
        <Number number />
        <p class="hint">"Your money comes back by itself if no code has come within 20 minutes."</p>
        <CancelButton following />
    }
}

#[component]
fn CancelButton(following: Following) -> impl IntoView {
    let sms4sats = expect_context::<Services>().sms4sats;
    let now = RwSignal::new(Fetch.now());
    let handle = set_interval_with_handle(move || now.set(Fetch.now()), Duration::from_secs(1));
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    let rule = Memo::new(move |_| following.order.with(|order| order.cancel_rule(now.get())));
    let cancelling = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let on_click = move |_| {
        cancelling.set(true);
        failure.set(None);
        let sms4sats = sms4sats.clone();
        let id = following.id();
        spawn_local(async move {
            let outcome = following.journal.cancel(&sms4sats, &id).await;
            cancelling.try_set(false);
            failure.try_set(outcome.err());
        });
    };
    let wait = move || match rule.get() {
        CancelRule::From(moment) => {
            let left = moment.since(now.get()).as_secs();
            Some(format!("You can cancel in {}:{:02}.", left / 60, left % 60))
        }
        _ => None,
    };
    view! {
        <div class="actions">
            <button
                type="button"
                data-testid="cancel"
                disabled=move || cancelling.get() || rule.get() != CancelRule::Allowed
                on:click=on_click
            >
                "Cancel and get the money back"
            </button>
        </div>
        <p class="hint">{wait}</p>
        {move || failure.get().map(|error| view! { <Failure error /> })}
    }
}

#[component]
fn Received(following: Following) -> impl IntoView {
    let order = following.order.get_untracked();
    view! {
        <p class="lead" role="status">"Your code has arrived."</p>
        <Code order=order.clone() />
        <Number number=order.number />
    }
}

/// Over, without what was ordered.
#[component]
fn Ended(following: Following) -> impl IntoView {
    let order = following.order.get_untracked();
    let sentence = match order.state {
        State::Expired => "Nobody paid in time, so the order has expired. Nothing was spent.",
        State::Cancelled => "Cancelled. Your money is back in your wallet.",
        _ => "No code came. Your money goes back to your wallet.",
    };
    let late = order.has_late_code().then(|| {
        view! {
            <p>"A code came all the same, after the money went back:"</p>
            <Code order=order.clone() />
        }
    });
    let reason = order.reason.clone();
    view! {
        <p class="lead" role="status">{sentence}</p>
        {late}
        {reason.map(|reason| view! { <p class="notice" data-testid="reason">{reason}</p> })}
        <Again />
    }
}

#[component]
fn Again() -> impl IntoView {
    view! {
        <p>
            <a class="button" href=Route::Catalogue.path()>"Try another"</a>
        </p>
    }
}

#[component]
fn Code(order: Order) -> impl IntoView {
    order.code().cloned().map(|code| {
        let short = code
            .may_lack_zeros
            .then_some("It was sent as a number: if it looks too short, put zeros before it.");
        view! {
            <p class="code" data-testid="code">{code.text}</p>
            <p class="hint">{short}</p>
        }
    })
}

#[component]
fn Number(number: Option<String>) -> impl IntoView {
    match number {
        Some(number) => view! {
            <p class="label">"Your number"</p>
            <p class="number" data-testid="number">{number}</p>
        }
        .into_any(),
        None => view! { <p class="hint">"The number comes in a few seconds."</p> }.into_any(),
    }
}
