use leptos::prelude::*;
use satline_core::country::Country;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::chunks::{Lazy, Part};
use crate::components::{
    CountryPicker, Failure, Icon, OrderDialog, QuickCountries, ServiceList, Star, Steps, demo_link,
    icon,
};
use crate::router::{Route, on_step_within};
use crate::shell;
use crate::state::{Answer, Catalogue, Place, Settings, Shown};
use crate::words::{catalogue as words, common};

/// A country, what can be ordered there, and what it costs.
#[component]
pub fn CataloguePage() -> impl IntoView {
    shell::title(common::get_a_code());
    let catalogue = expect_context::<Catalogue>();
    let settings = expect_context::<Settings>();
    let shown = Shown::new(catalogue.country);
    let on_choose = Callback::new(move |country: Country| {
        shown.close(leave_form);
        settings.update(|choices| choices.last_country = Some(country));
        if catalogue.country.get_untracked() != Some(country) {
            catalogue.choose(country);
        }
    });
    choose_country(catalogue, settings);
    catalogue.load_usual_price();
    follow_history(catalogue, shown);
    // A link or the history may name a service: it is opened as soon as it is listed.
    let chosen = move || {
        let id = shown.service.get()?;
        catalogue.offers.with(|offers| match offers {
            Answer::Here(offers) => offers.iter().find(|offer| offer.id == id).cloned(),
            _ => None,
        })
    };
    let on_close = Callback::new(move |()| shown.close(leave_form));
    view! {
        <main class="page page-wide">
            <div class="stack">
                <div class="heading">
                    <h1>{common::get_a_code()}</h1>
                    <p class="lead">{words::lead()}</p>
                </div>
                <div class="field picker">
                    <CountryPicker chosen=catalogue.country on_choose />
                    <Star country=catalogue.country />
                    <QuickCountries chosen=catalogue.country on_choose />
                </div>
                <div class="offers"><Offers catalogue shown on_choose /></div>
            </div>
            <aside class="aside">
                {move || match chosen() {
                    Some(offer) => {
                        view! {
                            <OrderDialog on_close>
                                <Lazy part=Part::Panel(offer, on_close) />
                            </OrderDialog>
                        }
                        .into_any()
                    }
                    None => view! { <HowItWorks /> }.into_any(),
                }}
            </aside>
        </main>
    }
}

/// The country that is asked for, or else the last one: there is something to see from the first visit on.
fn choose_country(catalogue: Catalogue, settings: Settings) {
    let now = catalogue.country.get_untracked();
    let asked = Shown::kept_country().filter(|country| now != Some(*country));
    let usual = || {
        settings
            .peek(|choices| choices.last_country)
            .unwrap_or(Country::AUTO)
    };
    if let Some(country) = asked.or_else(|| now.is_none().then(usual)) {
        catalogue.choose(country);
    }
}

/// Keeps what is shown in the browser's history, and shows what is there when the reader moves in it.
fn follow_history(catalogue: Catalogue, shown: Shown) {
    let settings = expect_context::<Settings>();
    on_step_within(Route::Catalogue, move || {
        untrack(|| shown.restore(leave_form));
        choose_country(catalogue, settings);
    });
    Effect::new(move |_| shown.keep());
}

/// Reads on from the service whose form is being closed.
fn leave_form() {
    if let Ok(Some(dialog)) = document().query_selector(".order-dialog") {
        // Nothing around an open one can have the focus.
        dialog.unchecked_into::<HtmlDialogElement>().close();
        shell::focus(".service[aria-pressed=true]");
    }
}

/// The services of the chosen country.
#[component]
fn Offers(catalogue: Catalogue, shown: Shown, on_choose: Callback<Country>) -> impl IntoView {
    move || match catalogue.offers.get() {
        Answer::Waiting => view! {
            <div role="status" aria-label=common::loading()>
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
                <h2>{words::empty_title()}</h2>
                <p>{words::empty()}</p>
                <button type="button" on:click=move |_| on_choose.run(Country::AUTO)>
                    {words::let_service_choose()}
                </button>
            </div>
        }
        .into_any(),
        Answer::Here(offers) => view! { <ServiceList offers shown /> }.into_any(),
    }
}

#[component]
fn HowItWorks() -> impl IntoView {
    let steps = vec![
        (words::step_choose(), words::step_choose_hint()),
        (words::step_pay(), words::step_pay_hint()),
        (words::step_receive(), words::step_receive_hint()),
    ];
    view! {
        <section class="panel">
            <h2>{words::how()}</h2>
            <Steps steps />
            {(Place::of_page() == Place::Real).then(demo_link)}
        </section>
    }
}
