//! Writing JSON: compact, in the order the members stand.

use super::Json;
use crate::text::{Part, display, text};

display!(Json);

impl Part for Json {
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
                    write_text(name, to);
                    to.push(':');
                    value.add_to(to);
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

/// A text in quotes.
pub(crate) fn write_text(text: &str, to: &mut String) {
    to.push('"');
    for part in text.split_inclusive(needs_escape) {
        let end = part.chars().next_back().filter(|last| needs_escape(*last));
        let Some(last) = end else {
            to.push_str(part);
            continue;
        };
        to.push_str(part.strip_suffix(last).unwrap_or_default());
        to.push('\\');
        match last {
            '\n' => to.push('n'),
            '\r' => to.push('r'),
            '\t' => to.push('t'),
            '"' | '\\' => to.push(last),
            control => {
                to.push_str(if control < '\u{10}' { "u000" } else { "u001" });
                to.extend(char::from_digit(u32::from(control) % 16, 16));
            }
        }
    }
    to.push('"');
}

fn needs_escape(character: char) -> bool {
    character < ' ' || character == '"' || character == '\\'
}
