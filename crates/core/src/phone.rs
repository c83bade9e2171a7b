//! Phone numbers as E.164 writes them.

use std::fmt::{Debug, Formatter};

use crate::country::dialing;
use crate::error::Error;
use crate::visible::visible;

/// A phone number that a message can be sent to: `+`, then 7 to 15 digits, the first not 0.
///
/// The marks people put between digits are taken out. Its `Debug` does not show it.
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
    /// `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the country's code and the number within the country, as forms that ask for the two
    /// want them. What people there dial before it, such as 0, is not part of it.
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
        // A bound on what is looked at; no number is that long with any marks.
        let phone: String = text
            .trim()
            .chars()
            .filter(|c| is_no_mark(*c))
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
                "must be an international number: a plus sign, the country's code, 7 to 15 digits \
                 in all, such as +19871234567.",
            ))
        }
    }
}

/// Returns whether it is none of the marks that people put between digits.
fn is_no_mark(c: char) -> bool {
    !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/')
}

/// Returns a number in a service's text, without a plus sign and without marks between its digits.
/// What holds anything else stays as people see it. None where there is nothing to see.
pub(crate) fn digits(text: &str) -> Option<String> {
    let seen = visible(text);
    let seen = seen.trim_start_matches(|c: char| c == '+' || c.is_whitespace());
    let plain: String = seen.chars().filter(|c| is_no_mark(*c)).collect();
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
            // What is read again stays as it is.
            assert_eq!(number.and_then(digits).as_deref(), number);
        }
    }

    #[test]
    fn a_number_is_told_from_its_countrys_code() {
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
