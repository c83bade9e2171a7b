//! Results: numbers, dates and amounts as JavaScript values.

use js_sys::{JSON, Object, Reflect};
use serde::{Serialize, Serializer};
use serde_wasm_bindgen::preserve;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::http::date_of;
use crate::lenient::{self, to_text};
use crate::money::{self, Sats};
use crate::time::Time;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
/** The fields of a response that this version doesn't know, under the service's names. */
export type Extra = Record<string, unknown>;";

/// Converts one of our own types to a JavaScript value. They contain only texts, numbers, booleans, lists and
/// JavaScript values, so it cannot fail.
pub fn to_js(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or_default()
}

/// Returns a plain object with these members.
pub fn object<const N: usize>(members: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // A plain object accepts any member.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}

/// Returns a whole number. Above 2⁵³, where JavaScript's numbers have gaps, it is the nearest one.
#[expect(clippy::cast_precision_loss, reason = "as JavaScript's numbers are")]
pub const fn number(number: u64) -> f64 {
    number as f64
}

/// Returns a number of satoshis. There are fewer than 2⁵³.
pub const fn sats(sats: Sats) -> f64 {
    number(sats.0)
}

/// A `Date`.
#[derive(Clone, Copy)]
pub struct Date(pub Time);

impl Date {
    /// The latest time that a `Date` can represent: an invoice may claim to be valid for longer.
    const LAST: f64 = 8.64e15;

    /// Parses a service's time; `None` if `Date` cannot parse it.
    pub fn parse(text: &str) -> Option<Self> {
        date_of(text).map(Self)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let milliseconds = number(self.0.0).min(Self::LAST);
        preserve::serialize(&js_sys::Date::new(&milliseconds.into()), serializer)
    }
}

/// A `bigint`.
#[derive(Clone, Copy)]
pub struct BigInt(pub i128);

impl Serialize for BigInt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        preserve::serialize(&JsValue::from(self.0), serializer)
    }
}

/// An amount of money in any currency.
#[derive(Serialize, Tsify)]
pub struct Amount {
    /// With all its decimals: `25.00`.
    #[serde(rename = "amount")]
    digits: String,
    currency: String,
    /// How many of the smallest unit.
    #[tsify(type = "bigint")]
    units: BigInt,
    decimals: u8,
}

impl From<&money::Amount> for Amount {
    fn from(amount: &money::Amount) -> Self {
        Self {
            digits: amount.digits(),
            currency: amount.currency().code().to_owned(),
            units: BigInt(amount.units()),
            decimals: amount.currency().decimals(),
        }
    }
}

/// The fields of a response that this version doesn't know.
pub struct Extra(JsValue);

impl Extra {
    /// Returns them; `None` if there are none.
    pub fn of(extra: &lenient::Extra) -> Option<Self> {
        let members = extra.members();
        // Through text, in which numbers keep their digits: serde would convert such numbers to objects.
        (!members.is_empty()).then(|| Self(parse(&to_text(members))))
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        preserve::serialize(&self.0, serializer)
    }
}

/// Parses JSON that we wrote ourselves.
pub fn parse(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or_default()
}
