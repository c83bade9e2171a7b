//! The web app. Pages show states and call the core; no address of a service and no rule about money
//! stands here.

#![expect(
    clippy::needless_pass_by_value,
    reason = "components own their properties"
)]

mod components;
mod pages;
mod router;
mod shell;
mod state;
mod words;

use leptos::prelude::*;
use satline_core::error::Service;
use wasm_bindgen::JsCast;

use pages::{
    CataloguePage, NotFoundPage, OrderPage, OrdersPage, SendPage, SettingsPage, TopUpPage,
};
use router::{Route, Router};
use state::{Asker, Catalogue, Journal, Places, Services, Settings};

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn main() {
    let Some(app) = document().get_element_by_id("app") else {
        return;
    };
    // What stood there until now was the outline that the HTML paints on its own.
    app.set_text_content(None);
    leptos::mount::mount_to(app.unchecked_into(), App).forget();
}

#[component]
fn App() -> impl IntoView {
    let router = Router::start();
    let settings = Settings::load();
    let services = Services::new(settings);
    let journal = Journal::open();
    let sms4sats = services.sms4sats.clone();
    journal.follow(Service::Sms4Sats.name().to_owned(), Asker::new(sms4sats));
    shell::start(router, settings, services.is_sandbox());
    provide_context(router);
    provide_context(services.clone());
    provide_context(settings);
    provide_context(journal);
    let places = Places::new(&services, settings, journal);
    provide_context(places);
    let catalogue = Catalogue::new(services);
    provide_context(catalogue);
    move || {
        let route = router.route();
        // The page before reads no more.
        settings.renew();
        journal.renew();
        places.renew();
        catalogue.renew();
        page(route)
    }
}

fn page(route: Route) -> AnyView {
    match route {
        Route::Catalogue => view! { <CataloguePage /> }.into_any(),
        Route::Send => view! { <SendPage /> }.into_any(),
        Route::Orders => view! { <OrdersPage /> }.into_any(),
        Route::Order(id) => view! { <OrderPage id /> }.into_any(),
        Route::TopUp => view! { <TopUpPage /> }.into_any(),
        Route::Settings => view! { <SettingsPage /> }.into_any(),
        Route::NotFound => view! { <NotFoundPage /> }.into_any(),
    }
}
