use leptos::prelude::*;

use crate::shell;
use crate::words::settings as words;

/// What the reader wishes.
#[component]
pub fn SettingsPage() -> impl IntoView {
    shell::title(words::TITLE);
    view! {
        <main class="page">
            <h1>{words::TITLE}</h1>
        </main>
    }
}
