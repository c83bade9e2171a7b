//! What is handed in: a JSON object, read field by field. An error names the field.

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::error::Error;
use crate::lenient::{Lenient, parse};
use crate::money::Sats;
use crate::order::OrderId;

/// The fields of a call.
pub struct Input {
    fields: Map<String, Value>,
    /// What was asked for: whatever else is there was misspelt.
    read: RefCell<Vec<&'static str>>,
}

impl Input {
    pub fn read(text: &str) -> Result<Self, Error> {
        let Some(Value::Object(fields)) = parse(text) else {
            return Err(Error::invalid("options", "must be an object."));
        };
        let read = RefCell::default();
        Ok(Self { fields, read })
    }

    /// A field, if it is there and not null.
    pub fn get(&self, field: &'static str) -> Option<&Value> {
        self.read.borrow_mut().push(field);
        self.fields.get(field).filter(|value| !value.is_null())
    }

    /// Refuses what was not read so far: a misspelt word must not be overlooked where money moves.
    pub fn nothing_else(&self) -> Result<(), Error> {
        let read = self.read.borrow();
        let unknown = |name: &&String| !read.contains(&name.as_str());
        match self.fields.keys().find(unknown) {
            None => Ok(()),
            Some(name) => {
                let error = Error::invalid("", "is not an option of this call. Is it misspelt?");
                Err(error.with_field(name.chars().take(64).collect::<String>()))
            }
        }
    }

    /// A text that may be left out.
    pub fn text_or_none(&self, field: &'static str) -> Result<Option<&str>, Error> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::invalid(field, "must be a text.")),
        }
    }

    /// A text.
    pub fn text(&self, field: &'static str) -> Result<&str, Error> {
        self.text_or_none(field)?.ok_or_else(|| needed(field))
    }

    /// An order's id, called `id`.
    pub fn order_id(&self) -> Result<OrderId, Error> {
        OrderId::parse(self.text("id")?).map_err(|mut error| {
            error.field = Some("id".into());
            error
        })
    }

    /// A whole number that may be left out.
    pub fn whole_or_none(&self, field: &'static str) -> Result<Option<u64>, Error> {
        match self.get(field) {
            None => Ok(None),
            Some(value) => match value.as_whole() {
                None => Err(Error::invalid(
                    field,
                    "must be a whole number, not negative.",
                )),
                whole => Ok(whole),
            },
        }
    }

    /// A whole number.
    pub fn whole(&self, field: &'static str) -> Result<u64, Error> {
        self.whole_or_none(field)?.ok_or_else(|| needed(field))
    }

    /// So many satoshis, which may be left out.
    pub fn sats_or_none(&self, field: &'static str) -> Result<Option<Sats>, Error> {
        Ok(self.whole_or_none(field)?.map(Sats))
    }

    /// A yes or no; no where it is left out.
    pub fn flag(&self, field: &'static str) -> Result<bool, Error> {
        match self.get(field) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(Error::invalid(field, "must be true or false.")),
        }
    }

    /// What a field holds, whatever it is.
    pub fn needed(&self, field: &'static str) -> Result<&Value, Error> {
        self.get(field).ok_or_else(|| needed(field))
    }
}

fn needed(field: &'static str) -> Error {
    Error::invalid(field, "is needed here.")
}
