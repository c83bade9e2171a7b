use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::words::common;

/// Puts a text where it can be pasted from.
#[component]
pub fn CopyButton(text: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let writing = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(writing).await.is_ok();
            copied.try_set(done);
        });
    };
    view! {
        <button type="button" on:click=copy>
            {move || if copied.get() { common::COPIED } else { common::COPY }}
        </button>
    }
}
