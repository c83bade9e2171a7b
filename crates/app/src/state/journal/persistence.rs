//! Whether the browser keeps what is stored until the reader deletes it, or may clear it for room.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Asks the browser to keep it. Some ask the reader first, some decide by themselves.
pub(super) async fn request() {
    if let Ok(answer) = window().navigator().storage().persist() {
        // The settings show what came of it.
        let _ = JsFuture::from(answer).await;
    }
}

/// Returns whether the browser keeps it; none where it does not say.
pub async fn is_persistent() -> Option<bool> {
    let answer = window().navigator().storage().persisted().ok()?;
    JsFuture::from(answer).await.ok()?.as_bool()
}
