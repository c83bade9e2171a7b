use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::order::{Kind, OrderId, State};

use super::{Icon, icon};
use crate::router::Route;
use crate::state::{Entry, is_given_up, transport};
use crate::words::{self, order, orders};

/// What a list shows of an order: made anew only if some of this changes.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    id: OrderId,
    name: String,
    detail: String,
    standing: &'static str,
    class: &'static str,
    /// The newest code, or else the number.
    figure: Option<String>,
    /// What is searched, in lower case.
    text: String,
    group: &'static str,
}

/// The newest first.
pub fn rows(entries: &[Entry]) -> Vec<Row> {
    entries.iter().rev().map(Row::of).collect()
}

impl Row {
    fn of(entry: &Entry) -> Self {
        let Entry { order, note, .. } = entry;
        let given_up = is_given_up(order, transport().now());
        let country = note.country.map(words::country);
        let made = words::date_and_time(order.created_at);
        let parts = [
            Some(words::kind(order.kind).to_owned()),
            country,
            Some(made),
        ];
        let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let standing = if given_up {
            order::status_given_up()
        } else {
            words::status(order)
        };
        let figure = order.code().map(|code| code.text.clone());
        let figure = figure.or_else(|| order.number.clone().filter(|_| !order.is_over()));
        let number = order.number.as_deref().unwrap_or_default();
        let texts = [
            &note.name,
            &detail,
            standing,
            number,
            figure.as_deref().unwrap_or_default(),
        ];
        let asks = matches!(
            order.state,
            State::AwaitingPayment | State::NeedsConfirmation
        );
        let (group, class) = match order.state {
            state if given_up || state.is_failure() => (orders::done(), "tag tag-soft"),
            // A rental goes on, and what it was rented for has come.
            State::CodeReceived if order.kind == Kind::Rental => {
                (orders::in_progress(), "tag tag-good")
            }
            _ if order.is_over() => (orders::done(), "tag tag-good"),
            _ if asks && order.paid_at.is_none() => (orders::to_do(), "tag"),
            _ => (orders::in_progress(), "tag tag-soft"),
        };
        Self {
            id: order.id.clone(),
            name: note.name.clone(),
            text: words::lower(&texts.join(" ")),
            detail,
            standing,
            class,
            figure,
            group,
        }
    }

    /// Whether it contains what was typed.
    pub fn has(&self, typed: &str) -> bool {
        self.text.contains(typed)
    }
}

/// The rows in their groups; those without what was typed are hidden.
pub fn order_list(rows: &[Row], typed: Memo<String>, on_delete: Callback<OrderId>) -> AnyView {
    let group = |name: &'static str| {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.group == name).collect();
        (!rows.is_empty()).then(|| {
            let rows = rows
                .into_iter()
                .map(|row| item(row.clone(), typed, on_delete));
            view! {
                <section class="order-group">
                    <h2 class="label">{name}</h2>
                    <ul class="orders">{rows.collect_view()}</ul>
                </section>
            }
        })
    };
    [orders::to_do(), orders::in_progress(), orders::done()]
        .map(group)
        .into_iter()
        .collect_view()
        .into_any()
}

fn item(row: Row, typed: Memo<String>, on_delete: Callback<OrderId>) -> AnyView {
    let address = Route::Order(row.id.clone()).path();
    let id = row.id.clone();
    let label = orders::delete_named(&row.name);
    let (name, detail, figure) = (row.name.clone(), row.detail.clone(), row.figure.clone());
    let (standing, class) = (row.standing, row.class);
    view! {
        <li hidden=move || !typed.with(|typed| row.has(typed))>
            <a class="order" href=address data-testid="row">
                <span class="order-name">{name}</span>
                <span class=class>{standing}</span>
                <span class="hint">{detail}</span>
                <span class="order-figure">{figure}</span>
            </a>
            <button
                type="button"
                class="quiet icon-button"
                aria-label=label
                data-testid="delete"
                on:click=move |_| on_delete.run(id.clone())
            >
                {icon(Icon::Delete)}
            </button>
        </li>
    }
    .into_any()
}
