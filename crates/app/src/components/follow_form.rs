use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::error::Error;
use satline_core::http::Clock;
use satline_core::lightning::Expectation;
use satline_core::lightning::bolt11::Network;
use satline_core::order::{Event, Kind, Order, OrderId, Start};
use satline_core::services::sms4sats::OrderStatus;
use satline_core::time::Time;

use super::{Failure, TextField, wrong};
use crate::router::{Route, Router};
use crate::start::use_journal;
use crate::state::{Entry, Journal, Note, OrderError, Services, is_offline};
use crate::words::{self, common, orders as texts};

/// The kinds of orders at sms4sats. Their status does not say which it is.
const KINDS: [Kind; 5] = [
    Kind::Code,
    Kind::Rental,
    Kind::RealPhone,
    Kind::Sms,
    Kind::Email,
];

/// Adds an order to this browser by its id: one whose record was lost, or that was made elsewhere.
#[component]
pub fn FollowForm() -> impl IntoView {
    let journal = use_journal();
    let router = expect_context::<Router>();
    let services = StoredValue::new(expect_context::<Services>());
    let typed = RwSignal::new(String::new());
    let judged = RwSignal::new(false);
    let kind = RwSignal::new(Kind::Code);
    let follow = Action::new_unsync(move |id: &OrderId| {
        let (services, id, kind) = (services.get_value(), id.clone(), kind.get_untracked());
        async move {
            let result = follow(journal, &services, &id, kind).await;
            if result == Ok(true) {
                router.go(&Route::Order(id));
            }
            result
        }
    });
    let is_following = follow.pending();
    let result = follow.value();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        judged.set(true);
        let id = typed.with_untracked(|typed| read_id(typed));
        let (Ok(id), false) = (id, is_following.get_untracked()) else {
            return;
        };
        if journal.peek(&id).is_some() {
            return router.go(&Route::Order(id));
        }
        follow.clear();
        follow.dispatch_local(id);
    };
    let sentence = move || match result.get()? {
        Ok(false) => Some(texts::follow_unpaid()),
        Err(OrderError::Offline) => Some(common::offline_unasked()),
        Err(OrderError::Busy) => Some(common::busy()),
        Err(OrderError::Storage(error)) => Some(words::storage_error(error)),
        Ok(true) | Err(OrderError::Service(_)) => None,
    };
    let option = |kind: Kind| view! { <option value=kind.as_str()>{words::kind(kind)}</option> };
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let chosen = KINDS.into_iter().find(|kind| kind.as_str() == chosen);
        kind.set(chosen.unwrap_or(Kind::Code));
    };
    view! {
        <form class="stack" novalidate data-testid="follow" on:submit=submit>
            <TextField
                id="follow-id"
                label=texts::follow_id()
                hint=texts::follow_hint()
                text=typed
                judged
                problem=move || wrong(typed.with(|typed| read_id(typed)))
            />
            <div class="field">
                <label for="follow-kind">{texts::follow_kind()}</label>
                <select id="follow-kind" data-testid="follow-kind" on:change=choose>
                    {KINDS.map(option)}
                </select>
            </div>
            <div role="alert" data-testid="follow-says">
                {move || sentence().map(|sentence| view! { <p class="notice">{sentence}</p> })}
            </div>
            {move || match result.get()? {
                Err(OrderError::Service(error)) => Some(view! { <Failure error /> }),
                _ => None,
            }}
            <div class="actions">
                <button
                    type="submit"
                    data-testid="follow-submit"
                    aria-busy=move || is_following.get().to_string()
                >
                    {texts::follow_submit()}
                </button>
            </div>
        </form>
    }
}

/// Asks the service about an order and adds it. Returns whether there is something to follow: only the
/// browser that made an order has its invoice.
async fn follow(
    journal: Journal,
    services: &Services,
    id: &OrderId,
    kind: Kind,
) -> Result<bool, OrderError> {
    if is_offline() {
        return Err(OrderError::Offline);
    }
    let status = services.sms4sats.order_status(id).await?;
    let is_known = status.paid || status.error.is_some() || status.code.is_some();
    if is_known {
        let now = services.transport.now();
        let entry = entry(id, kind, services.network(), status, now)?;
        journal.make(async { Ok(entry) }).await?;
    }
    Ok(is_known)
}

/// Reads an id, also from the end of its page's address.
fn read_id(typed: &str) -> Result<OrderId, Error> {
    let typed = typed.trim().trim_end_matches('/');
    OrderId::parse(typed.rsplit(['/', '#']).next().unwrap_or_default())
}

fn entry(
    id: &OrderId,
    kind: Kind,
    network: Network,
    status: OrderStatus,
    now: Time,
) -> Result<Entry, Error> {
    let kind = match kind {
        // A message's status alone says how far it has come.
        Kind::Code if status.sms_status.is_some() => Kind::Sms,
        kind => kind,
    };
    let country = status.country.as_deref().and_then(Country::find);
    let name = status.service.clone();
    let note = Note {
        country,
        name: name.unwrap_or_else(|| texts::followed().to_owned()),
        ..Note::default()
    };
    let order = Order::new(
        &satline_core::services::sms4sats::TERMS,
        kind,
        id.clone(),
        Start::Transfer,
        Expectation::new(network),
        now,
    );
    let report = status.report_on(id)?;
    Ok(Entry::new(order.after(&Event::Report(report), now), note))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn an_id_is_taken_as_it_is_and_from_the_end_of_its_pages_address() {
        for typed in [
            "7dc6",
            " 7dc6 ",
            "https://example.org/orders/#7dc6",
            "https://example.org/orders/7dc6/",
        ] {
            assert_eq!(read_id(typed).unwrap().as_str(), "7dc6", "{typed}");
        }
        for typed in ["", "/", "7d c6", "<b>"] {
            assert!(read_id(typed).is_err(), "{typed}");
        }
    }
}
