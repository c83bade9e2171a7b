//! Texts of forms. They outlive the page and a reload, and are lost with the tab.

use leptos::prelude::*;

use super::Place;

/// Returns a field's text, kept under this name as long as the tab.
pub fn draft(name: &'static str) -> RwSignal<String> {
    let key = Place::of_page().stored(&format!("draft.{name}"));
    let storage = || window().session_storage().ok().flatten();
    let kept = storage().and_then(|storage| storage.get_item(&key).ok().flatten());
    let text = RwSignal::new(kept.unwrap_or_default());
    Effect::new(move |_| {
        // Without storage it lasts as long as the page.
        let text = text.get();
        let _ = storage().map(|storage| storage.set_item(&key, &text));
    });
    text
}

/// Forgets them all.
pub fn forget_drafts() {
    let Ok(Some(storage)) = window().session_storage() else {
        return;
    };
    let prefix = Place::of_page().stored("draft.");
    let names: Vec<String> = (0..storage.length().unwrap_or_default())
        .filter_map(|index| storage.key(index).ok()?)
        .filter(|name| name.starts_with(&prefix))
        .collect();
    for name in names {
        let _ = storage.remove_item(&name);
    }
}
