//! All text that people read.
//!
//! `words/en.json` is compiled into the app: the build makes a function of each text, with a parameter
//! for each `{place}` in it. Every other language is a file of the same shape beside it. It is copied next
//! to the app and fetched when a reader wants it. To add one, write `words/es.json` and name it in
//! `data-languages` of `index.html`; the build fails if a text or a place is missing.
//!
//! `www/start.js` chooses the language before anything is painted and notes it in `<html lang dir>`. It
//! stays the same as long as the page: choosing another one reloads it.

mod intl;
mod states;

use std::sync::OnceLock;

use js_sys::Reflect;
use leptos::prelude::*;
use satline_core::lenient::parse;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

pub use intl::{
    amount, clock, country, date, date_and_time, language_name, lower, number, sats,
    search_countries, time_of_day,
};
pub use states::*;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

const ENGLISH: &str = "en";

/// The texts of the page's language, unless that is English.
static TRANSLATION: OnceLock<Value> = OnceLock::new();

/// Returns the language of the page.
pub fn language() -> String {
    let language = root().map(|root| root.lang());
    language
        .filter(|language| !language.is_empty())
        .unwrap_or_else(|| ENGLISH.to_owned())
}

/// Returns the languages that the app has, by their codes.
pub fn languages() -> Vec<String> {
    let names = root().and_then(|root| root.get_attribute("data-languages"));
    let names = names.unwrap_or_else(|| ENGLISH.to_owned());
    names.split(' ').map(str::to_owned).collect()
}

/// Takes over the texts of the page's language, which `www/start.js` has fetched.
pub fn load() {
    let texts = Reflect::get(&window(), &"satlineTexts".into()).ok();
    if let Some(texts) = texts.and_then(|texts| parse(&texts.as_string()?)) {
        let _ = TRANSLATION.set(texts);
    }
}

fn root() -> Option<HtmlElement> {
    document().document_element().map(JsCast::unchecked_into)
}

fn is_english() -> bool {
    TRANSLATION.get().is_none()
}

fn translated(section: &str, key: &str) -> Option<&'static Value> {
    TRANSLATION.get()?.get(section)?.get(key)
}

/// Returns a text in the page's language.
fn text(section: &str, key: &str, english: &'static str) -> &'static str {
    let translated = translated(section, key).and_then(Value::as_str);
    translated.unwrap_or(english)
}

/// Returns the form of a text that the page's language has for this count.
fn plural(section: &str, key: &str, english: [&'static str; 2], count: u64) -> &'static str {
    let category = intl::plural_category(count);
    let form = translated(section, key).and_then(|forms| {
        let form = forms.get(&category).or_else(|| forms.get("other"));
        form?.as_str()
    });
    let [one, other] = english;
    form.unwrap_or(if category == "one" { one } else { other })
}

/// Puts values into the places of a text.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        let value = values.iter().find(|(place, _)| *place == name);
        filled.push_str(before);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn values_are_put_into_their_places_and_are_no_places_themselves() {
        let values = [("name", "{time}"), ("time", "1:05")];
        assert_eq!(fill("{time} {name}: {time}", &values), "1:05 {time}: 1:05");
        assert_eq!(
            fill("no place, and a brace {", &values),
            "no place, and a brace {"
        );
    }

    #[wasm_bindgen_test]
    fn a_count_has_the_form_of_its_language() {
        assert_eq!(catalogue::services(1), "1 service");
        assert_eq!(catalogue::services(0), "0 services");
        assert_eq!(catalogue::services(2_345), "2,345 services");
    }
}
