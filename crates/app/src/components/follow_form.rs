use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::country::Country;
use satline_core::error::Error;
use satline_core::http::Clock;
use satline_core::lightning::Expectation;
use satline_core::lightning::bolt11::Network;
use satline_core::order::{Event, Kind, Order, OrderId, Start};
use satline_core::services::sms4sats::OrderStatus;
use satline_core::time::Time;

use super::{Failure, Field, field, wrong};
use crate::router::{Route, Router};
use crate::state::{Entry, Journal, NotMade, Note, Services, is_offline};
use crate::words::{self, common, orders as texts};

/// What an order of sms4sats can be. Its status does not say.
const KINDS: [Kind; 5] = [
    Kind::Code,
    Kind::Rental,
    Kind::RealPhone,
    Kind::Sms,
    Kind::Email,
];

/// Takes an order into this browser by its id: one whose record was lost, or that was made elsewhere.
#[derive(Clone, Copy)]
struct Following {
    journal: Journal,
    router: Router,
    services: StoredValue<Services>,
    typed: RwSignal<String>,
    judged: RwSignal<bool>,
    kind: RwSignal<Kind>,
    busy: RwSignal<bool>,
    /// Why it is not followed.
    sentence: RwSignal<Option<&'static str>>,
    failure: RwSignal<Option<Error>>,
}

/// The form for that.
pub fn follow_form(journal: Journal) -> AnyView {
    let following = Following {
        journal,
        router: expect_context::<Router>(),
        services: StoredValue::new(expect_context::<Services>()),
        typed: RwSignal::new(String::new()),
        judged: RwSignal::new(false),
        kind: RwSignal::new(Kind::Code),
        busy: RwSignal::new(false),
        sentence: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    let option = |kind: Kind| view! { <option value=kind.as_str()>{words::kind(kind)}</option> };
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let kind = KINDS.into_iter().find(|kind| kind.as_str() == chosen);
        following.kind.set(kind.unwrap_or(Kind::Code));
    };
    let id_field = Field {
        id: "follow-id",
        label: texts::follow_id(),
        hint: texts::follow_hint(),
        placeholder: "",
        kind: "text",
        optional: false,
    };
    let problem = move || wrong(following.typed.with(|typed| read_id(typed)));
    view! {
        <form
            class="stack"
            novalidate
            data-testid="follow"
            on:submit=move |event| {
                event.prevent_default();
                following.judged.set(true);
                following.run();
            }
        >
            {field(id_field, following.typed, following.judged, Box::new(problem))}
            <div class="field">
                <label for="follow-kind">{texts::follow_kind()}</label>
                <select id="follow-kind" data-testid="follow-kind" on:change=choose>
                    {KINDS.map(option).into_iter().collect_view()}
                </select>
            </div>
            <div role="alert" data-testid="follow-says">
                {move || following.sentence.get().map(|sentence| view! { <p class="notice">{sentence}</p> })}
            </div>
            {move || following.failure.get().map(|error| view! { <Failure error /> })}
            <div class="actions">
                <button
                    type="submit"
                    data-testid="follow-submit"
                    aria-busy=move || following.busy.get().to_string()
                >
                    {texts::follow_submit()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

impl Following {
    /// Asks the service, and follows what it knows. A second click meanwhile does nothing.
    fn run(self) {
        let id = self.typed.with_untracked(|typed| read_id(typed));
        let (Ok(id), false) = (id, self.busy.get_untracked()) else {
            return;
        };
        if self.journal.peek(&id).is_some() {
            return self.router.go(&Route::Order(id));
        }
        self.busy.set(true);
        self.sentence.set(None);
        self.failure.set(None);
        spawn_local(async move {
            let sentence = match self.take_in(&id).await {
                Ok(true) => return self.router.go(&Route::Order(id)),
                Ok(false) => Some(texts::follow_unpaid()),
                Err(NotMade::Offline) => Some(common::offline_unasked()),
                Err(NotMade::Busy) => Some(common::busy()),
                Err(NotMade::Storage(trouble)) => Some(words::storage_error(trouble)),
                Err(NotMade::Service(error)) => {
                    self.failure.try_set(Some(error));
                    None
                }
            };
            self.sentence.try_set(sentence);
            self.busy.try_set(false);
        });
    }

    /// Whether there is something to follow: the invoice of an unpaid order is where it was made, and
    /// the service tells it nobody again.
    async fn take_in(self, id: &OrderId) -> Result<bool, NotMade> {
        if is_offline() {
            return Err(NotMade::Offline);
        }
        let services = self.services.get_value();
        let kind = self.kind.get_untracked();
        let status = services.sms4sats.order_status(id).await;
        let status = status.map_err(NotMade::Service)?;
        let is_known = status.paid || status.error.is_some() || status.code.is_some();
        if !is_known {
            return Ok(false);
        }
        let now = services.transport.now();
        let entry = entry(id, kind, services.network(), status, now);
        let entry = entry.map_err(NotMade::Service)?;
        self.journal.make(async { Ok(entry) }).await?;
        Ok(true)
    }
}

/// The id, or the address of the order's page that ends with it.
fn read_id(typed: &str) -> Result<OrderId, Error> {
    let typed = typed.trim().trim_end_matches('/');
    OrderId::parse(typed.rsplit('/').next().unwrap_or_default())
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
        for typed in ["7dc6", " 7dc6 ", "https://example.org/orders/7dc6/"] {
            assert_eq!(read_id(typed).unwrap().as_str(), "7dc6", "{typed}");
        }
        for typed in ["", "/", "7d c6", "<b>"] {
            assert!(read_id(typed).is_err(), "{typed}");
        }
    }
}
