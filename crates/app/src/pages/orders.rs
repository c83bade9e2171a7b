use leptos::prelude::*;

use crate::router::Route;
use crate::shell;
use crate::words::common;

/// This browser's orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    shell::title(common::ORDERS);
    view! {
        <main class="page">
            <h1>{common::ORDERS}</h1>
            <div class="actions">
                <a class="button" href=Route::Catalogue.path()>{common::GET_A_CODE}</a>
            </div>
        </main>
    }
}
