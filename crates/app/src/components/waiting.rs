use std::time::Duration;

use leptos::prelude::*;
use satline_core::order::{Order, State};
use satline_core::time::Time;

use crate::words::{self, order as texts};

const HALF_A_DAY: Duration = Duration::from_hours(12);

/// What an order waits for, since when, and when that ends.
pub fn waiting(order: &Order, now: RwSignal<Time>) -> AnyView {
    let (begin, end) = span(order);
    let hint = match end {
        Some(end) if order.state == State::AwaitingPayment => {
            texts::payable_until(&told(end, begin))
        }
        Some(end) => texts::returns_at(&told(end, begin)),
        None => texts::since(&words::time_of_day(begin)),
    };
    let figure = move || match end {
        Some(end) => texts::time_left(&words::clock(end.since(now.get()))),
        None => words::clock(now.get().since(begin)),
    };
    let whole = end.map(|end| end.since(begin).as_secs().to_string());
    // Without a value it only says that something goes on.
    let value = move || end.map(|_| now.get().since(begin).as_secs().to_string());
    let what = words::awaited(order);
    view! {
        <div class="waiting" role="group" aria-label=what data-testid="waiting">
            <p class="split">
                <span class="label">{what}</span>
                <span class="price">{figure}</span>
            </p>
            <progress aria-label=what max=whole value=value></progress>
            <p class="hint">{hint}</p>
        </div>
    }
    .into_any()
}

/// With its day, if that may be another one.
fn told(end: Time, begin: Time) -> String {
    if end.since(begin) > HALF_A_DAY {
        words::date_and_time(end)
    } else {
        words::time_of_day(end)
    }
}

fn span(order: &Order) -> (Time, Option<Time>) {
    let paid = order.paid_at.unwrap_or(order.created_at);
    match order.state {
        State::AwaitingPayment if order.paid_at.is_none() => (order.created_at, order.expires_at()),
        State::CodeReceived | State::Sent => (order.changed_at, None),
        _ => (paid, order.returns_by_itself().map(|[first, _]| first)),
    }
}
