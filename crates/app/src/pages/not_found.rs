use leptos::prelude::*;

use crate::router::Route;
use crate::shell;
use crate::words::{common, not_found};

/// For an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    shell::title(not_found::TITLE);
    view! {
        <main class="page">
            <div class="heading">
                <h1>{not_found::TITLE}</h1>
                <p class="lead">{not_found::LEAD}</p>
            </div>
            <div class="actions">
                <a class="button" href=Route::Catalogue.path()>{common::GET_A_CODE}</a>
                <a class="button" href=Route::Orders.path()>{common::ORDERS}</a>
            </div>
        </main>
    }
}
