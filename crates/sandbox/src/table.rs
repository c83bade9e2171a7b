//! Saves a row of a fixed table, such as a country's, by its name: `#[serde(with = "crate::table")]`.

use serde::{Deserialize, Deserializer, Serializer, de};

/// A row of a fixed table.
pub(crate) trait Row: Sized {
    /// Returns its name, which no other row has.
    fn name(&self) -> &str;

    /// Returns the row of this name.
    fn named(name: &str) -> Option<&'static Self>;
}

pub(crate) fn serialize<R: Row, S: Serializer>(
    row: &&'static R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(row.name())
}

pub(crate) fn deserialize<'de, R: Row, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<&'static R, D::Error> {
    let name = String::deserialize(deserializer)?;
    R::named(&name).ok_or_else(|| de::Error::custom(format_args!("{name} is in no table")))
}
