use leptos::prelude::*;
use satline_core::order::Kind;

use crate::words::{self, order as texts};

/// How far an order has come, with so many steps done, in one line: for screens where the timeline is far down.
#[component]
pub fn Stepper(kind: Kind, done: usize, failed: bool) -> impl IntoView {
    let all = words::steps(kind).len();
    let class = move |place: usize| match place {
        place if place < done => "step-done",
        place if place == done && failed => "step-failed",
        place if place == done => "step-now",
        _ => "",
    };
    let now = (done + 1).min(all);
    let [now, count] = [now, all].map(|number| words::number(number as u64));
    view! {
        <p class="stepper" data-testid="stepper">
            <span class="bars" aria-hidden="true">
                {(0..all).map(|place| view! { <span class=class(place)></span> }).collect_view()}
            </span>
            <span class="hint">{texts::step_of(&now, &count)}</span>
        </p>
    }
}
