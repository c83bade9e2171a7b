use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::save;
use crate::start::use_journal;
use crate::words::settings as words;

/// Exports and imports orders. What was imported, or why nothing was, is put into `message`.
#[component]
pub fn OrderFiles(message: RwSignal<String>) -> impl IntoView {
    let journal = use_journal();
    let import = move |event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok();
            let result = match text.and_then(|text| text.as_string()) {
                Some(text) => journal.import(&text).await,
                None => Err(words::unreadable()),
            };
            message.try_set(match result {
                Ok((imported, left_out)) => sentence(imported, left_out),
                Err(problem) => problem.to_owned(),
            });
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    view! {
        <div class="actions">
            <button
                type="button"
                data-testid="export-json"
                on:click=move |_| save("satline.json", &journal.export_json())
            >
                {words::export_json()}
            </button>
            <button
                type="button"
                data-testid="export-csv"
                on:click=move |_| save("satline.csv", &journal.export_csv())
            >
                {words::export_csv()}
            </button>
            <label class="button">
                {words::import()}
                <input
                    type="file"
                    class="for-readers"
                    accept=".json,application/json"
                    data-testid="import"
                    on:change=import
                />
            </label>
        </div>
    }
}

/// Says how many orders were imported, and how many were left out.
fn sentence(imported: usize, left_out: usize) -> String {
    let imported = words::imported(imported as u64);
    match left_out {
        0 => imported,
        some => format!("{imported} {}", words::left_out(some as u64)),
    }
}
