//! An amount of a currency.

use std::cmp::Ordering;
use std::fmt::{Display, Formatter};
use std::num::ParseIntError;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::decimal::{raised, written};
use super::{Currency, Decimal, Sats, grouped};
use crate::error::Error;

/// An amount in the smallest unit of a currency. Negative if an account is overdrawn.
///
/// ```
/// use satline_core::money::{Amount, Currency};
///
/// let amount = Amount::parse("amount", "25", Currency::USD)?;
/// assert_eq!(amount, Amount::new(2_500, Currency::USD));
/// assert_eq!(amount.to_string(), "25.00 USD");
/// assert_eq!(
///     Amount::parse("amount", "25.005", Currency::USD).unwrap_err().to_string(),
///     "amount: must be a whole number of 0.01 USD, the smallest unit there is.",
/// );
/// # Ok::<(), satline_core::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct Amount {
    units: i128,
    currency: Currency,
}

impl Amount {
    /// Creates an amount of that many smallest units.
    pub const fn new(units: i128, currency: Currency) -> Self {
        Self { units, currency }
    }

    /// Parses what a person wrote.
    ///
    /// # Errors
    /// Names `field`: it is not a number, or not a whole number of the smallest unit.
    pub fn parse(field: &'static str, text: &str, currency: Currency) -> Result<Self, Error> {
        let number = Decimal::parse(text).ok_or_else(|| {
            Error::invalid(
                field,
                "must be an amount in digits, such as 25 or 25.50, with a point before the decimals.",
            )
        })?;
        Self::of(field, number, currency)
    }

    /// Creates an amount from a decimal number of a currency.
    ///
    /// # Errors
    /// Names `field`: it is not a whole number of the smallest unit, or too large.
    pub fn of(field: &'static str, number: Decimal, currency: Currency) -> Result<Self, Error> {
        let units = number.units(currency.decimals());
        match units.and_then(|units| i128::try_from(units).ok()) {
            Some(units) => Ok(Self { units, currency }),
            None if number.scale() > currency.decimals() => Err(Error::invalid(
                field,
                format!(
                    "must be a whole number of {}, the smallest unit there is.",
                    Self::new(1, currency)
                ),
            )),
            None => Err(Error::invalid(field, "is too large.")),
        }
    }

    /// Reads a service's number, with at least the decimals of its currency, and more if the number has
    /// more.
    pub(crate) fn from_service(number: &Value, code: &str) -> Option<Self> {
        let (number, is_negative) = Decimal::read_signed(number)?;
        let known = Currency::find(code).unwrap_or_else(|| Currency::new(code, 0));
        let currency = if number.scale() > known.decimals() {
            Currency::new(code, number.scale())
        } else {
            known
        };
        let units = i128::try_from(number.units(currency.decimals())?).ok()?;
        let units = if is_negative { -units } else { units };
        Some(Self { units, currency })
    }

    /// Returns the number of smallest units.
    pub const fn units(&self) -> i128 {
        self.units
    }

    /// Returns the currency.
    pub const fn currency(&self) -> &Currency {
        &self.currency
    }

    /// Returns the number without the currency; `None` if it is negative.
    pub fn number(&self) -> Option<Decimal> {
        let units = u128::try_from(self.units).ok()?;
        Some(Decimal::of_units(units, self.currency.decimals()))
    }

    /// Returns the number with all the decimals of the currency: `25.00`, or `-25.00`.
    pub fn digits(&self) -> String {
        format!("{}{}", self.sign(), self.unsigned_digits())
    }

    fn unsigned_digits(&self) -> String {
        written(self.units.unsigned_abs(), self.currency.decimals())
    }

    const fn sign(&self) -> &'static str {
        if self.units < 0 { "-" } else { "" }
    }

    /// Adds two amounts; `None` if their currencies differ.
    pub(crate) fn plus(&self, more: &Self) -> Option<Self> {
        let (units, more, currency) = self.in_same_unit(more)?;
        Some(Self::new(units.checked_add(more)?, currency.clone()))
    }

    /// Returns whether this is at least `least`, in the same currency.
    pub(crate) fn covers(&self, least: &Self) -> bool {
        self.in_same_unit(least)
            .is_some_and(|(units, least, _)| units >= least)
    }

    /// Converts both amounts to the finer of their units: a service that counts in cents may return
    /// fractions of one.
    fn in_same_unit<'a>(&'a self, other: &'a Self) -> Option<(i128, i128, &'a Currency)> {
        let (one, another) = (&self.currency, &other.currency);
        if one.code() != another.code() {
            return None;
        }
        let finer = if one.decimals() < another.decimals() {
            another
        } else {
            one
        };
        let units = |amount: &Self| {
            let places = finer.decimals().saturating_sub(amount.currency.decimals());
            let units = i128::try_from(raised(amount.units.unsigned_abs(), places.into())?).ok()?;
            Some(units * amount.units.signum())
        };
        Some((units(self)?, units(other)?, finer))
    }

    /// Returns the amount in satoshis, if it is bitcoin.
    pub fn sats(&self) -> Option<Sats> {
        let is_bitcoin = self.currency == Currency::BTC;
        u64::try_from(self.units)
            .ok()
            .filter(|_| is_bitcoin)
            .map(Sats)
    }
}

/// An amount as JSON. Its number is a string, since JavaScript's numbers are not exact.
#[derive(Serialize, Deserialize)]
struct Written {
    units: String,
    currency: String,
    decimals: u8,
}

impl From<Amount> for Written {
    fn from(amount: Amount) -> Self {
        Self {
            units: amount.units.to_string(),
            currency: amount.currency.code().to_owned(),
            decimals: amount.currency.decimals(),
        }
    }
}

impl TryFrom<Written> for Amount {
    type Error = ParseIntError;

    fn try_from(written: Written) -> Result<Self, ParseIntError> {
        let currency = Currency::new(written.currency, written.decimals);
        Ok(Self::new(written.units.parse()?, currency))
    }
}

impl From<Sats> for Amount {
    fn from(sats: Sats) -> Self {
        Self::new(i128::from(sats.0), Currency::BTC)
    }
}

/// Amounts of different currencies cannot be compared.
impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.units.cmp(&other.units))
    }
}

/// With all the decimals of the currency: `0.00005640 BTC`.
impl Display for Amount {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let digits = self.unsigned_digits();
        let (sign, code) = (self.sign(), self.currency.code());
        match digits.split_once('.') {
            Some((whole, fraction)) => write!(f, "{sign}{}.{fraction} {code}", grouped(whole)),
            None => write!(f, "{sign}{} {code}", grouped(&digits)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_to_an_account_in_the_red_is_seen_to_arrive() {
        let cents = |units| Amount::new(units, Currency::USD);
        let mills = |units| Amount::new(units, Currency::new("USD", 3));
        let awaited = cents(-500).plus(&cents(1_000));
        assert_eq!(awaited, Some(cents(500)));
        assert_eq!(mills(-5_000).plus(&cents(1_000)), Some(mills(5_000)));
        assert!(cents(500).covers(&mills(5_000)) && !cents(-500).covers(&mills(5_000)));
        assert!(cents(-500).covers(&mills(-5_001)));
    }
}
