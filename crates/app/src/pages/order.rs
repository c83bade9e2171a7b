use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;
use satline_core::error::Error;
use satline_core::http::{Clock, Fetch};
use satline_core::services::sms4sats::{OrderId, OrderStatus, SmsCode};

use crate::components::{Failure, InvoicePanel};
use crate::router::Route;
use crate::state::{Order, Orders, Services};

/// From one answer to the next question.
const POLL_EVERY: Duration = Duration::from_secs(2);

/// One order, followed until its code comes or its money goes back.
#[component]
pub fn OrderPage(id: OrderId) -> impl IntoView {
    let services = expect_context::<Services>();
    let made = expect_context::<Orders>().find(&id);
    let step = RwSignal::new(None::<Step>);
    let trouble = RwSignal::new(None::<Error>);
    // What is shown changes when the step does, not with every answer: a button that waits for the
    // wallet must not be made anew.
    let shown = Memo::new(move |_| step.get());
    spawn_local_scoped_with_cancellation(async move {
        loop {
            match services.sms4sats.order_status(&id).await {
                Ok(status) => {
                    let now = Step::of(status);
                    let ended = now.is_last();
                    step.set(Some(now));
                    trouble.set(None);
                    if ended {
                        break;
                    }
                }
                Err(error) => trouble.set(Some(error)),
            }
            Fetch.sleep(POLL_EVERY).await;
        }
    });
    let heading = match &made {
        Some(order) => format!("{}, {}", order.service, order.country.name()),
        None => "Your order".to_owned(),
    };
    view! {
        <main class="page">
            <h1>{heading}</h1>
            <div role="status" data-testid="state">
                {move || match shown.get() {
                    None => view! { <p class="lead">"Asking how the order stands …"</p> }.into_any(),
                    Some(Step::Unpaid) => view! { <Unpaid made=made.clone() /> }.into_any(),
                    Some(Step::Held { number }) => view! { <Held number /> }.into_any(),
                    Some(Step::Code { code, number }) => view! { <Received code number /> }.into_any(),
                    Some(Step::Failed { reason }) => view! { <Failed reason /> }.into_any(),
                }}
            </div>
            {move || trouble.get().map(|error| view! { <Failure error /> })}
        </main>
    }
}

/// How far the order has come.
#[derive(Clone, PartialEq, Eq)]
enum Step {
    Unpaid,
    Held {
        number: Option<String>,
    },
    Code {
        code: SmsCode,
        number: Option<String>,
    },
    Failed {
        reason: String,
    },
}

impl Step {
    fn of(status: OrderStatus) -> Self {
        let number = status.number;
        match (status.code, status.error) {
            (Some(code), _) => Self::Code { code, number },
            (None, Some(reason)) => Self::Failed { reason },
            (None, None) if status.paid => Self::Held { number },
            (None, None) => Self::Unpaid,
        }
    }

    fn is_last(&self) -> bool {
        matches!(self, Self::Code { .. } | Self::Failed { .. })
    }
}

#[component]
fn Unpaid(made: Option<Order>) -> impl IntoView {
    match made.and_then(|order| Some((order.invoice?, order.price))) {
        Some((invoice, price)) => view! {
            <p class="lead">"Pay this invoice to get your number."</p>
            <InvoicePanel invoice=invoice.text().to_owned() price />
        }
        .into_any(),
        None => view! {
            <p class="lead">"This order is not paid, and its invoice is not on this page any more."</p>
            <p>"Nothing was spent. An order that nobody pays expires by itself: make a new one."</p>
            <p>
                <a class="button" href=Route::Catalogue.path()>"Get a code"</a>
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Held(number: Option<String>) -> impl IntoView {
    view! {
        <p class="lead">"Your money is reserved, not spent. Waiting for the code …"</p>
        <Number number />
        <p class="hint">"It comes back by itself if no code has come within 20 minutes."</p>
    }
}

#[component]
fn Received(code: SmsCode, number: Option<String>) -> impl IntoView {
    let short = code.may_lack_zeros.then(|| {
        view! {
            <p class="hint">"It was sent as a number: if it looks too short, put zeros before it."</p>
        }
    });
    view! {
        <p class="lead">"Your code has arrived."</p>
        <p class="code" data-testid="code">{code.text}</p>
        {short}
        <Number number />
    }
}

#[component]
fn Failed(reason: String) -> impl IntoView {
    view! {
        <p class="lead">"No code came. Your money goes back to your wallet."</p>
        <p class="notice" data-testid="reason">{reason}</p>
        <p>
            <a class="button" href=Route::Catalogue.path()>"Try another"</a>
        </p>
    }
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
