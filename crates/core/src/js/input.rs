//! Arguments: an object of options, read field by field. An error names the field.
//!
//! Getters and proxies are the caller's code: each field is read once, during the call, and an error that it
//! throws becomes the cause of our error.

use std::cell::RefCell;

use js_sys::{Array, Function, JSON, JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::error::Failure;
use crate::error::Error;
use crate::money::Sats;
use crate::order::OrderId;
use crate::secret::Secret;

/// More than any caller intends to pass.
const LONGEST_TEXT: u32 = 1 << 20;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
    /// Returns a number or a bigint as text, as the engine writes it.
    #[wasm_bindgen(js_name = String)]
    fn to_text(value: &JsValue) -> String;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// The options of a call.
pub struct Input {
    fields: Vec<(String, JsValue)>,
    /// The names of the fields that were read: any other is misspelt.
    read: RefCell<Vec<&'static str>>,
}

impl Input {
    /// Reads an object's own fields; there are none in `undefined` or `null`. `name` is the argument's name.
    pub fn read(object: &JsValue, name: &str) -> Result<Self, Failure> {
        let mut fields = Vec::new();
        if !object.is_undefined() && !object.is_null() {
            let is_list = is_array(object).map_err(|cause| unreadable(name, cause))?;
            if !object.is_object() || is_list {
                return Err(Failure::invalid(name, "must be an object."));
            }
            let keys = keys(object).map_err(|cause| unreadable(name, cause))?;
            for key in keys.iter() {
                let field = key.as_string().unwrap_or_default();
                let value =
                    Reflect::get(object, &key).map_err(|cause| unreadable(&field, cause))?;
                fields.push((field, value));
            }
        }
        let read = RefCell::default();
        Ok(Self { fields, read })
    }

    /// Returns a field, unless it is undefined or null.
    pub fn get(&self, field: &'static str) -> Option<&JsValue> {
        self.value(field).filter(|value| !value.is_null())
    }

    /// Returns a field, unless it is undefined.
    pub fn value(&self, field: &'static str) -> Option<&JsValue> {
        self.read.borrow_mut().push(field);
        let found = self.fields.iter().find(|(name, _)| name == field);
        found
            .map(|(_, value)| value)
            .filter(|value| !value.is_undefined())
    }

    /// Refuses fields that were not read: a misspelt option must not be ignored where money moves.
    pub fn refuse_others(&self) -> Result<(), Failure> {
        let read = self.read.borrow();
        match self
            .fields
            .iter()
            .find(|(name, _)| !read.contains(&name.as_str()))
        {
            None => Ok(()),
            Some((name, _)) => Err(Failure::invalid(
                name,
                "is not an option here. Is it misspelt?",
            )),
        }
    }

    /// Returns an optional text.
    pub fn text_or_none(&self, field: &'static str) -> Result<Option<String>, Failure> {
        self.get(field).map(|value| text(field, value)).transpose()
    }

    /// Returns an optional key that a header can contain: otherwise it would be in the text of the engine's
    /// error.
    pub fn secret_or_none(&self, field: &'static str) -> Result<Option<Secret>, Failure> {
        let Some(key) = self.text_or_none(field)? else {
            return Ok(None);
        };
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let allowed = "must be as the service gave it, without spaces around or in it.";
            return Err(Failure::invalid(field, allowed));
        }
        Ok(Some(Secret::new(key)))
    }

    /// Returns a text.
    pub fn text(&self, field: &'static str) -> Result<String, Failure> {
        self.text_or_none(field)?.ok_or_else(|| missing(field))
    }

    /// Returns a text or a number, as text.
    pub fn written_or_none(&self, field: &'static str) -> Result<Option<String>, Failure> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        let is_number = value.as_f64().is_some_and(f64::is_finite);
        if is_number || value.is_bigint() {
            return Ok(Some(to_text(value)));
        }
        if value.is_string() {
            return text(field, value).map(Some);
        }
        Err(Failure::invalid(field, "must be a number or a text."))
    }

    /// Returns an order's id, called `id`.
    pub fn order_id(&self) -> Result<OrderId, Failure> {
        let id = OrderId::parse(&self.text("id")?);
        Ok(id.map_err(|error| error.with_field("id"))?)
    }

    /// Returns an optional whole number: a number, a bigint or a text of digits.
    pub fn whole_or_none(&self, field: &'static str) -> Result<Option<u64>, Failure> {
        let Some(written) = self.written_or_none(field)? else {
            return Ok(None);
        };
        let whole = written.parse().map(Some);
        whole.map_err(|_| Failure::invalid(field, "must be a whole number, not negative."))
    }

    /// Returns an optional number of satoshis.
    pub fn sats_or_none(&self, field: &'static str) -> Result<Option<Sats>, Failure> {
        Ok(self.whole_or_none(field)?.map(Sats))
    }

    /// Returns a boolean. Default: false.
    pub fn flag(&self, field: &'static str) -> Result<bool, Failure> {
        Ok(self.flag_or_none(field)?.unwrap_or(false))
    }

    /// Returns an optional boolean.
    pub fn flag_or_none(&self, field: &'static str) -> Result<Option<bool>, Failure> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        let flag = value.as_bool().map(Some);
        flag.ok_or_else(|| Failure::invalid(field, "must be true or false."))
    }

    /// Returns an optional function.
    pub fn function(&self, field: &'static str) -> Result<Option<Function>, Failure> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        let function = value.dyn_ref::<Function>().cloned().map(Some);
        function.ok_or_else(|| Failure::invalid(field, "must be a function."))
    }

    /// Returns all fields as they are.
    pub fn into_fields(self) -> Vec<(String, JsValue)> {
        self.fields
    }

    /// Returns the options as JSON text, for types that the core reads from JSON.
    pub fn to_json(&self) -> Result<String, Failure> {
        let mut members = Vec::new();
        for (name, value) in &self.fields {
            if let Some(json) = to_json(name, value)? {
                members.push(format!("{}:{json}", crate::lenient::to_text(name)));
            }
        }
        Ok(format!("{{{}}}", members.join(",")))
    }
}

/// Returns one value or a list of values as a list.
pub fn list(name: &str, one_or_many: &JsValue) -> Result<Vec<JsValue>, Failure> {
    let unreadable = |cause| unreadable(name, cause);
    if !is_array(one_or_many).map_err(unreadable)? {
        return Ok(vec![one_or_many.clone()]);
    }
    let length = Reflect::get(one_or_many, &"length".into()).map_err(unreadable)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an array's length is at most 2³² - 1"
    )]
    let length = length.as_f64().unwrap_or_default() as u32;
    let item = |index| Reflect::get_u32(one_or_many, index).map_err(unreadable);
    (0..length).map(item).collect()
}

/// Returns a text.
pub fn text(name: &str, value: &JsValue) -> Result<String, Failure> {
    let Some(text) = value.dyn_ref::<JsString>() else {
        return Err(Failure::invalid(name, "must be a text."));
    };
    if text.length() > LONGEST_TEXT {
        return Err(too_long(name));
    }
    Ok(text.into())
}

/// Returns a value as JSON text; `None` if JSON cannot represent it.
fn to_json(name: &str, value: &JsValue) -> Result<Option<String>, Failure> {
    if value.is_bigint() {
        return Ok(Some(format!("\"{}\"", to_text(value))));
    }
    if value.is_function() || value.is_symbol() {
        return Err(Failure::invalid(
            name,
            "must not be a function or a symbol.",
        ));
    }
    if value.as_f64().is_some_and(|number| !number.is_finite()) {
        return Err(Failure::invalid(name, "must be a finite number."));
    }
    let json = JSON::stringify(value).map_err(|cause| unreadable(name, cause))?;
    // `undefined` if the value's own `toJSON` returns nothing.
    match json.dyn_ref::<JsString>() {
        Some(json) if json.length() > LONGEST_TEXT => Err(too_long(name)),
        Some(json) => Ok(Some(json.into())),
        None => Ok(None),
    }
}

/// Returns an order's record as JSON text, from an order, a record, or a record as text.
pub fn record(order: &JsValue) -> Result<String, Failure> {
    let json = if order.is_string() {
        Some(text("order", order)?)
    } else {
        to_json("order", order)?
    };
    let is_object = |json: &String| json.starts_with('{');
    json.filter(is_object)
        .ok_or_else(|| Failure::invalid("order", "must be an order's record."))
}

/// Returns the error for a missing option.
pub fn missing(field: &'static str) -> Failure {
    Error::invalid(field, "is needed here.").into()
}

fn too_long(name: &str) -> Failure {
    Failure::invalid(name, "is far too long.")
}

/// Returns the error for a value whose getter threw.
pub fn unreadable(name: &str, cause: JsValue) -> Failure {
    Failure::invalid(name, "could not be read.").with_cause(cause)
}
