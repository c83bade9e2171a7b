use leptos::prelude::*;

use super::{Icon, icon, save};
use crate::state::Entry;
use crate::words::{self, order as texts};

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
            <h2>{texts::receipt()}</h2>
            <dl class="receipt">{shown}</dl>
            <div class="actions">
                <button
                    type="button"
                    class="small"
                    data-testid="print"
                    on:click=|_| drop(window().print())
                >
                    {icon(Icon::Print)}
                    {texts::print()}
                </button>
                <button type="button" class="small" data-testid="save" on:click=keep>
                    {icon(Icon::Save)}
                    {texts::save()}
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
        (texts::receipt_type(), text(words::kind(order.kind))),
        (texts::receipt_name(), text(&note.name)),
        (texts::receipt_country(), note.country.map(words::country)),
        (texts::receipt_status(), text(words::status(order))),
        (texts::receipt_price(), note.price.map(words::sats)),
        (texts::number(), order.number.clone()),
        (texts::receipt_received(), text(&codes.join(", "))),
        (
            texts::receipt_reason(),
            order
                .reason
                .as_deref()
                .map(|reason| texts::service_says(order.service.name(), reason)),
        ),
        (
            texts::receipt_ordered(),
            Some(words::date_and_time(order.created_at)),
        ),
        (
            texts::receipt_paid(),
            order.paid_at.map(words::date_and_time),
        ),
        (texts::receipt_provider(), text(order.service.name())),
        (texts::receipt_id(), text(order.id.as_str())),
    ];
    rows.into_iter()
        .filter_map(|(name, text)| Some((name, text?)))
        .collect()
}
