//! Writing JSON: compact, in the order the members stand.

use super::Json;
use crate::text::{Part, display, text};

display!(Json<'_>);

impl Part for Json<'_> {
    fn add_to(&self, to: &mut String) {
        match self {
            Self::Null => to.push_str("null"),
            Self::Bool(value) => to.push_str(if *value { "true" } else { "false" }),
            Self::Number(number) => to.push_str(number),
            Self::Text(text) => write_text(text, to),
            Self::Array(items) => {
                to.push('[');
                for (index, item) in items.iter().enumerate() {
                    comma(index, to);
                    item.add_to(to);
                }
                to.push(']');
            }
            Self::Object(members) => {
                to.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    comma(index, to);
                    write_member(name, value, to);
                }
                to.push('}');
            }
        }
    }
}

fn comma(index: usize, to: &mut String) {
    if index > 0 {
        to.push(',');
    }
}

/// A name and what it stands for.
pub(super) fn write_member(name: &str, value: &Json, to: &mut String) {
    write_text(name, to);
    to.push(':');
    value.add_to(to);
}

/// A text in quotes.
pub(crate) fn write_text(text: &str, to: &mut String) {
    to.push('"');
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        to.push_str(text.get(written..at).unwrap_or_default());
        written = at + 1;
        to.push('\\');
        match byte {
            b'\n' => to.push('n'),
            b'\r' => to.push('r'),
            b'\t' => to.push('t'),
            b'"' | b'\\' => to.push(char::from(byte)),
            _ => {
                to.push_str(if byte < 0x10 { "u000" } else { "u001" });
                to.extend(char::from_digit(u32::from(byte) % 16, 16));
            }
        }
    }
    to.push_str(text.get(written..).unwrap_or_default());
    to.push('"');
}
