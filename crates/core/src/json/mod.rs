//! JSON as the services write it: read tolerantly, kept whole, written exactly.
//!
//! Numbers are kept as the text they arrived as. Nothing is rounded, a code keeps the digits it was
//! sent with, and the wasm carries no floating point formatting. What is read borrows its texts: of
//! a long answer little is kept.

mod object;
mod others;
mod parse;
mod write;

pub(crate) use object::Object;
pub use others::Others;
pub use parse::Malformed;
#[cfg(feature = "js")]
pub(crate) use write::write_text;

use std::borrow::Cow;

use crate::text::{text, whole};

/// A JSON value.
///
/// ```
/// use satline_core::json::Json;
///
/// let answer = Json::parse(r#"{"status":"OK","code":48010,"number":"12345678901"}"#)?;
/// assert_eq!(answer.text("code"), Some("48010"));
/// assert_eq!(answer.whole("number"), Some(12_345_678_901));
/// # Ok::<(), satline_core::json::Malformed>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[repr(u32)] // moved in whole words: with a tag of a byte, also byte by byte
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(Cow<'a, str>),
    /// A text.
    Text(Cow<'a, str>),
    /// `[…]`
    Array(Vec<Json<'a>>),
    /// `{…}`, in the order it was written.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Reads one JSON document.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        parse::document(text)
    }

    /// An object of the given members; absent ones (`None`) are left out.
    pub fn object<const N: usize>(mut members: [(&'a str, Option<Json<'a>>); N]) -> Self {
        Self::present(&mut members)
    }

    /// Compiled once, and not for each number of members.
    fn present(members: &mut [(&'a str, Option<Json<'a>>)]) -> Self {
        let present = members
            .iter_mut()
            .filter_map(|(name, value)| Some((Cow::Borrowed(*name), value.take()?)));
        Self::Object(present.collect())
    }

    /// The member of that name. The last one wins where a name stands twice, as in browsers.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members()
            .iter()
            .rev()
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The members of an object; none for anything else.
    pub fn members(&self) -> &[(Cow<'a, str>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of an array; none for anything else.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// What the items of an array are read as; nothing, if it is none. One that cannot be read is left out: the others are
    /// still of use.
    pub(crate) fn rows<T>(&self, read: impl Fn(&Self) -> Option<T>) -> Vec<T> {
        let mut rows = Vec::new();
        for item in self.items() {
            if let Some(row) = read(item) {
                rows.push(row);
            }
        }
        rows
    }

    /// A text, or a number of plain digits, as text: services send the same field as either. A number
    /// with a sign, a fraction or an exponent is no id and no code: which digits it had, nobody knows.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Number(number) if !number.bytes().all(|digit| digit.is_ascii_digit()) => None,
            _ => self.as_written(),
        }
    }

    /// A text, or any number as it was written.
    pub(crate) fn as_written(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number that is not negative, sent as a number or as text.
    pub fn as_whole(&self) -> Option<u64> {
        let text = self.as_written()?.trim();
        // `3000.0` and `3000.00` are whole too.
        let digits = match text.split_once('.') {
            Some((digits, zeros)) if zeros.bytes().all(|digit| digit == b'0') => digits,
            Some(_) => return None,
            None => text,
        };
        u64::try_from(whole(digits)?).ok()
    }

    /// `true` or `false`, sent as such or as text.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The named member; null where there is none.
    pub(crate) fn member(&self, name: &str) -> &Self {
        self.get(name).unwrap_or(&Self::Null)
    }

    /// The named member as text. An empty text counts as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text().filter(|text| !text.is_empty())
    }

    /// The named member as a text of its own.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// The named member as a whole number.
    pub fn whole(&self, name: &str) -> Option<u64> {
        self.get(name)?.as_whole()
    }

    /// The named member as `true` or `false`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.as_bool()
    }

    /// The named member, taken out: null stays behind.
    pub(crate) fn take(&mut self, name: &str) -> Self {
        let Self::Object(members) = self else {
            return Self::Null;
        };
        let mut named = members.iter_mut().rev().filter(|(key, _)| key == name);
        let place = named.next().map(|(_, value)| value);
        place.map_or(Self::Null, |value| std::mem::replace(value, Self::Null))
    }

    /// The members whose names are not in `known`.
    pub(crate) fn others(&self, known: &[&str]) -> Others {
        let mut others = String::new();
        for (name, value) in self.members() {
            if !known.contains(&name.as_ref()) {
                others.push(if others.is_empty() { '{' } else { ',' });
                write::write_member(name, value, &mut others);
            }
        }
        if !others.is_empty() {
            others.push('}');
        }
        Others(others)
    }
}

/// Shows the shape and the names, never the values: an answer may hold keys, codes and numbers.
impl std::fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(_) => f.write_str("bool"),
            Self::Number(_) => f.write_str("number"),
            Self::Text(_) => f.write_str("text"),
            Self::Array(items) => f.debug_list().entries(items).finish(),
            Self::Object(members) => {
                let members = members.iter().map(|(name, value)| (name, value));
                f.debug_map().entries(members).finish()
            }
        }
    }
}

impl From<&str> for Json<'_> {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned().into())
    }
}

impl From<bool> for Json<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Json<'_> {
    fn from(number: u64) -> Self {
        Self::Number(text![number].into())
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from_serde(value: &serde_json::Value) -> Json<'_> {
        match value {
            serde_json::Value::Null => Json::Null,
            serde_json::Value::Bool(value) => Json::Bool(*value),
            serde_json::Value::Number(number) => Json::Number(number.to_string().into()),
            serde_json::Value::String(text) => Json::Text(text.into()),
            serde_json::Value::Array(items) => Json::Array(items.iter().map(from_serde).collect()),
            serde_json::Value::Object(members) => Json::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.into(), from_serde(value)))
                    .collect(),
            ),
        }
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_what_serde_json_writes(value in any_json()) {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(Json::parse(&text), Ok(from_serde(&value)));
            }
        }

        #[test]
        fn serde_json_reads_what_it_writes(value in any_json()) {
            let written = from_serde(&value).to_string();
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&written).unwrap(), value);
        }

        #[test]
        fn refuses_what_serde_json_refuses(text in r#"[\[\]{}:,"\\/u0-9eE.+\- a-fntrl]{0,12}"#) {
            // Out-of-range exponents are a limit of f64, which is not used here.
            prop_assume!(!text.contains(['e', 'E']));
            // Half a character is read here, see below.
            prop_assume!(!text.contains("\\ud"));
            let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            prop_assert_eq!(Json::parse(&text).is_ok(), theirs, "{}", text);
        }
    }

    #[test]
    fn numbers_keep_every_digit() {
        let text = "[1e400,0.10,-0,123456789012345678901234567890]";
        assert_eq!(Json::parse(text).unwrap().to_string(), text);
    }

    #[test]
    fn whole_numbers_are_read_from_either_type() {
        for (text, expected) in [
            ("28", Some(28)),
            (r#""28""#, Some(28)),
            (r#"" 28 ""#, Some(28)),
            ("28.00", Some(28)),
            ("28.5", None),
            ("-1", None),
            (r#""""#, None),
            ("null", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(Json::parse(text).unwrap().as_whole(), expected, "{text}");
        }
    }

    #[test]
    fn of_numbers_only_plain_digits_are_texts() {
        for (json, text) in [
            ("48010", Some("48010")),
            ("0", Some("0")),
            (
                "123456789012345678901234567890",
                Some("123456789012345678901234567890"),
            ),
            (r#""1e308""#, Some("1e308")),
            (r#""-1""#, Some("-1")),
            ("1e308", None),
            ("1E3", None),
            ("-1", None),
            ("-0", None),
            ("1.5", None),
            ("1.0", None),
            ("true", None),
        ] {
            assert_eq!(Json::parse(json).unwrap().as_text(), text, "{json}");
        }
    }

    #[test]
    fn half_a_character_is_read_as_the_sign_for_none() {
        for (text, read) in [
            (r"\ud83d", "\u{fffd}"),
            (r"\udc4b", "\u{fffd}"),
            (r"Hi \ud83d!", "Hi \u{fffd}!"),
            (r"\ud83d\udc4b", "\u{1f44b}"),
            (r"\udc4b\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83d\ud83d\udc4b", "\u{fffd}\u{1f44b}"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\ud83d\n", "\u{fffd}\n"),
            (r"\ud83d\\", "\u{fffd}\\"),
        ] {
            let document = format!(r#"{{"{text}":"{text}"}}"#);
            let body = Json::parse(&document).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(body.text(read), Some(read), "{text}");
        }
    }

    #[test]
    fn an_escape_that_is_cut_short_is_no_json() {
        for text in [
            r"\u",
            r"\ud83",
            r"\ud83d\",
            r"\ud83d\u",
            r"\ud83d\udc4",
            r"\ud83d\x",
            r"\uxxxx",
        ] {
            assert!(Json::parse(&format!(r#""{text}""#)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_document_nested_without_end_is_refused() {
        assert!(Json::parse(&"[".repeat(1_000_000)).is_err());
        assert!(Json::parse(&r#"{"a":"#.repeat(1_000_000)).is_err());
    }

    #[test]
    fn what_is_empty_takes_no_room() {
        let Ok(Json::Object(members)) = Json::parse("{}") else {
            panic!("is no object");
        };
        assert_eq!(members.capacity(), 0);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_document() {
        assert_eq!(Json::parse("\u{feff} true"), Ok(Json::Bool(true)));
        assert!(Json::parse("\u{feff}\u{feff}true").is_err());
    }

    #[test]
    fn the_last_of_two_members_with_one_name_counts() {
        let twice = Json::parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(twice.whole("a"), Some(2));
    }
}
