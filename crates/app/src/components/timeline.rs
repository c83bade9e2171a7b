use leptos::prelude::*;
use satline_core::order::{Order, State};

use crate::words;

/// The steps of an order's life: those that are done, the current one, those to come.
#[component]
pub fn Timeline(order: Order) -> impl IntoView {
    let (reached, failed) = (steps_done(&order), order.state.is_failure());
    let item = |(place, name): (usize, &'static str)| {
        let at = moment(&order, place);
        let (class, current, name) = match place {
            done if done < reached => ("step-done", None, name),
            now if now == reached && failed => ("step-failed", Some("step"), words::status(&order)),
            now if now == reached => ("step-now", Some("step"), name),
            _ => ("", None, name),
        };
        let hint = match place {
            now if now == reached && !order.is_over() => words::awaited(&order).to_owned(),
            now if now == reached && failed => words::time_of_day(order.changed_at),
            done if done < reached => at.unwrap_or_default(),
            _ => String::new(),
        };
        view! {
            <li class=class aria-current=current>
                <b>{name}</b>
                <span class="hint">{hint}</span>
            </li>
        }
    };
    // An order that failed has no further steps.
    let shown = if failed { reached + 1 } else { usize::MAX };
    let steps = words::steps(order.kind).into_iter().enumerate();
    view! {
        <ol class="timeline" data-testid="timeline">
            {steps.take(shown).map(item).collect_view()}
        </ol>
    }
}

/// Returns how many steps are done.
pub fn steps_done(order: &Order) -> usize {
    match order.state {
        State::Held => 2,
        State::NumberGiven | State::Created | State::Credited | State::Charged => 3,
        State::CodeReceived if !order.is_over() => 3,
        State::CodeReceived | State::Sent => 4,
        State::Delivered => 5,
        // An order that failed with a number had reached that step.
        state if state.is_failure() && order.number.is_some() => 3,
        _ if order.paid_at.is_some() => 2,
        _ => 1,
    }
}

/// Returns when a step was done, as far as that is known.
fn moment(order: &Order, place: usize) -> Option<String> {
    match place {
        0 => Some(words::date_and_time(order.created_at)),
        1 => order.paid_at.map(words::time_of_day),
        last if last + 1 == words::steps(order.kind).len() => {
            Some(words::time_of_day(order.changed_at))
        }
        _ => None,
    }
}
