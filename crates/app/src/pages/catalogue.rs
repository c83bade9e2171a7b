use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::Error;
use satline_core::http::{Clock, Fetch};
use satline_core::order::Kind;
use satline_core::services::sms4sats::{Prices, ReceiveOrder, ServiceOffer};

use crate::components::{CountryPicker, Failure, ServiceList};
use crate::router::{Route, Router};
use crate::state::{Answer, Catalogue, Entry, Journal, NotMade, Note, Services, Standing};

/// A country, what can be ordered there, and what it costs.
#[component]
pub fn CataloguePage() -> impl IntoView {
    let catalogue = expect_context::<Catalogue>();
    let chosen = RwSignal::new(None::<ServiceOffer>);
    let on_choose = move |country| {
        chosen.set(None);
        catalogue.choose(country);
    };
    view! {
        <main class="page">
            <h1>"Get a code"</h1>
            <p class="lead">
                "A phone number for one activation code, paid with Bitcoin over Lightning."
            </p>
            <CountryPicker chosen=catalogue.country on_choose />
            {move || catalogue.country.get().map(|_| view! { <Offers chosen /> })}
            {move || chosen.get().map(|offer| view! { <OrderPanel offer /> })}
        </main>
    }
}

#[component]
fn Offers(chosen: RwSignal<Option<ServiceOffer>>) -> impl IntoView {
    let catalogue = expect_context::<Catalogue>();
    move || match catalogue.offers.get() {
        Answer::Waiting => {
            view! { <div class="skeleton skeleton-list" role="status" aria-label="Loading"></div> }
                .into_any()
        }
        Answer::Failed(error) => {
            view! { <Failure error retry=move |()| catalogue.load() /> }.into_any()
        }
        Answer::Here(offers) if offers.is_empty() => view! {
            <p class="notice" data-testid="empty">
                "There are no numbers in this country now. Choose another, or Auto-Select."
            </p>
        }
        .into_any(),
        Answer::Here(offers) => view! { <ServiceList offers chosen /> }.into_any(),
    }
}

/// What one service costs, what will happen to the money, and the button.
#[component]
fn OrderPanel(offer: ServiceOffer) -> impl IntoView {
    let catalogue = expect_context::<Catalogue>();
    let price = catalogue.price(offer.id.clone());
    let name = offer.name.clone();
    view! {
        <section class="panel" aria-label="Your order" data-testid="order-panel">
            <h2>{name}</h2>
            {move || match price.get() {
                Answer::Waiting => {
                    view! { <p class="hint" role="status">"Asking for the price …"</p> }.into_any()
                }
                Answer::Failed(error) => view! { <Failure error /> }.into_any(),
                Answer::Here(prices) => {
                    view! { <OrderButton offer=offer.clone() prices /> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn OrderButton(offer: ServiceOffer, prices: Prices) -> impl IntoView {
    let services = expect_context::<Services>();
    let journal = expect_context::<Journal>();
    let router = expect_context::<Router>();
    let catalogue = expect_context::<Catalogue>();
    let ordering = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let price = prices.code();
    let order = move |_| {
        let country = catalogue.country.get_untracked();
        let Some(country) = country else {
            return;
        };
        ordering.set(true);
        failure.set(None);
        let sms4sats = services.sms4sats.clone();
        let offer = offer.clone();
        let making = async move {
            let made = sms4sats
                .receive(&ReceiveOrder::code(country, &offer.id))
                .await?;
            let account = sms4sats.account();
            let order = account.order(Kind::Code, made, price, Fetch.now());
            let note = Note {
                country: Some(country),
                item: offer.id,
                name: offer.name,
                price,
                ..Note::default()
            };
            Ok(Entry::new(order, note))
        };
        spawn_local(async move {
            match journal.make(making).await {
                Ok(id) => router.go(&Route::Order(id)),
                // The first click goes on.
                Err(NotMade::Busy) => {}
                // Why stands above the button.
                Err(NotMade::Storage(_)) => drop(ordering.try_set(false)),
                Err(NotMade::Service(error)) => {
                    ordering.try_set(false);
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let trouble = Memo::new(move |_| match journal.standing() {
        Standing::Trouble(trouble) => Some(trouble.sentence()),
        _ => None,
    });
    let label = match price {
        Some(price) => format!("Order for {price}"),
        None => "Order".to_owned(),
    };
    view! {
        <p>
            "Your money is only reserved when you pay. It is spent when the code arrives, and comes "
            "back by itself if none has come within 20 minutes."
        </p>
        {move || {
            trouble
                .get()
                .map(|sentence| {
                    view! { <p class="notice" role="alert" data-testid="unkept">{sentence}</p> }
                })
        }}
        <button
            type="button"
            class="primary"
            data-testid="order"
            disabled=move || ordering.get() || trouble.get().is_some()
            on:click=order
        >
            {label}
        </button>
        {move || failure.get().map(|error| view! { <Failure error /> })}
    }
}
