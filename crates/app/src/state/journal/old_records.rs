//! The orders of an earlier version, which kept all of them as one text in the local storage.

use leptos::prelude::*;
use satline_core::lenient::{self, Lenient};
use serde_json::Value;
use web_sys::Storage;

use super::Entry;
use super::repository::Repository;
use crate::state::Place;

const OLD_RECORDS: &str = "satline.orders";

/// Moves them into the database. Only what cannot be read stays there: what is deleted here must not come
/// back from there.
pub async fn take_over(repository: Repository, place: Place) {
    let Some((storage, old)) = find(place) else {
        return;
    };
    let Some(list) = lenient::parse(&old) else {
        return;
    };
    let mut entries = Vec::new();
    let mut unread = Vec::new();
    for item in list.items() {
        match Entry::from_value(item) {
            Ok(entry) if entry.is_regtest() == place.is_played() => entries.push(entry),
            _ => unread.push(item.clone()),
        }
    }
    if repository.merge(entries).await.is_err() {
        return;
    }
    // What cannot be removed is merged once more next time.
    let _ = if unread.is_empty() {
        storage.remove_item(OLD_RECORDS)
    } else {
        storage.set_item(OLD_RECORDS, &Value::Array(unread).to_string())
    };
}

/// Returns whether there are any.
pub fn exist(place: Place) -> bool {
    find(place).is_some()
}

/// Removes them.
pub fn remove(place: Place) {
    if let Some((storage, _)) = find(place) {
        let _ = storage.remove_item(OLD_RECORDS);
    }
}

/// The demo is younger than they are.
fn find(place: Place) -> Option<(Storage, String)> {
    if place == Place::Demo {
        return None;
    }
    let storage = window().local_storage().ok()??;
    let old = storage.get_item(OLD_RECORDS).ok()??;
    Some((storage, old))
}
