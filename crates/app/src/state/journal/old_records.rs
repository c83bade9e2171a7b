//! The orders of an earlier version, which kept all of them as one text in the local storage.

use leptos::prelude::*;
use satline_core::lenient::{self, Lenient};
use serde_json::Value;
use web_sys::Storage;

use super::Entry;
use super::repository::Repository;

const OLD_RECORDS: &str = "satline.orders";

/// Moves them into the database. Only what cannot be read stays there: what is deleted here must not come
/// back from there.
pub async fn take_over(repository: Repository, is_sandbox: bool) {
    let Some((storage, old)) = find() else {
        return;
    };
    let Some(list) = lenient::parse(&old) else {
        return;
    };
    let mut entries = Vec::new();
    let mut unread = Vec::new();
    for item in list.items() {
        match Entry::from_value(item) {
            Ok(entry) if entry.is_regtest() == is_sandbox => entries.push(entry),
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
pub fn exist() -> bool {
    find().is_some()
}

/// Removes them.
pub fn remove() {
    if let Some((storage, _)) = find() {
        let _ = storage.remove_item(OLD_RECORDS);
    }
}

fn find() -> Option<(Storage, String)> {
    let storage = window().local_storage().ok()??;
    let old = storage.get_item(OLD_RECORDS).ok()??;
    Some((storage, old))
}
