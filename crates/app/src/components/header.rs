use leptos::prelude::*;

use crate::router::{Route, Router};
use crate::state::Services;

/// The pages that can be gone to from everywhere.
const PAGES: [(Route, &str); 2] = [(Route::Catalogue, "Get a code"), (Route::TopUp, "Top up")];

/// The bar on every page, and the word that this is only a sandbox.
#[component]
pub fn Header() -> impl IntoView {
    let is_sandbox = expect_context::<Services>().is_sandbox();
    let router = expect_context::<Router>();
    let link = move |(route, name): (Route, &'static str)| {
        let href = route.path();
        let current = move || (router.route() == route).then_some("page");
        view! { <a href=href aria-current=current>{name}</a> }
    };
    view! {
        <header class="bar">
            <a class="brand" href=Route::Catalogue.path()>"satline"</a>
            <nav class="pages" aria-label="Pages">{PAGES.map(link).into_iter().collect_view()}</nav>
            {is_sandbox
                .then(|| view! { <span class="tag" data-testid="sandbox">"Sandbox: no real money"</span> })}
        </header>
    }
}
