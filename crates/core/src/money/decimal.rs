//! Exact decimal numbers.

use std::fmt::{Display, Formatter};

use serde_json::Value;

use crate::lenient::Lenient;

/// A non-negative decimal number. `25` and `25.00` are equal.
///
/// ```
/// use satline_core::money::Decimal;
///
/// assert_eq!(Decimal::parse("25"), Decimal::parse("25.00"));
/// assert_eq!(Decimal::parse("25.5").and_then(|number| number.units(2)), Some(2_550));
/// assert_eq!(Decimal::parse("25.005").and_then(|number| number.units(2)), None);
/// assert_eq!(Decimal::parse("1,000"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: u128,
    /// How many of the digits are decimals. The last decimal is never 0.
    scale: u8,
}

impl Decimal {
    /// Parses digits, optionally with a point and decimals. Nothing else is a number here.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (units, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(units) || !is_number(fraction) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        Some(Self {
            digits: format!("{units}{fraction}").parse().ok()?,
            scale: u8::try_from(fraction.len()).ok()?,
        })
    }

    /// Creates a number from units with that many decimals.
    pub fn of_units(units: u128, decimals: u8) -> Self {
        Self::parse(&written(units, decimals)).unwrap_or(Self {
            digits: units,
            scale: decimals,
        })
    }

    /// Reads a JSON number or string. A number may have an exponent: JavaScript writes 0.0000001 as
    /// `1e-7`.
    pub(crate) fn read(json: &Value) -> Option<Self> {
        Self::of_text(json.as_written()?, json)
    }

    /// Reads a number that may be negative: returns it without its sign, and whether it is.
    pub(crate) fn read_signed(json: &Value) -> Option<(Self, bool)> {
        let text = json.as_written()?.trim();
        let digits = text.strip_prefix('-');
        Some((
            Self::of_text(digits.unwrap_or(text), json)?,
            digits.is_some(),
        ))
    }

    fn of_text(text: &str, json: &Value) -> Option<Self> {
        match (json, text.split_once(['e', 'E'])) {
            (Value::Number(_), Some((mantissa, exponent))) => {
                Self::parse(mantissa)?.shifted(exponent)
            }
            _ => Self::parse(text),
        }
    }

    fn shifted(self, exponent: &str) -> Option<Self> {
        let scale = i128::from(self.scale);
        let scale = match exponent.strip_prefix('-') {
            Some(down) => scale.checked_add_unsigned(down.parse().ok()?)?,
            None => scale.checked_sub_unsigned(exponent.parse().ok()?)?,
        };
        match u8::try_from(scale) {
            Ok(scale) => Some(Self::of_units(self.digits, scale)),
            Err(_) if scale < 0 => Some(Self {
                digits: raised(self.digits, u16::try_from(scale.unsigned_abs()).ok()?)?,
                scale: 0,
            }),
            Err(_) => None,
        }
    }

    /// Returns the number in units with that many decimals; `None` if it is not a whole number of
    /// them, or too large.
    pub fn units(self, decimals: u8) -> Option<u128> {
        raised(self.digits, u16::from(decimals.checked_sub(self.scale)?))
    }

    /// Returns the number of decimals.
    pub const fn scale(self) -> u8 {
        self.scale
    }
}

/// Without trailing zeros.
impl Display for Decimal {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(&written(self.digits, self.scale))
    }
}

pub(super) fn raised(digits: u128, places: u16) -> Option<u128> {
    if digits == 0 {
        return Some(0);
    }
    (0..places).try_fold(digits, |digits, _| digits.checked_mul(10))
}

/// Formats units with that many decimals.
pub(super) fn written(units: u128, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{units:0>width$}", width = decimals + 1);
    match digits.split_at_checked(digits.len() - decimals) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{whole}.{fraction}"),
        _ => digits,
    }
}
