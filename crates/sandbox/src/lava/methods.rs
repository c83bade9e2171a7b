//! The saved payment methods, one for each outcome of a charge.

use serde_json::{Value, json};

/// What a charge does.
#[derive(Clone, Copy)]
pub(super) enum Charge {
    Completes,
    NeedsConfirmation,
    Declined,
}

pub(super) struct Method {
    pub(super) id: &'static str,
    pub(super) charge: Charge,
    brand: &'static str,
    last4: &'static str,
    expiry_year: &'static str,
    /// Code, message and time of its known problem.
    error: Option<(&'static str, &'static str, &'static str)>,
}

/// The first one is the default.
pub(super) const METHODS: [Method; 4] = [
    Method {
        id: "pm_sandbox_visa",
        charge: Charge::Completes,
        brand: "visa",
        last4: "4242",
        expiry_year: "2034",
        error: None,
    },
    Method {
        id: "pm_sandbox_3ds",
        charge: Charge::NeedsConfirmation,
        brand: "mastercard",
        last4: "3184",
        expiry_year: "2034",
        error: None,
    },
    Method {
        id: "pm_sandbox_error",
        charge: Charge::Declined,
        brand: "visa",
        last4: "0069",
        expiry_year: "2024",
        error: Some((
            "expired_card",
            "The card has expired.",
            "2025-01-02T03:04:05Z",
        )),
    },
    Method {
        id: "pm_sandbox_declined",
        charge: Charge::Declined,
        brand: "amex",
        last4: "0002",
        expiry_year: "2034",
        error: None,
    },
];

/// `GET /payment_methods`
pub(super) fn to_json() -> Value {
    let rows = METHODS.iter().enumerate().map(|(place, method)| {
        json!({
            "payment_method_id": method.id,
            "brand": method.brand,
            "last4": method.last4,
            "expiry_month": "12",
            "expiry_year": method.expiry_year,
            "is_default": place == 0,
            "has_error": method.error.is_some(),
            "error_code": method.error.map(|(code, ..)| code),
            "error_message": method.error.map(|(_, message, _)| message),
            "error_at": method.error.map(|(.., at)| at),
        })
    });
    json!({ "data": rows.collect::<Value>() })
}
