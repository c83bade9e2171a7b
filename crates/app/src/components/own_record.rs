use leptos::prelude::*;

use crate::start::use_journal;
use crate::state::{Record, own_records};
use crate::words::{self, orders as texts};

/// How often this reader received a code, as bars. Nothing after too few orders.
#[component]
pub fn OwnRecord() -> impl IntoView {
    let journal = use_journal();
    let records = Memo::new(move |_| own_records(&journal.entries()));
    view! {
        <Show when=move || records.with(|records| !records.is_empty())>
            <section class="panel" data-testid="record">
                <div class="stack stack-tight">
                    <h2>{texts::record()}</h2>
                    <p class="hint">{texts::record_hint()}</p>
                </div>
                <ul class="records">{move || records.get().iter().map(bar).collect_view()}</ul>
            </section>
        </Show>
    }
}

fn bar(record: &Record) -> impl IntoView + use<> {
    let name = match record.country {
        Some(country) => format!("{}, {}", record.name, words::country(country)),
        None => record.name.clone(),
    };
    let [received, all] = [record.came, record.orders].map(|count| words::number(count as u64));
    let rate = match record.usual.map(words::clock) {
        Some(time) => texts::record_rate_time(&received, &all, &time),
        None => texts::record_rate(&received, &all),
    };
    let share = format!("{}%", record.came * 100 / record.orders.max(1));
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
