//! Numbers, dates and names as readers write them, by the browser's `Intl`.

use std::time::Duration;

use js_sys::Intl::{DisplayNames, NumberFormat, PluralRules};
use js_sys::{Array, Date, JsString, Object, Reflect};
use leptos::prelude::window;
use satline_core::country::Country;
use satline_core::money::{Amount, Sats};
use satline_core::time::Time;
use wasm_bindgen::JsValue;

use super::{catalogue, common, is_english, language};

thread_local! {
    // Numbers have no words: they are written as the reader's own browser writes them, whatever the
    // page's language, so that 3,600 and 3.600 cannot be mistaken for each other.
    static NUMBERS: NumberFormat = NumberFormat::new(&Array::new(), &Object::new());
    static REGIONS: DisplayNames = display_names("region", &language());
    static PLURALS: PluralRules = PluralRules::new(&Array::of1(&language().into()), &Object::new());
}

/// Returns a whole number for people.
pub fn number(number: u64) -> String {
    NUMBERS.with(|format| format_number(format, &number.to_string()))
}

/// Returns an amount of bitcoin for people: `3,600 sats`.
pub fn sats(sats: Sats) -> String {
    common::sats(sats.0)
}

/// Returns an amount for people: `25.50 USD`, and satoshis where it is bitcoin.
pub fn amount(amount: &Amount) -> String {
    if let Some(bitcoin) = amount.sats() {
        return sats(bitcoin);
    }
    let currency = amount.currency();
    let decimals = f64::from(currency.decimals());
    let digits = ["minimumFractionDigits", "maximumFractionDigits"];
    let format = NumberFormat::new(&Array::new(), &options(digits.map(|name| (name, decimals))));
    let number = format_number(&format, &amount.digits());
    common::amount(&number, currency.code())
}

/// Formats a number from its digits, all of which are kept.
fn format_number(format: &NumberFormat, digits: &str) -> String {
    let text = format.format().call1(&JsValue::UNDEFINED, &digits.into());
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| digits.to_owned())
}

/// Returns the plural category of a count: `one`, `other`, and what else the language has.
pub fn plural_category(count: u64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts that people see are small"
    )]
    let count = count as f64;
    PLURALS.with(|rules| rules.select(count).into())
}

/// Returns a moment with its day, where the reader is.
pub fn date_and_time(time: Time) -> String {
    written(time, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// Returns the time of day of a moment.
pub fn time_of_day(time: Time) -> String {
    written(time, &[("timeStyle", "short")])
}

fn written(time: Time, styles: &[(&'static str, &'static str)]) -> String {
    let styles = styles.iter().copied();
    date(time)
        .to_locale_string(&date_locale(), &options(styles))
        .into()
}

/// The last moment that a browser's date can be. A later one would be invalid, and throw when it is written
/// by ISO 8601.
const LAST_DATE: u64 = 8_640_000_000_000_000;

/// Returns the moment as the browser's date. Services and backups may hold any number.
#[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
pub fn date(time: Time) -> Date {
    Date::new(&(time.0.min(LAST_DATE) as f64).into())
}

/// Returns the first of the browser's locales that is of the page's language, or else that language:
/// dates have words.
fn date_locale() -> String {
    let language = language();
    let locales = window().navigator().languages().into_iter();
    let mut locales = locales.filter_map(|locale| locale.as_string());
    let own = locales.find(|locale| locale.split('-').next() == Some(&language));
    own.unwrap_or(language)
}

/// Returns a length of time: `1:05`, or `1:00:05`.
pub fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// Returns the countries that may be meant by what was typed, by their names in the page's language too.
pub fn search_countries(typed: &str) -> Vec<Country> {
    let mut found = Country::search(typed);
    if !is_english() && !typed.is_empty() {
        let typed = lower(typed);
        let mut first = 0;
        for named in Country::all() {
            let name = lower(&country(named));
            if name.starts_with(&typed) {
                found.retain(|country| *country != named);
                found.insert(first, named);
                first += 1;
            } else if name.contains(&typed) && !found.contains(&named) {
                found.push(named);
            }
        }
    }
    found
}

/// Returns a text in lower case. By the browser: the tables of Unicode that Rust's own would bring weigh
/// 7 kB.
pub fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// Returns the name of a country in the page's language.
pub fn country(country: Country) -> String {
    if country == Country::AUTO {
        return catalogue::any_country().to_owned();
    }
    let name = country
        .iso()
        // Two of them may share a code.
        .filter(|iso| !is_english() && Country::find(iso) == Some(country))
        .and_then(|iso| REGIONS.with(|names| names.of(iso)))
        .map(String::from);
    name.unwrap_or_else(|| country.name().to_owned())
}

/// Returns the name of a language in that language.
pub fn language_name(language: &str) -> String {
    let names = display_names("language", language).of(language);
    names.map_or_else(|| language.to_owned(), String::from)
}

fn display_names(kind: &str, language: &str) -> DisplayNames {
    DisplayNames::new(&Array::of1(&language.into()), &options([("type", kind)]))
}

fn options<V: Into<JsValue>>(members: impl IntoIterator<Item = (&'static str, V)>) -> Object {
    let options = Object::new();
    for (name, value) in members {
        // A plain object takes any member.
        let _ = Reflect::set(&options, &JsString::from(name), &value.into());
    }
    options
}
