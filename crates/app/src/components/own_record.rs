use leptos::prelude::*;

use crate::state::{Journal, Record, own_records};
use crate::words::{order, orders as words};

/// How often codes came to this reader, as bars; nothing where there are too few orders to tell.
pub fn own_record(journal: Journal) -> AnyView {
    let records = Memo::new(move |_| own_records(&journal.entries()));
    let chart = move || {
        view! {
            <section class="panel" data-testid="record">
                <div class="stack stack-tight">
                    <h2>{words::RECORD}</h2>
                    <p class="hint">{words::RECORD_HINT}</p>
                </div>
                <ul class="records">{move || records.get().iter().map(bar).collect_view()}</ul>
            </section>
        }
    };
    (move || records.with(|records| !records.is_empty()).then(chart)).into_any()
}

fn bar(record: &Record) -> AnyView {
    let country = record.country.map_or("", |country| country.name());
    let name = [
        record.name.as_str(),
        if country.is_empty() { "" } else { ", " },
        country,
    ]
    .concat();
    let usual = record.usual.map(order::clock);
    let share = (record.came * 100 / record.orders.max(1)).to_string() + "%";
    view! {
        <li>
            <p>{name}</p>
            <div class="bar" aria-hidden="true">
                <div style:inline-size=share></div>
            </div>
            <p class="hint">{words::record(record.came, record.orders, usual.as_deref())}</p>
        </li>
    }
    .into_any()
}
