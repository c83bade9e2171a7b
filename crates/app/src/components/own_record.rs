use leptos::prelude::*;

use crate::state::{Journal, Record, own_records};
use crate::words::{self, orders as texts};

/// How often codes came to this reader, as bars; nothing where there are too few orders to tell.
pub fn own_record(journal: Journal) -> AnyView {
    let records = Memo::new(move |_| own_records(&journal.entries()));
    let chart = move || {
        view! {
            <section class="panel" data-testid="record">
                <div class="stack stack-tight">
                    <h2>{texts::record()}</h2>
                    <p class="hint">{texts::record_hint()}</p>
                </div>
                <ul class="records">{move || records.get().iter().map(bar).collect_view()}</ul>
            </section>
        }
    };
    (move || records.with(|records| !records.is_empty()).then(chart)).into_any()
}

fn bar(record: &Record) -> AnyView {
    let name = match record.country {
        Some(country) => format!("{}, {}", record.name, words::country(country)),
        None => record.name.clone(),
    };
    let [received, all] = [record.came, record.orders].map(|count| words::number(count as u64));
    let rate = match record.usual.map(words::clock) {
        Some(time) => texts::record_rate_time(&received, &all, &time),
        None => texts::record_rate(&received, &all),
    };
    let share = (record.came * 100 / record.orders.max(1)).to_string() + "%";
    view! {
        <li>
            <p>{name}</p>
            <div class="bar" aria-hidden="true">
                <div style:inline-size=share></div>
            </div>
            <p class="hint">{rate}</p>
        </li>
    }
    .into_any()
}
