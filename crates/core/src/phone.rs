//! Phone numbers in E.164.

use std::fmt::{Debug, Formatter};

use crate::country::dialing;
use crate::error::Error;
use crate::visible::visible;

/// A phone number to send messages to: `+`, then 7 to 15 digits, the first not 0.
///
/// Separators between digits are removed. Its `Debug` does not show it.
///
/// ```
/// use satline_core::phone::Phone;
///
/// let phone: Phone = "+1 (987) 123-4567".parse()?;
/// assert_eq!(phone.as_str(), "+19871234567");
/// # Ok::<(), satline_core::error::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Returns the number, as `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the country calling code and the national number, without a trunk prefix such as 0.
    ///
    /// ```
    /// use satline_core::phone::Phone;
    ///
    /// let phone: Phone = "+4915112345678".parse()?;
    /// assert_eq!(phone.parts(), Some(("49", "15112345678")));
    /// # Ok::<(), satline_core::error::Error>(())
    /// ```
    pub fn parts(&self) -> Option<(&str, &str)> {
        let digits = self.0.get(1..)?;
        let code = dialing::code(digits)?;
        Some((code, digits.get(code.len()..)?))
    }
}

impl std::str::FromStr for Phone {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        // No number is that long, even with separators.
        let phone: String = text
            .trim()
            .chars()
            .filter(|c| is_no_separator(*c))
            .take(40)
            .collect();
        let valid = phone.strip_prefix('+').is_some_and(|digits| {
            (7..=15).contains(&digits.len())
                && digits.bytes().all(|digit| digit.is_ascii_digit())
                && !digits.starts_with('0')
        });
        if valid {
            Ok(Self(phone))
        } else {
            Err(Error::invalid(
                "phone",
                "must be an international number: a plus sign and 7 to 15 digits with the country code, \
                 such as +19871234567.",
            ))
        }
    }
}

/// Returns whether it is not a separator between digits.
fn is_no_separator(c: char) -> bool {
    !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/')
}

/// Reads a number in a service's text, without its plus sign and separators. A text with anything
/// else only loses its invisible characters. Returns `None` if nothing is left.
pub(crate) fn digits(text: &str) -> Option<String> {
    let seen = visible(text);
    let seen = seen.trim_start_matches(|c: char| c == '+' || c.is_whitespace());
    let plain: String = seen.chars().filter(|c| is_no_separator(*c)).collect();
    let is_plain = plain.bytes().all(|digit| digit.is_ascii_digit());
    let number = if is_plain { &plain } else { seen };
    (!number.is_empty()).then(|| number.to_owned())
}

impl Debug for Phone {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn international_numbers_are_read_with_the_marks_people_write() {
        for (text, phone) in [
            ("+19871234567", "+19871234567"),
            (" +49 (151) 123-456.78 ", "+4915112345678"),
            ("+6834000", "+6834000"),
        ] {
            assert_eq!(text.parse::<Phone>().unwrap().as_str(), phone);
        }
    }

    #[test]
    fn a_services_number_becomes_plain_digits() {
        for (text, number) in [
            ("4915112345678", Some("4915112345678")),
            ("+49 151 12345678", Some("4915112345678")),
            (" + 1 (204) 555-0123 ", Some("12045550123")),
            (
                "\u{202e}+49\u{a0}151\u{200b}\u{ad}7\u{2069}",
                Some("491517"),
            ),
            ("+49 151 ext. 7", Some("49 151 ext. 7")),
            ("\u{200b}+", None),
            (" ", None),
        ] {
            assert_eq!(digits(text).as_deref(), number, "{text:?}");
            // Formatting and parsing it again changes nothing.
            assert_eq!(number.and_then(digits).as_deref(), number);
        }
    }

    #[test]
    fn a_number_is_split_from_its_country_code() {
        for (phone, parts) in [
            ("+12045550123", Some(("1", "2045550123"))),
            ("+77012345678", Some(("7", "7012345678"))),
            ("+79012345678", Some(("7", "9012345678"))),
            ("+353861234567", Some(("353", "861234567"))),
            ("+999123456", None),
        ] {
            assert_eq!(phone.parse::<Phone>().unwrap().parts(), parts, "{phone}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_fields_name() {
        for text in [
            "",
            "+",
            "19871234567",
            "+0123456789",
            "+123456",
            "+1234567890123456",
            "+1987123456a",
            "+1987+1234567",
            "+١٢٣٤٥٦٧٨٩",
            "00491511234567",
        ] {
            let error = text.parse::<Phone>().unwrap_err();
            assert_eq!(error.field.as_deref(), Some("phone"), "{text}");
        }
        assert!(
            ("+1".to_owned() + &"2".repeat(100_000))
                .parse::<Phone>()
                .is_err()
        );
    }
}
