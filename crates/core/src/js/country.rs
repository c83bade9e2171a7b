use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::SatlineError;
use super::input::text;
use super::output::to_js;
use crate::country;

/// A country that numbers can be ordered in.
#[derive(Serialize, Tsify)]
pub struct Country {
    /// The service's number for it.
    code: u16,
    #[tsify(type = "string")]
    name: &'static str,
    /// Two letters. Entries without it are not countries.
    #[tsify(type = "string | undefined")]
    iso: Option<&'static str>,
    flag: Option<String>,
}

impl From<country::Country> for Country {
    fn from(country: country::Country) -> Self {
        Self {
            code: country.code(),
            name: country.name(),
            iso: country.iso(),
            flag: country.flag(),
        }
    }
}

fn list(countries: impl Iterator<Item = country::Country>) -> JsValue {
    to_js(&countries.map(Country::from).collect::<Vec<_>>())
}

/// Returns all countries that numbers can be ordered in.
#[wasm_bindgen(unchecked_return_type = "Country[]")]
pub fn countries() -> JsValue {
    list(country::Country::all())
}

/// Returns the country of that name, ISO code or number; null if there is none.
#[wasm_bindgen(js_name = findCountry, unchecked_return_type = "Country | null")]
pub fn find_country(
    #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
) -> Result<JsValue, SatlineError> {
    let found = country::Country::find(&text("name", name)?);
    Ok(found.map_or(JsValue::NULL, |country| to_js(&Country::from(country))))
}

/// Returns the countries that match a typed text, best match first.
#[wasm_bindgen(js_name = searchCountries, unchecked_return_type = "Country[]")]
pub fn search_countries(
    #[wasm_bindgen(unchecked_param_type = "string")] typed: &JsValue,
) -> Result<JsValue, SatlineError> {
    Ok(list(
        country::Country::search(&text("typed", typed)?).into_iter(),
    ))
}
