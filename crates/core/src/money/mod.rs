//! Amounts with their unit in the type: whole numbers of the smallest unit, never floating point.

mod amount;
mod currency;
mod decimal;
mod sats;

use std::fmt::{Formatter, Result};

pub use amount::Amount;
pub use currency::Currency;
pub use decimal::Decimal;
pub use sats::Sats;

/// Digits in groups of three, for people.
fn grouped(digits: &str, f: &mut Formatter<'_>) -> Result {
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            f.write_str(",")?;
        }
        write!(f, "{digit}")?;
    }
    Ok(())
}
