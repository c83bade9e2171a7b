//! Amounts with their unit in the type: whole numbers of the smallest unit, never floating point.

mod amount;
mod currency;
mod decimal;
mod sats;

pub use amount::Amount;
pub use currency::Currency;
pub use decimal::Decimal;
pub use sats::Sats;

/// Groups digits by three.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (digit, left) in digits.chars().zip((1..=digits.len()).rev()) {
        if left.is_multiple_of(3) && !grouped.is_empty() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
