use leptos::prelude::*;

use crate::router::Route;
use crate::shell;
use crate::words::{common, not_found};

/// For an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    shell::title(not_found::title());
    view! {
        <main class="page">
            <div class="heading">
                <h1>{not_found::title()}</h1>
                <p class="lead">{not_found::lead()}</p>
            </div>
            <div class="actions">
                <a class="button" href=Route::Catalogue.path()>{common::get_a_code()}</a>
                <a class="button" href=Route::Orders.path()>{common::orders()}</a>
            </div>
        </main>
    }
}
