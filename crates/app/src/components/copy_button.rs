use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Icon, icon};
use crate::words::common;

/// How long the button says that the text was copied.
const SHOWN: Duration = Duration::from_secs(2);

/// Copies a text to the clipboard. Nothing where there is no clipboard, in a page without https.
#[component]
pub fn CopyButton(
    text: String,
    #[prop(default = common::copy())] label: &'static str,
    #[prop(default = "")] class: &'static str,
) -> impl IntoView {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return ().into_any();
    }
    let copied = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    };
    on_cleanup(stop);
    let show = move |done| {
        stop();
        // The page may be closed by now.
        if copied.try_set(done).is_none() {
            let turn_back = move || {
                copied.try_set(false);
            };
            timer.set_value(set_timeout_with_handle(turn_back, SHOWN).ok());
        }
    };
    let copy = move |_| {
        let writing = clipboard.write_text(&text);
        spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(writing).await;
            show(done.is_ok());
        });
    };
    view! {
        <button type="button" class=class on:click=copy>
            {icon(Icon::Copy)}
            <span aria-live="polite">
                {move || if copied.get() { common::copied() } else { label }}
            </span>
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use satline_core::http::{Clock, Fetch};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::HtmlElement;

    /// A clipboard that takes everything: a page of tests has no right to the real one.
    const CLIPBOARD: &str = "Object.defineProperty(navigator, 'clipboard', \
        { configurable: true, value: { writeText: async () => {} } })";

    #[wasm_bindgen_test]
    async fn copied_turns_back_into_copy() {
        js_sys::eval(CLIPBOARD).unwrap();
        let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&place).unwrap();
        let mounted = leptos::mount::mount_to(place.clone(), || {
            view! { <CopyButton text="48010".to_owned() /> }
        });
        let button: HtmlElement = place
            .query_selector("button")
            .unwrap()
            .unwrap()
            .unchecked_into();
        let says = || button.text_content().unwrap();
        assert_eq!(says(), common::copy());
        button.click();
        Fetch.sleep(Duration::from_millis(1_500)).await;
        assert_eq!(says(), common::copied());
        // Pressed again, it counts from then on.
        button.click();
        Fetch.sleep(Duration::from_secs(1)).await;
        assert_eq!(says(), common::copied());
        Fetch.sleep(Duration::from_millis(1_500)).await;
        assert_eq!(says(), common::copy());
        // What is gone before its time leaves nothing that fails.
        button.click();
        Fetch.sleep(Duration::from_millis(50)).await;
        drop(mounted);
        Fetch.sleep(Duration::from_millis(2_500)).await;
        place.remove();
    }
}
