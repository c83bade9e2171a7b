use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::Error;
use satline_core::http::{Clock, Fetch};
use satline_core::order::Kind;
use satline_core::services::sms4sats::{Prices, ReceiveOrder, ServiceOffer};

use crate::components::{CountryPicker, Failure, ServiceList};
use crate::router::{Route, Router};
use crate::state::{Answer, Catalogue, Entry, Orders, Services};

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
    let orders = expect_context::<Orders>();
    let router = expect_context::<Router>();
    let catalogue = expect_context::<Catalogue>();
    let ordering = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let price = prices.code();
    let order = move |_| {
        let country = catalogue.country.get_untracked();
        // A double click orders once.
        let (Some(country), false) = (country, ordering.get_untracked()) else {
            return;
        };
        ordering.set(true);
        failure.set(None);
        let sms4sats = services.sms4sats.clone();
        let offer = offer.clone();
        spawn_local(async move {
            match sms4sats
                .receive(&ReceiveOrder::code(country, &offer.id))
                .await
            {
                Ok(made) => {
                    let route = Route::Order(made.id.clone());
                    let account = sms4sats.account();
                    orders.keep(Entry {
                        order: account.order(Kind::Code, made, price, Fetch.now()),
                        country,
                        service: offer.name,
                    });
                    router.go(&route);
                }
                Err(error) => {
                    ordering.try_set(false);
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let label = match price {
        Some(price) => format!("Order for {price}"),
        None => "Order".to_owned(),
    };
    view! {
        <p>
            "Your money is only reserved when you pay. It is spent when the code arrives, and comes "
            "back by itself if none has come within 20 minutes."
        </p>
        <button type="button" class="primary" data-testid="order" disabled=ordering on:click=order>
            {label}
        </button>
        {move || failure.get().map(|error| view! { <Failure error /> })}
    }
}
