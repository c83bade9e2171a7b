//! What a person types or pastes, and what an option from JavaScript may be.

use satline_core::country::Country;
use satline_core::email::Email;
use satline_core::error::Error;
use satline_core::http::Effect;
use satline_core::lenient::parse;
use satline_core::lightning::bolt11::NodeId;
use satline_core::lightning::{Expectation, LightningAddress};
use satline_core::money::{Amount, Currency, Decimal};
use satline_core::order::OrderId;
use satline_core::phone::Phone;
use satline_core::services::sms4sats::{is_meant, other_names};
use satline_core::topup::Method;
use satline_core::typo::is_typo;
use satline_core::url::SecureUrl;

use super::answers::can_be_kept;

/// No field of a form takes more, and searching in long texts takes long.
const LONGEST: usize = 200;

/// Searching in all names of all countries is slow.
const LONGEST_COUNTRY: usize = 40;

/// Each type refuses the text with the name of a field, or reads what it writes.
pub fn holds(text: &str) {
    let (text, _) = text.split_at(text.floor_char_boundary(LONGEST));
    is_url(text);
    is_address(text);
    is_amount(text);
    is_country(text);
    is_expectation(text);
    if let Some(id) = kept(OrderId::parse(text)) {
        assert_eq!(id.as_str(), text);
    }
    if let Ok(node) = text.parse::<NodeId>() {
        assert_eq!(node.to_string().parse(), Ok(node));
    }
    let (names, typed) = text.split_once('\n').unwrap_or((text, text));
    assert!(is_meant(typed, typed) && other_names(names).is_ascii());
    let _ = is_meant(names, typed);
    let (names, typed) = (names.as_bytes(), typed.as_bytes());
    assert!(typed.len() < 5 || is_typo(typed, typed));
    assert!(names.len().min(typed.len()) < 5 || is_typo(typed, names) == is_typo(names, typed));
}

fn kept<T>(read: Result<T, Error>) -> Option<T> {
    read.inspect_err(|error| {
        assert!(error.field.is_some());
        can_be_kept(error, Effect::Read);
    })
    .ok()
}

fn is_url(text: &str) {
    let Some(url) = kept(SecureUrl::parse("url", text)) else {
        return;
    };
    assert_eq!(SecureUrl::parse("url", url.as_str()).as_ref(), Ok(&url));
    let lower = url.as_str().to_ascii_lowercase();
    let here = ["http://localhost", "http://127.", "http://[::1]"];
    assert!(lower.starts_with("https://") || here.iter().any(|here| lower.starts_with(here)));
    assert!(!lower.contains(char::is_whitespace));
    let base = kept(SecureUrl::base("url", text));
    assert_eq!(base.is_some(), !text.contains(['?', '#']));
}

fn is_address(text: &str) {
    if let Some(phone) = kept(text.parse::<Phone>()) {
        assert_eq!(phone.as_str().parse().as_ref(), Ok(&phone));
        if let Some((code, rest)) = phone.parts() {
            assert_eq!(format!("+{code}{rest}"), phone.as_str());
        }
    }
    if let Some(email) = kept(text.parse::<Email>()) {
        assert_eq!(email.as_str().parse().as_ref(), Ok(&email));
    }
    if let Some(address) = kept(text.parse::<LightningAddress>()) {
        assert_eq!(address.as_str().parse().as_ref(), Ok(&address));
        assert!(address.as_str().parse::<Email>().is_ok() || address.as_str().contains(".."));
    }
}

fn is_amount(text: &str) {
    if let Some(number) = Decimal::parse(text) {
        assert_eq!(Decimal::parse(&number.to_string()), Some(number));
    }
    for currency in [Currency::USD, Currency::BTC] {
        if let Some(amount) = kept(Amount::parse("amount", text, currency.clone())) {
            let again = Amount::parse("amount", &amount.digits(), currency.clone());
            assert_eq!(again.as_ref(), Ok(&amount));
            assert_eq!(amount.number(), Decimal::parse(text));
        }
        let method = Method {
            id: "card".to_owned(),
            name: "Card".to_owned(),
            limits: Some((
                Amount::new(1_000, currency.clone()),
                Amount::new(500_000, currency.clone()),
            )),
            currencies: vec![currency.clone()],
            amount_optional: true,
            problem: None,
        };
        if let Some(amount) = kept(method.amount(text, &currency)).flatten() {
            assert!((1_000..=500_000).contains(&amount.units()));
        }
    }
}

fn is_country(text: &str) {
    if text.len() > LONGEST_COUNTRY {
        return;
    }
    let found = Country::search(text);
    if let Some(country) = Country::find(text) {
        assert!(found.contains(&country));
    }
    assert!(found.len() <= Country::all().count());
    let _ = Country::of_phone(text);
}

fn is_expectation(text: &str) {
    let Some(json) = parse(text) else { return };
    if let Some(expectation) = kept(Expectation::from_value(&json)) {
        let written = serde_json::to_value(&expectation).unwrap();
        assert_eq!(Expectation::from_value(&written), Ok(expectation));
    }
}
