use crate::email::is_domain;
use crate::error::Error;

/// A lightning address: `name@domain`, as LUD-16 has it.
///
/// ```
/// use satline_core::lightning::LightningAddress;
///
/// let address: LightningAddress = "satoshi@example.org".parse()?;
/// assert_eq!(address.as_str(), "satoshi@example.org");
/// # Ok::<(), satline_core::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightningAddress(String);

impl LightningAddress {
    /// Returns the address in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for LightningAddress {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let address = text.trim().to_ascii_lowercase();
        let valid = address.split_once('@').is_some_and(|(name, domain)| {
            let allowed = |c: u8| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
            !name.is_empty() && name.bytes().all(allowed) && is_domain(domain)
        });
        if valid {
            Ok(Self(address))
        } else {
            Err(Error::invalid(
                "referral",
                "must be a lightning address such as satoshi@example.org, with letters, digits, \
                 hyphens, underscores or dots before the @.",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lightning_addresses_are_accepted() {
        for text in ["a@b.co", "Sat_oshi-1.x@Example.org "] {
            assert!(text.parse::<LightningAddress>().is_ok(), "{text}");
        }
        for text in [
            "",
            "a",
            "a@b",
            "@b.co",
            "a+tag@b.co",
            "ä@b.co",
            "a@b@c.de",
            "a b@c.de",
        ] {
            let error = text.parse::<LightningAddress>().unwrap_err();
            assert_eq!(error.field.as_deref(), Some("referral"), "{text}");
        }
    }
}
