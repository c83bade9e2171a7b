use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::{Dialog, save};
use crate::state::{Journal, Settings, forget_drafts};
use crate::words::settings as words;

/// What this browser keeps: saved, read in, deleted.
#[component]
pub fn YourData() -> impl IntoView {
    let journal = expect_context::<Journal>();
    let settings = expect_context::<Settings>();
    let said = RwSignal::new(String::new());
    let dialog = NodeRef::<html::Dialog>::new();
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
            said.try_set(read.map_or_else(str::to_owned, words::imported));
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    let wipe = move |()| {
        settings.wipe();
        forget_drafts();
        spawn_local(async move {
            let is_done = journal.wipe().await.is_ok();
            let sentence = if is_done {
                words::WIPED
            } else {
                words::NOT_WIPED
            };
            said.try_set(sentence.to_owned());
        });
    };
    let ask = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    view! {
        <section class="panel">
            <div class="stack stack-tight">
                <h2>{words::DATA}</h2>
                <p class="hint">{words::DATA_HINT}</p>
            </div>
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
            <p role="status" data-testid="data-says">{said}</p>
            <hr />
            <div class="actions">
                <button type="button" class="danger" data-testid="wipe" on:click=ask>
                    {words::WIPE}
                </button>
            </div>
            <Dialog
                node_ref=dialog
                title=words::WIPE_TITLE
                sentence=words::WIPE_HINT
                yes=words::WIPE_NOW
                no=words::KEEP
                on_yes=wipe
            />
        </section>
    }
}
