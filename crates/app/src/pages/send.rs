use leptos::prelude::*;

use crate::shell;
use crate::words::send as words;

/// An SMS or an email.
#[component]
pub fn SendPage() -> impl IntoView {
    shell::title(words::TITLE);
    view! {
        <main class="page">
            <h1>{words::TITLE}</h1>
        </main>
    }
}
