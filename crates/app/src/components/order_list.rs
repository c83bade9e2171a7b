use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::order::{Kind, OrderId, State};

use super::{Icon, icon};
use crate::router::Route;
use crate::state::{Entry, is_given_up, transport};
use crate::words::{self, order, orders};

/// What the list shows of an order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Row {
    id: OrderId,
    name: String,
    detail: String,
    status: &'static str,
    class: &'static str,
    /// The newest code, or else the number.
    figure: Option<String>,
    /// What is searched, in lower case.
    text: String,
    group: &'static str,
}

impl Row {
    /// Returns the row of an order.
    pub fn new(entry: &Entry) -> Self {
        let Entry { order, note, .. } = entry;
        let is_given_up = is_given_up(order, transport().now());
        let parts = [
            Some(words::kind(order.kind).to_owned()),
            note.country.map(words::country),
            Some(words::date_and_time(order.created_at)),
        ];
        let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let status = if is_given_up {
            order::status_given_up()
        } else {
            words::status(order)
        };
        let figure = order.code().map(|code| code.text.clone());
        let figure = figure.or_else(|| order.number.clone().filter(|_| !order.is_over()));
        let texts = [
            &note.name,
            &detail,
            status,
            order.number.as_deref().unwrap_or_default(),
            figure.as_deref().unwrap_or_default(),
        ];
        let asks = matches!(
            order.state,
            State::AwaitingPayment | State::NeedsConfirmation
        );
        let (group, class) = match order.state {
            state if is_given_up || state.is_failure() => (orders::done(), "tag tag-soft"),
            // A rental goes on after the code that it was ordered for.
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
            status,
            class,
            figure,
            group,
        }
    }

    /// Returns whether the row contains what was typed.
    pub fn contains(&self, typed: &str) -> bool {
        self.text.contains(typed)
    }
}

/// The rows in their groups; those that do not contain what was typed are hidden.
#[component]
pub fn OrderList(
    rows: Memo<Vec<Row>>,
    typed: Memo<String>,
    on_delete: Callback<OrderId>,
) -> impl IntoView {
    [orders::to_do(), orders::in_progress(), orders::done()].map(|group| {
        let rows = Memo::new(move |_| {
            let is_in_group = |row: &&Row| row.group == group;
            rows.with(|rows| rows.iter().filter(is_in_group).cloned().collect::<Vec<_>>())
        });
        view! {
            <Show when=move || rows.with(|rows| !rows.is_empty())>
                <section class="order-group">
                    <h2 class="label">{group}</h2>
                    <ul class="orders">
                        // A row that changes is another one.
                        <For each=move || rows.get() key=Row::clone let:row>
                            <OrderItem row typed on_delete />
                        </For>
                    </ul>
                </section>
            </Show>
        }
    })
}

#[component]
fn OrderItem(row: Row, typed: Memo<String>, on_delete: Callback<OrderId>) -> impl IntoView {
    let address = Route::Order(row.id.clone()).path();
    let label = orders::delete_named(&row.name);
    let Row { id, text, .. } = row;
    view! {
        <li hidden=move || typed.with(|typed| !text.contains(typed))>
            <a class="order" href=address data-testid="row">
                <span class="order-name">{row.name}</span>
                <span class=row.class>{row.status}</span>
                <span class="hint">{row.detail}</span>
                <span class="order-figure">{row.figure}</span>
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
}
