//! Countries.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::output::{Object, list};
use crate::country::Country;

/// All of them, as JSON.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn countries() -> String {
    let all: Vec<Country> = Country::all().collect();
    list(&all, |each| country(*each))
}

/// The one that is called so, or null.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn find_country(name: &str) -> String {
    Country::find(name).map_or_else(|| "null".to_owned(), country)
}

/// Those that may be meant, the likeliest first.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn search_countries(typed: &str) -> String {
    list(&Country::search(typed), |each| country(*each))
}

fn country(country: Country) -> String {
    Object::new()
        .number("code", Some(country.code().into()))
        .text("name", Some(country.name()))
        .text("iso", country.iso())
        .text("flag", country.flag().as_deref())
        .end()
}
