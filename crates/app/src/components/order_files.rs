use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::save;
use crate::state::Journal;
use crate::words::settings as words;

/// Orders that leave the browser and come back. What came of it is put into `said`.
pub fn order_files(journal: Journal, said: RwSignal<String>) -> AnyView {
    let read_in = move |event| {
        let input: HtmlInputElement = event_target(&event);
        let file = input.files().and_then(|files| files.get(0));
        spawn_local(async move {
            let text = match file {
                Some(file) => JsFuture::from(file.text()).await.ok(),
                None => return,
            };
            let read = match text.and_then(|text| text.as_string()) {
                Some(text) => journal.import(&text).await,
                None => Err(words::UNREADABLE),
            };
            said.try_set(
                read.map_or_else(str::to_owned, |(read, left)| words::imported(read, left)),
            );
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
                {words::EXPORT_JSON}
            </button>
            <button
                type="button"
                data-testid="export-csv"
                on:click=move |_| save("satline.csv", &journal.export_csv())
            >
                {words::EXPORT_CSV}
            </button>
            <label class="button">
                {words::IMPORT}
                <input
                    type="file"
                    class="for-readers"
                    accept=".json,application/json"
                    data-testid="import"
                    on:change=read_in
                />
            </label>
        </div>
    }
    .into_any()
}
