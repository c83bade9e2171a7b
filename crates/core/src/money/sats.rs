//! Whole satoshis.

use std::fmt::{Display, Formatter};

use serde::{Deserialize, Serialize};

use super::grouped;

/// Whole satoshis.
///
/// ```
/// use satline_core::money::Sats;
///
/// assert_eq!(Sats(1_234_567).to_string(), "1,234,567 sats");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sats(pub u64);

impl Sats {
    /// All bitcoin that will ever exist.
    pub const ALL: Self = Self(2_100_000_000_000_000);

    /// Creates a price from a service's response; `None` if it is more than all bitcoin.
    pub(crate) fn price(sats: Option<u64>) -> Option<Self> {
        sats.map(Self).filter(|price| *price <= Self::ALL)
    }
}

/// For people: digits in groups of three, and the unit.
impl Display for Sats {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let unit = if self.0 == 1 { "sat" } else { "sats" };
        write!(f, "{} {unit}", grouped(&self.0.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        for (sats, text) in [
            (0, "0 sats"),
            (1, "1 sat"),
            (999, "999 sats"),
            (1_000, "1,000 sats"),
            (u64::MAX, "18,446,744,073,709,551,615 sats"),
        ] {
            assert_eq!(Sats(sats).to_string(), text);
        }
    }
}
