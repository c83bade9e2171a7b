//! Saves a row of a fixed table, such as a country's, by its id: `#[serde(with = "crate::table")]`.

use serde::{Deserialize, Deserializer, Serializer, de};

/// A row of a fixed table.
pub(crate) trait Row: Sized {
    /// Returns what no other row has: a name or a code.
    fn id(&self) -> &str;

    /// Returns the row of this id.
    fn with_id(id: &str) -> Option<&'static Self>;
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes references, small as they are on 32 bits"
)]
pub(crate) fn serialize<R: Row, S: Serializer>(
    row: &&'static R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(row.id())
}

pub(crate) fn deserialize<'de, R: Row, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<&'static R, D::Error> {
    let id = String::deserialize(deserializer)?;
    R::with_id(&id).ok_or_else(|| de::Error::custom(format_args!("{id} is in no table")))
}
