//! Amounts with their unit in the type: whole numbers of the smallest unit, never floating point.

mod amount;
mod currency;
mod decimal;
mod sats;

pub use amount::Amount;
pub use currency::Currency;
pub use decimal::Decimal;
pub use sats::Sats;
