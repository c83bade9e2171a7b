use leptos::prelude::*;

use super::{Icon, day_and_time, icon, save};
use crate::state::Entry;
use crate::words::order as words;

/// What names an order, to be printed or saved.
pub fn receipt(entry: Entry) -> AnyView {
    let lines: Vec<(&str, String)> = lines(&entry);
    let line = |(name, text): &(&'static str, String)| {
        view! {
            <dt>{*name}</dt>
            <dd>{text.clone()}</dd>
        }
    };
    let shown = lines.iter().map(line).collect_view();
    let keep = move |_| {
        let lines = lines
            .iter()
            .map(|(name, text)| [name, ": ", text, "\n"].concat());
        let name = ["satline-", entry.order.id.as_str(), ".txt"].concat();
        save(&name, &lines.collect::<String>());
    };
    view! {
        <section class="panel" data-testid="receipt">
            <h2>{words::RECEIPT}</h2>
            <dl class="receipt">{shown}</dl>
            <div class="actions">
                <button
                    type="button"
                    class="small"
                    data-testid="print"
                    on:click=|_| drop(window().print())
                >
                    {icon(Icon::Print)}
                    {words::PRINT}
                </button>
                <button type="button" class="small" data-testid="save" on:click=keep>
                    {icon(Icon::Save)}
                    {words::SAVE}
                </button>
            </div>
        </section>
    }
    .into_any()
}

fn lines(entry: &Entry) -> Vec<(&'static str, String)> {
    let (order, note) = (&entry.order, &entry.note);
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let codes: Vec<&str> = order.codes.iter().map(|code| code.text.as_str()).collect();
    let rows = [
        (words::WHAT, text(words::kind(order.kind))),
        (words::WHAT_FOR, text(&note.name)),
        (
            words::COUNTRY,
            note.country.map(|country| country.name().to_owned()),
        ),
        (words::STANDING, text(words::standing(order))),
        (words::PRICE, note.price.map(|price| price.to_string())),
        (words::NUMBER, order.number.clone()),
        (words::CAME, text(&codes.join(", "))),
        (
            words::REASON,
            order
                .reason
                .as_deref()
                .map(|reason| words::says(order.service.name(), reason)),
        ),
        (words::MADE, Some(day_and_time(order.created_at))),
        (words::PAID, order.paid_at.map(day_and_time)),
        (words::SERVICE, text(order.service.name())),
        (words::ORDER_ID, text(order.id.as_str())),
    ];
    rows.into_iter()
        .filter_map(|(name, text)| Some((name, text?)))
        .collect()
}
