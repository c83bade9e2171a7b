//! Amounts as whole numbers of their smallest unit, parsed from and formatted as decimal text.

use serde_json::{Number, Value};

/// Parses `25`, `25.0` and `25.00` with two decimals as 2500. A third decimal, a sign or any other
/// character is invalid.
pub(crate) fn parse(text: &str, decimals: usize) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || fraction.len() > decimals.max(1) {
        return None;
    }
    let digits = format!("{whole}{fraction:0<decimals$}");
    digits.parse().ok()
}

/// Converts an amount that was sent as a JSON number.
pub(crate) fn of_number(number: &Number, decimals: usize) -> Option<u64> {
    if let Some(whole) = number.as_u64() {
        return parse(&whole.to_string(), decimals);
    }
    // With two more digits, so that an amount that is too precise is noticed.
    let text = format!("{:.*}", decimals + 2, number.as_f64()?);
    parse(text.trim_end_matches('0').trim_end_matches('.'), decimals)
}

/// Formats 7500 with two decimals as `75.00`.
pub(crate) fn text(units: u64, decimals: usize) -> String {
    let digits = format!("{units:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    format!("{whole}.{fraction}")
}

/// Converts to a JSON number: 7500 with two decimals is `75`, 7550 is `75.5`.
pub(crate) fn number(units: u64, decimals: usize) -> Value {
    let text = text(units, decimals);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    serde_json::from_str(short).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_amount_has_several_spellings() {
        for spelling in ["25", "25.0", "25.00"] {
            assert_eq!(parse(spelling, 2), Some(2_500), "{spelling}");
        }
        assert_eq!(parse("0.00000001", 8), Some(1));
        assert_eq!(
            (text(7_500, 2), text(5, 2)),
            ("75.00".into(), "0.05".into())
        );
        assert_eq!(
            (number(7_500, 2), number(7_550, 2)),
            (json!(75), json!(75.5))
        );
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            ".",
            "25.",
            ".5",
            "-1",
            "+1",
            "25.005",
            "1e3",
            "25 ",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text, 2), None, "{text}");
        }
    }

    #[test]
    fn json_numbers_are_read_to_their_last_digit() {
        let read = |value: Value, decimals| of_number(value.as_number().unwrap(), decimals);
        assert_eq!(read(json!(1_000), 2), Some(100_000));
        assert_eq!(read(json!(0.1), 2), Some(10));
        assert_eq!(read(json!(0.000_000_01), 8), Some(1));
        assert_eq!(read(json!(25.005), 2), None);
        assert_eq!(read(json!(-5), 2), None);
        assert_eq!(read(json!(1e300), 2), None);
    }
}
