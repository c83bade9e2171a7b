use leptos::prelude::*;

use crate::start::use_journal;
use crate::state::{Statistics, own_statistics};
use crate::words::{self, orders as texts};

/// How often this reader received a code, as bars. Nothing after too few orders.
#[component]
pub fn OwnStatistics() -> impl IntoView {
    let journal = use_journal();
    let statistics = Memo::new(move |_| journal.with_entries(own_statistics));
    view! {
        <Show when=move || statistics.with(|all| !all.is_empty())>
            <section class="panel" data-testid="record">
                <div class="stack stack-tight">
                    <h2>{texts::record()}</h2>
                    <p class="hint">{texts::record_hint()}</p>
                </div>
                <ul class="records">{move || statistics.get().iter().map(bar).collect_view()}</ul>
            </section>
        </Show>
    }
}

fn bar(group: &Statistics) -> impl IntoView + use<> {
    let name = match group.country {
        Some(country) => format!("{}, {}", group.name, words::country(country)),
        None => group.name.clone(),
    };
    let [received, all] = [group.received, group.orders].map(|count| words::number(count as u64));
    let rate = match group.usual.map(words::clock) {
        Some(time) => texts::record_rate_time(&received, &all, &time),
        None => texts::record_rate(&received, &all),
    };
    let share = format!("{}%", group.received * 100 / group.orders.max(1));
    view! {
        <li>
            <p>{name}</p>
            <div class="bar" aria-hidden="true">
                <div style:inline-size=share></div>
            </div>
            <p class="hint">{rate}</p>
        </li>
    }
}
