//! Amounts are exact: one value for every way to write it, and never rounded.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use satline_core::money::{Amount, Currency, Decimal, Sats};

#[test]
fn one_amount_has_many_spellings() {
    let cents = Amount::new(2_500, Currency::USD);
    for text in ["25", "25.0", "25.00", "25.000000", " 25.00 ", "0025"] {
        assert_eq!(
            Amount::parse("amount", text, Currency::USD),
            Ok(cents.clone())
        );
        assert_eq!(Decimal::parse(text), Decimal::parse("25"));
    }
    assert_eq!(cents.digits(), "25.00");
    assert_eq!(cents.number().unwrap().to_string(), "25");
}

#[test]
fn amounts_are_shown_with_the_decimals_of_their_currency() {
    for (units, currency, text) in [
        (2_500, Currency::USD, "25.00 USD"),
        (5, Currency::EUR, "0.05 EUR"),
        (5_640_000, Currency::USDC, "5.640000 USDC"),
        (5_640, Currency::BTC, "0.00005640 BTC"),
        (
            25_000_000_000_000_000_001,
            Currency::ETH,
            "25.000000000000000001 ETH",
        ),
        (7, Currency::new("JPY", 0), "7 JPY"),
        (-5, Currency::USD, "-0.05 USD"),
        (-123_456_789, Currency::USD, "-1,234,567.89 USD"),
        (-700, Currency::new("JPY", 0), "-700 JPY"),
    ] {
        assert_eq!(Amount::new(units, currency).to_string(), text);
    }
}

#[test]
fn what_is_finer_than_the_smallest_unit_is_refused_with_a_sentence() {
    for (text, currency, sentence) in [
        (
            "25.005",
            Currency::USD,
            "amount: must be a whole number of 0.01 USD, the smallest unit there is.",
        ),
        (
            "0.000000001",
            Currency::BTC,
            "amount: must be a whole number of 0.00000001 BTC, the smallest unit there is.",
        ),
        (
            "99999999999999999999999999999999999999",
            Currency::USD,
            "amount: is too large.",
        ),
    ] {
        let error = Amount::parse("amount", text, currency).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("amount"));
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in [
        "", " ", ".", "25.", ".5", "-1", "+1", "1e3", "1,000", "1_000", "25 USD", "$25", "٢٥",
        "NaN", "0x10", "1.2.3", "2 5",
    ] {
        assert_eq!(Decimal::parse(text), None, "{text}");
        let error = Amount::parse("amount", text, Currency::USD).unwrap_err();
        assert!(error.to_string().starts_with("amount: must be an amount"));
    }
}

#[test]
fn satoshis_are_bitcoin_and_nothing_else_is() {
    assert_eq!(Amount::from(Sats(5_640)).to_string(), "0.00005640 BTC");
    assert_eq!(Amount::from(Sats(5_640)).sats(), Some(Sats(5_640)));
    assert_eq!(Amount::new(5_640, Currency::USD).sats(), None);
    assert_eq!(Amount::new(-1, Currency::BTC).sats(), None);
    assert_eq!(Amount::new(i128::MAX, Currency::BTC).sats(), None);
}

#[test]
fn amounts_of_different_currencies_are_not_compared() {
    let dollars = Amount::new(1, Currency::USD);
    let euros = Amount::new(2, Currency::EUR);
    assert_eq!(dollars.partial_cmp(&euros), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(units in any::<i128>(), decimals in 0_u8..=38) {
        prop_assume!(units != i128::MIN);
        let currency = Currency::new("XYZ", decimals);
        let amount = Amount::new(units, currency.clone());
        let written = serde_json::to_string(&amount).unwrap();
        prop_assert_eq!(serde_json::from_str(&written).ok(), Some(amount.clone()));
        let read = Amount::parse("amount", &amount.digits(), currency.clone());
        let Some(short) = amount.number() else {
            // People cannot enter negative amounts.
            prop_assert!(units < 0 && read.is_err());
            return Ok(());
        };
        prop_assert_eq!(read.as_ref(), Ok(&amount));
        prop_assert_eq!(Amount::parse("amount", &short.to_string(), currency), Ok(amount));
    }

    #[test]
    fn zeros_behind_change_nothing(units in any::<u64>(), decimals in 1_u8..=18, zeros in 0_usize..40) {
        let digits = Amount::new(units.into(), Currency::new("XYZ", decimals)).digits();
        let longer = format!("{digits}{}", "0".repeat(zeros));
        prop_assert_eq!(Decimal::parse(&longer), Decimal::parse(&digits));
    }

    #[test]
    fn order_is_that_of_the_units(a in any::<i128>(), b in any::<i128>()) {
        let of = |units| Amount::new(units, Currency::ETH);
        prop_assert_eq!(of(a).partial_cmp(&of(b)), Some(a.cmp(&b)));
        prop_assert_eq!(of(a) == of(b), a == b);
    }

    #[test]
    fn no_text_makes_it_panic_and_none_is_rounded(text in "[0-9.,eE+ -]{0,60}", decimals in any::<u8>()) {
        if let Some(number) = Decimal::parse(&text) {
            let plain = |text: &str| {
                let text = text.trim().trim_start_matches('0');
                let text = if text.contains('.') { text.trim_end_matches('0') } else { text };
                text.trim_end_matches('.').to_owned()
            };
            prop_assert_eq!(plain(&number.to_string()), plain(&text));
            if let Some(units) = number.units(decimals) {
                prop_assert_eq!(Decimal::of_units(units, decimals), number);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), units in any::<i128>(), decimals in any::<u8>()) {
        let currency = Currency::new("XYZ", decimals);
        if let Ok(amount) = Amount::parse("amount", &text, currency.clone()) {
            prop_assert_eq!(amount.number(), Decimal::parse(&text));
        }
        prop_assert!(Amount::new(units, currency).to_string().ends_with(" XYZ"));
    }
}
