use leptos::prelude::*;

use crate::router::Route;
use crate::state::Services;

/// The bar on every page, and the word that this is only a sandbox.
#[component]
pub fn Header() -> impl IntoView {
    let is_sandbox = expect_context::<Services>().is_sandbox;
    view! {
        <header class="bar">
            <a class="brand" href=Route::Catalogue.path()>"satline"</a>
            {is_sandbox
                .then(|| view! { <span class="tag" data-testid="sandbox">"Sandbox: no real money"</span> })}
        </header>
    }
}
