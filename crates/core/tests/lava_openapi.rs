//! What is sent to Lava conforms to its `OpenAPI` description.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/canned.rs"]
mod canned;

use proptest::prelude::*;
use satline_core::http::Method;
use satline_core::lenient::Extra;
use satline_core::money::{Amount, Currency};
use satline_core::secret::Secret;
use satline_core::services::lava::{Account, Lava, PaymentMethod, base_url};
use serde_json::Value;

use canned::{Canned, now};

/// Lava's published description, against which the sandbox's responses are tested too.
const OPENAPI: &str = include_str!("../../sandbox/tests/data/lava-openapi.json");

fn saved_method(id: &str) -> PaymentMethod {
    PaymentMethod {
        id: id.to_owned(),
        brand: None,
        last4: None,
        expiry_month: None,
        expiry_year: None,
        is_default: true,
        problem: None,
        extra: Extra::default(),
    }
}

#[test]
fn the_address_is_the_described_servers() {
    let description: Value = serde_json::from_str(OPENAPI).unwrap();
    let server = description["servers"][0]["url"].as_str().unwrap();
    assert_eq!(server.trim_end_matches('/'), base_url().as_str());
}

proptest! {
    #[test]
    fn every_charge_fits_the_described_body(cents in 1_000_i128..=1_000_000, id in "[a-zA-Z0-9_\"\\\\]{1,40}") {
        let description: Value = serde_json::from_str(OPENAPI).unwrap();
        let body = &description["paths"]["/wallet/fund"]["post"]["requestBody"];
        let schema = &body["content"]["application/json"]["schema"];
        let account = Account::at(base_url(), Secret::new("aks_test_key"));
        let amount = Amount::new(cents, Currency::USD);
        let service = Canned::json(200, r#"{"status":"completed"}"#);
        let lava = Lava::new(account, &service);
        now(lava.fund(&saved_method(&id), &amount)).unwrap();
        let request = service.sent.take().unwrap();
        prop_assert_eq!(request.method(), Method::Post);
        prop_assert_eq!(request.url(), "https://api.lava.so/v1/wallet/fund");
        let sent: Value = serde_json::from_str(request.body().unwrap()).unwrap();
        prop_assert!(jsonschema::is_valid(schema, &sent), "{}", sent);
        prop_assert_eq!(sent["payment_method_id"].as_str(), Some(id.as_str()));
        prop_assert_eq!(sent["amount"].as_str().unwrap(), format!("{}.{:02}", cents / 100, cents % 100));
        prop_assert!(request.headers().any(|header| header == ("authorization", "Bearer aks_test_key")));
    }
}
