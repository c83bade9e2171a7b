use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::services::sms4sats::ServiceOffer;

use crate::chunks::{Part, later};
use crate::components::{
    CountryPicker, Failure, Icon, QuickCountries, ServiceList, Star, icon, steps,
};
use crate::shell;
use crate::state::{Answer, Catalogue, Settings};
use crate::words::{catalogue as words, common};

/// A country, what can be ordered there, and what it costs.
#[component]
pub fn CataloguePage() -> impl IntoView {
    shell::title(words::TITLE);
    let catalogue = expect_context::<Catalogue>();
    let chosen = RwSignal::new(None::<ServiceOffer>);
    let settings = expect_context::<Settings>();
    let on_choose = Callback::new(move |country: Country| {
        chosen.set(None);
        settings.set_last_country(country);
        if catalogue.country.get_untracked() != Some(country) {
            catalogue.choose(country);
        }
    });
    if let Some(country) = asked_country() {
        catalogue.choose(country);
    }
    choose_asked_service(catalogue, chosen);
    // There is something to see from the first visit on.
    if catalogue.country.get_untracked().is_none() {
        let last = untrack(|| settings.last_country());
        catalogue.choose(last.unwrap_or(Country::AUTO));
    }
    let close = Callback::new(move |()| {
        chosen.set(None);
        shell::focus(".service[aria-pressed=true]");
    });
    view! {
        <main class="page page-wide">
            <div class="stack">
                <div class="heading">
                    <h1>{words::TITLE}</h1>
                    <p class="lead">{words::LEAD}</p>
                </div>
                <div class="field picker">
                    <CountryPicker chosen=catalogue.country on_choose />
                    <Star country=catalogue.country />
                    <QuickCountries chosen=catalogue.country on_choose />
                </div>
                <div class="offers">{move || offers(catalogue, chosen, on_choose)}</div>
            </div>
            <aside class="aside" class:sheet=move || chosen.with(Option::is_some)>
                {move || match chosen.get() {
                    Some(offer) => later(Part::Panel(offer, close)),
                    None => how_it_works(),
                }}
            </aside>
        </main>
    }
}

/// A link may ask for a country, by its code.
fn asked_country() -> Option<Country> {
    Country::from_code(shell::asked("country")?.parse().ok()?)
}

/// And for a service, by the name the service gives it: it is opened as soon as it is listed, once.
fn choose_asked_service(catalogue: Catalogue, chosen: RwSignal<Option<ServiceOffer>>) {
    let Some(service) = shell::asked("service") else {
        return;
    };
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) {
            return true;
        }
        let found = catalogue.offers.with(|offers| match offers {
            Answer::Here(offers) => offers.iter().find(|offer| offer.id == service).cloned(),
            _ => None,
        });
        let is_found = found.is_some();
        if is_found {
            chosen.set(found);
        }
        is_found
    });
}

fn offers(
    catalogue: Catalogue,
    chosen: RwSignal<Option<ServiceOffer>>,
    on_choose: Callback<Country>,
) -> AnyView {
    match catalogue.offers.get() {
        Answer::Waiting => view! {
            <div role="status" aria-label=common::LOADING>
                <div class="skeleton outline-search"></div>
                <div class="outline-rows"></div>
            </div>
        }
        .into_any(),
        Answer::Failed(error) => {
            view! { <Failure error retry=move |()| catalogue.load() /> }.into_any()
        }
        Answer::Here(offers) if offers.is_empty() => view! {
            <div class="empty" data-testid="empty">
                {icon(Icon::Search)}
                <h2>{words::EMPTY_TITLE}</h2>
                <p>{words::EMPTY}</p>
                <button type="button" on:click=move |_| on_choose.run(Country::AUTO)>
                    {words::AUTO}
                </button>
            </div>
        }
        .into_any(),
        Answer::Here(offers) => view! { <ServiceList offers chosen /> }.into_any(),
    }
}

fn how_it_works() -> AnyView {
    view! {
        <section class="panel">
            <h2>{words::HOW}</h2>
            {steps(&words::STEPS)}
        </section>
    }
    .into_any()
}
