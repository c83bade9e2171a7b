//! The web app. Pages show states and call the core; no address of a service and no rule about money
//! stands here.

#![expect(
    clippy::needless_pass_by_value,
    reason = "components own their properties"
)]

mod components;
mod pages;
mod router;
mod state;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use components::Header;
use pages::{CataloguePage, NotFoundPage, OrderPage, TopUpPage};
use router::{Route, Router};
use state::{Catalogue, Orders, Places, Services};

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn main() {
    let Some(shell) = document().get_element_by_id("app") else {
        return;
    };
    // What stood there until now was the outline that the HTML paints on its own.
    shell.set_inner_html("");
    leptos::mount::mount_to(shell.unchecked_into(), App).forget();
}

#[component]
fn App() -> impl IntoView {
    let router = Router::start();
    let services = Services::from_page();
    provide_context(router);
    provide_context(services.clone());
    provide_context(Orders::load());
    provide_context(Places::new(&services));
    provide_context(Catalogue::new(services));
    view! {
        <Header />
        {move || match router.route() {
            Route::Catalogue => view! { <CataloguePage /> }.into_any(),
            Route::TopUp => view! { <TopUpPage /> }.into_any(),
            Route::Order(id) => view! { <OrderPage id /> }.into_any(),
            Route::NotFound => view! { <NotFoundPage /> }.into_any(),
        }}
    }
}
