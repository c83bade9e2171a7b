use std::time::Duration;

use leptos::prelude::*;
use satline_core::order::{Order, State};
use satline_core::time::Time;

use crate::words::{self, order as texts};

const HALF_A_DAY: Duration = Duration::from_hours(12);

/// Of more than that only the hours are shown.
const FULL_HOURS: Duration = Duration::from_hours(2);

/// From here on seconds are shown too: until then they only make people nervous.
const LAST_MINUTES: Duration = Duration::from_mins(5);

/// What an order waits for, since when, and when that ends.
#[component]
pub fn Waiting(order: Order, now: RwSignal<Time>) -> impl IntoView {
    let (begin, end) = span(&order);
    let hint = match end {
        Some(end) if order.state == State::AwaitingPayment => {
            texts::payable_until(&moment(end, begin))
        }
        Some(end) => texts::returns_at(&moment(end, begin)),
        None => texts::since(&words::time_of_day(begin)),
    };
    let figure = move || match end {
        Some(end) => time_left(end.since(now.get())),
        None => words::clock(now.get().since(begin)),
    };
    let whole = end.map(|end| end.since(begin).as_secs().to_string());
    // Without a value it only says that something goes on.
    let value = move || end.map(|_| now.get().since(begin).as_secs().to_string());
    let what = words::awaited(&order);
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
}

fn time_left(left: Duration) -> String {
    let seconds = left.as_secs();
    if left > FULL_HOURS {
        texts::hours_left(seconds.div_ceil(3_600))
    } else if left > LAST_MINUTES {
        texts::minutes_left(seconds.div_ceil(60))
    } else {
        texts::time_left(&words::clock(left))
    }
}

/// Returns a moment, with its day if that may be another one.
fn moment(end: Time, begin: Time) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn seconds_are_counted_only_in_the_last_five_minutes() {
        let shown = |seconds| time_left(Duration::from_secs(seconds));
        assert_eq!(shown(86_399), "24 hours left");
        assert_eq!(shown(7_200), "120 minutes left");
        assert_eq!(shown(1_200), "20 minutes left");
        assert_eq!(shown(301), "6 minutes left");
        assert_eq!(shown(300), "5:00 left");
        assert_eq!(shown(9), "0:09 left");
    }
}
