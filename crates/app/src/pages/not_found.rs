use leptos::prelude::*;

use crate::router::Route;

/// For an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main class="page">
            <h1>"There is no such page"</h1>
            <p class="lead">"The link may be broken or cut short. Nothing has happened to any order."</p>
            <p>
                <a class="button" href=Route::Catalogue.path()>"Get a code"</a>
            </p>
        </main>
    }
}
