//! The web app. Pages show states and call the core. The services' addresses and the rules about money are
//! in the core.

#![expect(
    clippy::needless_pass_by_value,
    reason = "components own their properties"
)]

mod chunks;
mod components;
mod pages;
mod router;
mod shell;
mod start;
mod state;
#[cfg(test)]
mod tests;
mod words;

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use chunks::{Chunks, Lazy, Part};
use pages::{CataloguePage, NotFoundPage};
use router::{Route, Router};
use state::{Catalogue, Policy, Services, Settings};

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn main() {
    let Some(app) = document().get_element_by_id("app") else {
        return;
    };
    words::load();
    // As long as the page lives.
    let root = Box::leak(Box::new(Owner::new()));
    root.with(|| {
        let router = Router::new();
        router.listen();
        provide(router);
    });
    // The first page is rendered in a task of its own, so that neither task delays a touch.
    let mount = || {
        // Until now it showed the outline that the HTML paints on its own.
        app.set_text_content(None);
        root.with(|| leptos::mount::mount_to(app.unchecked_into(), App).forget());
    };
    set_timeout(mount, Duration::ZERO);
}

/// Provides what all pages need.
fn provide(router: Router) {
    let settings = Settings::load();
    let transport = state::transport();
    provide_context(transport);
    let services = Services::new(settings, transport);
    provide_context(router);
    provide_context(Policy::start());
    provide_context(services.clone());
    provide_context(settings);
    provide_context(Catalogue::new(services));
}

#[component]
fn App() -> impl IntoView {
    let router = expect_context::<Router>();
    let is_sandbox = expect_context::<Services>().is_sandbox();
    shell::start(router, expect_context(), is_sandbox);
    let chunks = Chunks::new();
    provide_context(chunks);
    start::follow_orders(chunks);
    start::show_ribbon(chunks);
    move || {
        let route = router.route();
        // The signals need no longer know the page before.
        state::release_readers();
        match route {
            Route::Catalogue => view! { <CataloguePage /> }.into_any(),
            Route::NotFound => view! { <NotFoundPage /> }.into_any(),
            route => view! { <Lazy part=Part::Page(route) /> }.into_any(),
        }
    }
}
