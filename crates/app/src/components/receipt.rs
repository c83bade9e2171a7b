use leptos::prelude::*;

use super::{Icon, icon, save};
use crate::state::Entry;
use crate::words::{self, order as texts};

/// The facts that identify an order, to be printed or saved.
#[component]
pub fn Receipt(entry: Entry) -> impl IntoView {
    let lines = lines(&entry);
    let file = format!("satline-{}.txt", entry.order.id.as_str());
    let text = lines.iter().map(|(name, text)| format!("{name}: {text}"));
    let text = text.collect::<Vec<_>>().join("\n") + "\n";
    let line = |(name, text)| {
        view! {
            <dt>{name}</dt>
            <dd>{text}</dd>
        }
    };
    view! {
        <section class="panel" data-testid="receipt">
            <h2>{texts::receipt()}</h2>
            <dl class="receipt">{lines.into_iter().map(line).collect_view()}</dl>
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
                <button
                    type="button"
                    class="small"
                    data-testid="save"
                    on:click=move |_| save(&file, &text)
                >
                    {icon(Icon::Save)}
                    {texts::save()}
                </button>
            </div>
        </section>
    }
}

fn lines(entry: &Entry) -> Vec<(&'static str, String)> {
    let (order, note) = (&entry.order, &entry.note);
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let codes: Vec<&str> = order.codes.iter().map(|code| code.text.as_str()).collect();
    let reason = order.reason.as_deref();
    let says = |reason: &str| texts::service_says(order.service.name(), reason);
    let lines = [
        (texts::receipt_type(), text(words::kind(order.kind))),
        (texts::receipt_name(), text(&note.name)),
        (texts::receipt_country(), note.country.map(words::country)),
        (texts::receipt_status(), text(words::status(order))),
        (texts::receipt_price(), note.price.map(words::sats)),
        (texts::number(), order.number.clone()),
        (texts::receipt_received(), text(&codes.join(", "))),
        (texts::receipt_reason(), reason.map(says)),
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
    let lines = lines.into_iter();
    lines
        .filter_map(|(name, text)| Some((name, text?)))
        .collect()
}
