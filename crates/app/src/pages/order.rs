use std::time::Duration;

use leptos::prelude::*;
use leptos::task::{spawn_local, spawn_local_scoped_with_cancellation};
use satline_core::error::Error;
use satline_core::http::{Clock, Fetch};
use satline_core::order::{Bounds, CancelRule, Event, Order, OrderId, State, Watcher, cancel};

use crate::components::{Failure, Findings, InvoicePanel};
use crate::router::Route;
use crate::state::{Entry, Orders, Services};

/// One order, followed to its end.
#[component]
pub fn OrderPage(id: OrderId) -> impl IntoView {
    match expect_context::<Orders>().find(&id) {
        Some(entry) => view! { <Followed entry /> }.into_any(),
        None => view! { <NotHere /> }.into_any(),
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

/// What the page knows of its order, and how it changes.
#[derive(Clone, Copy)]
struct Following {
    order: RwSignal<Order>,
    /// Raised when something has happened here: watching begins anew from the order as it is then.
    happened: RwSignal<u32>,
    orders: Orders,
}

impl Following {
    fn take(self, order: Order) {
        self.orders.update(&order);
        self.order.try_set(order);
    }

    fn happen(self, order: Order) {
        self.take(order);
        self.happened.try_update(|count| *count += 1);
    }

    /// Watches until there is nothing left to learn, or the page is left.
    fn watch(self, services: &Services) {
        let sms4sats = services.sms4sats.clone();
        Effect::new(move |_| {
            self.happened.track();
            let mut watcher = Watcher::new(sms4sats.clone(), Bounds::default());
            watcher.follow(self.order.get_untracked());
            spawn_local_scoped_with_cancellation(async move {
                while let Some(order) = watcher.next().await {
                    self.take(order);
                }
            });
        });
    }
}

#[component]
fn Followed(entry: Entry) -> impl IntoView {
    let following = Following {
        order: RwSignal::new(entry.order),
        happened: RwSignal::new(0),
        orders: expect_context::<Orders>(),
    };
    following.watch(&expect_context::<Services>());
    let order = following.order;
    // What is shown is made anew only when these change: a button that waits for the wallet must not
    // be made anew by an answer that says nothing new.
    let shown = Memo::new(move |_| {
        order.with(|order| (order.state, order.number.clone(), order.codes.len()))
    });
    let silent = Memo::new(move |_| order.with(Order::is_out_of_touch));
    view! {
        <main class="page">
            <h1>{entry.service} ", " {entry.country.name()}</h1>
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
        let order = following.order.get_untracked();
        following.happen(order.after(&Event::PaymentSent, Fetch.now()));
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
        let order = following.order.get_untracked();
        spawn_local(async move {
            let (order, outcome) = cancel(&sms4sats, order).await;
            following.happen(order);
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
