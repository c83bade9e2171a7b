//! Reads JSON leniently: services send the same field as a number or as text, and drop fields.
//!
//! A value of the wrong type counts as absent, so that no order is lost because a field changed.
//! Ids, codes and amounts keep their digits: `serde_json` is built with `arbitrary_precision`, and
//! no amount passes through floating point.

use std::fmt::{Debug, Formatter};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Some servers send it before the JSON.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Parses a JSON document; `None` if it is not JSON, or nested deeper than 128 levels.
///
/// Ignores a byte order mark. Reads a lone surrogate as U+FFFD: `JSON.stringify` writes one if a
/// text was cut in the middle of an emoji, and `serde_json` would refuse the whole document.
pub fn parse(text: &str) -> Option<Value> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&without_lone_surrogates(text)))
        .ok()
}

/// Replaces every escape of a lone surrogate by `\ufffd`.
fn without_lone_surrogates(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        output.push_str(before);
        let length = match (code_unit(escape), escape.get(6..).and_then(code_unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                output.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 6,
            // The escaped character may itself be a backslash.
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (whole, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        output.push_str(whole);
        rest = after;
    }
    output + rest
}

/// Returns the UTF-16 code unit of the `\uXXXX` at the beginning of the text.
fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Serializes one of our own types. This cannot fail: all their maps have string keys.
pub(crate) fn to_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads a [`Value`] leniently.
///
/// ```
/// use satline_core::lenient::{Lenient, parse};
///
/// let response = parse(r#"{"status":"OK","code":48010,"number":"12345678901"}"#).unwrap();
/// assert_eq!(response.text("code"), Some("48010"));
/// assert_eq!(response.whole("number"), Some(12_345_678_901));
/// assert_eq!(response.flag("paid"), None);
/// ```
pub trait Lenient {
    /// Returns a string, or a number of plain digits, as text. A number with a sign, a fraction or an
    /// exponent is neither an id nor a code, and its original digits are unknown.
    fn as_text(&self) -> Option<&str>;

    /// Returns a string, or any number as written.
    fn as_written(&self) -> Option<&str>;

    /// Returns a non-negative whole number, sent as a number or a string. `3000.0` is whole too.
    fn as_whole(&self) -> Option<u64>;

    /// Returns a boolean, sent as such or as a string.
    fn as_flag(&self) -> Option<bool>;

    /// Returns the named member; null if there is none.
    fn member(&self, name: &str) -> &Value;

    /// Returns the items of an array; none for anything else.
    fn items(&self) -> &[Value];

    /// Returns the members that are not in `known`.
    fn extra(&self, known: &[&str]) -> Extra;

    /// Returns the named member as text. An empty text counts as absent.
    fn text(&self, name: &str) -> Option<&str> {
        self.member(name).as_text().filter(|text| !text.is_empty())
    }

    /// Returns the named member as an owned `String`.
    fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// Returns the named member as a whole number.
    fn whole(&self, name: &str) -> Option<u64> {
        self.member(name).as_whole()
    }

    /// Returns the named member as a boolean.
    fn flag(&self, name: &str) -> Option<bool> {
        self.member(name).as_flag()
    }

    /// Deserializes the named member; `None` if that fails.
    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.member(name)).ok()
    }

    /// Reads the items of an array, leaving out those that cannot be read.
    fn rows<T>(&self, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        self.items().iter().filter_map(read).collect()
    }
}

impl Lenient for Value {
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Number(number) if !number.as_str().bytes().all(|c| c.is_ascii_digit()) => None,
            _ => self.as_written(),
        }
    }

    fn as_written(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Number(number) => Some(number.as_str()),
            _ => None,
        }
    }

    fn as_whole(&self) -> Option<u64> {
        let text = self.as_written()?.trim();
        match text.split_once('.') {
            Some((digits, zeros)) if zeros.bytes().all(|digit| digit == b'0') => {
                digits.parse().ok()
            }
            Some(_) => None,
            None => text.parse().ok(),
        }
    }

    fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            Self::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn member(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&Self::Null)
    }

    fn items(&self) -> &[Value] {
        self.as_array().map_or(&[], Vec::as_slice)
    }

    fn extra(&self, known: &[&str]) -> Extra {
        let members = self.as_object().into_iter().flatten();
        let unknown = members.filter(|(name, _)| !known.contains(&name.as_str()));
        let cloned = unknown.map(|(name, value)| (name.clone(), value.clone()));
        Extra(cloned.collect())
    }
}

/// The fields of a response that this version doesn't know.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Extra(Map<String, Value>);

impl Extra {
    /// Returns them all.
    pub const fn members(&self) -> &Map<String, Value> {
        &self.0
    }
}

/// Shows the names, never the values: they may be keys, codes or phone numbers.
impl Debug for Extra {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Value {
        parse(text).unwrap_or_else(|| panic!("{text} is not JSON"))
    }

    #[test]
    fn numbers_keep_every_digit() {
        let text = "[0.10,-0,25.00,123456789012345678901234567890]";
        assert_eq!(read(text).to_string(), text);
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
            assert_eq!(read(text).as_whole(), expected, "{text}");
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
            assert_eq!(read(json).as_text(), text, "{json}");
        }
    }

    #[test]
    fn what_is_empty_or_of_another_type_is_absent() {
        let value = read(r#"{"a":"","b":[],"c":null,"d":"yes","e":{"f":1}}"#);
        for name in ["a", "b", "c", "e", "f"] {
            assert_eq!(value.text(name), None, "{name}");
        }
        assert_eq!(value.flag("d"), None);
        assert_eq!(value.member("e").whole("f"), Some(1));
        assert!(json!("text").member("a").is_null());
        assert!(value.items().is_empty());
    }

    #[test]
    fn half_a_surrogate_pair_is_read_as_the_replacement_character() {
        for (text, expected) in [
            (r"\ud83d", "\u{fffd}"),
            (r"\udc4b", "\u{fffd}"),
            (r"Hi \ud83d!", "Hi \u{fffd}!"),
            (r"\ud83d\udc4b", "\u{1f44b}"),
            (r"\udc4b\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83d\ud83d\udc4b", "\u{fffd}\u{1f44b}"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\ud83d\n", "\u{fffd}\n"),
            (r"\ud83d\\", "\u{fffd}\\"),
            (r"\\ud83d \ud83dä", "\\ud83d \u{fffd}ä"),
        ] {
            let document = read(&format!(r#"{{"{text}":"{text}"}}"#));
            assert_eq!(document.text(expected), Some(expected), "{text}");
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
            r"\u+123",
            r"\ä",
        ] {
            assert_eq!(parse(&format!(r#""{text}""#)), None, "{text}");
        }
    }

    #[test]
    fn a_document_nested_without_end_is_refused() {
        assert_eq!(parse(&"[".repeat(1_000_000)), None);
        assert_eq!(parse(&r#"{"a":"#.repeat(1_000_000)), None);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_document() {
        assert_eq!(parse("\u{feff} true"), Some(Value::Bool(true)));
        assert_eq!(parse("\u{feff}\u{feff}true"), None);
    }

    #[test]
    fn the_last_of_two_members_with_one_name_counts() {
        assert_eq!(read(r#"{"a":1,"a":2}"#).whole("a"), Some(2));
    }

    #[test]
    fn unknown_members_are_kept_and_debug_shows_their_names_alone() {
        let extra = read(r#"{"id":1,"code":"48010"}"#).extra(&["id"]);
        assert_eq!(extra.members().get("code"), Some(&json!("48010")));
        assert_eq!(format!("{extra:?}"), r#"{"code"}"#);
    }
}
