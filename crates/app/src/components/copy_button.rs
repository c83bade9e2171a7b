use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Icon, icon};
use crate::words::common;

/// Puts a text where it can be pasted from. Nothing where browsers have no such place: in a page that
/// did not come by https.
#[component]
pub fn CopyButton(
    text: String,
    #[prop(default = common::COPY)] label: &'static str,
    #[prop(default = "")] class: &'static str,
) -> impl IntoView {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return ().into_any();
    }
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let writing = clipboard.write_text(&text);
        spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(writing).await.is_ok();
            copied.try_set(done);
        });
    };
    view! {
        <button type="button" class=class on:click=copy>
            {icon(Icon::Copy)}
            <span aria-live="polite">
                {move || if copied.get() { common::COPIED } else { label }}
            </span>
        </button>
    }
    .into_any()
}
