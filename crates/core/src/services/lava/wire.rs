//! The service's JSON, with the service's own names: requests, and how responses are parsed.
//!
//! Yes is a bare object, no is `{error: {message, code, status, issues?}}`, where `error` may be plain
//! text as well.

use serde::Serialize;
use serde_json::Value;

use super::charge::{Charge, Link, Outcome};
use super::method::{PaymentMethod, Problem};
use super::wallet::Wallet;
use crate::error::Error;
use crate::http::Response;
use crate::lenient::{Lenient, parse};
use crate::money::{Amount, Currency};
use crate::services::answer::{Meaning, Refusal, unreadable};

/// The body of `POST /wallet/fund`.
#[derive(Serialize)]
pub(super) struct WalletFund<'a> {
    pub payment_method_id: &'a str,
    /// A string, as documented.
    pub amount: String,
}

const MEANINGS: [Meaning; 4] = [
    (
        "body_schema_validation_failed",
        None,
        "Lava does not accept this request.",
    ),
    (
        "funding_email_required",
        None,
        "The account at Lava needs a primary email before it can charge. Add one in its settings.",
    ),
    (
        "payment_method_not_found",
        Some("method"),
        "This wallet has no such payment method at Lava. Load the list again.",
    ),
    (
        "unauthorized",
        None,
        "Lava does not accept this key. Check that it is complete and still valid.",
    ),
];

pub(super) fn read_charge(response: &Response) -> Result<Charge, Error> {
    let body = read_body(response)?;
    let outcome = match body.text("status") {
        Some("completed") => Outcome::Completed {
            balance: read_dollars(&body),
        },
        Some("requires_action") => Outcome::NeedsConfirmation {
            link: body.text("redirect_url").and_then(Link::read),
        },
        status => Outcome::Unknown {
            status: status.map(str::to_owned),
        },
    };
    Ok(Charge {
        outcome,
        payment_id: body.owned("payment_id"),
        extra: body.extra(&["status", "payment_id", "balance", "redirect_url"]),
    })
}

pub(crate) fn read_wallet(response: &Response) -> Result<Wallet, Error> {
    let body = read_body(response)?;
    Ok(Wallet {
        id: body.owned("wallet_id"),
        balance: read_dollars(&body).ok_or_else(|| unreadable(response))?,
        extra: body.extra(&["wallet_id", "balance"]),
    })
}

fn read_dollars(body: &Value) -> Option<Amount> {
    Amount::from_service(body.member("balance"), Currency::USD.code())
}

pub(super) fn read_methods(response: &Response) -> Result<Vec<PaymentMethod>, Error> {
    let body = read_body(response)?;
    let rows = body.member("data");
    if rows.is_array() {
        Ok(rows.rows(read_method))
    } else {
        Err(unreadable(response))
    }
}

/// The members of a payment method that are read.
const METHOD_MEMBERS: [&str; 10] = [
    "payment_method_id",
    "brand",
    "last4",
    "expiry_month",
    "expiry_year",
    "is_default",
    "has_error",
    "error_code",
    "error_message",
    "error_at",
];

/// Reads a payment method. One without an id is left out: it cannot be charged.
fn read_method(row: &Value) -> Option<PaymentMethod> {
    let problem = Problem {
        code: row.owned("error_code"),
        message: row.owned("error_message"),
        at: row.owned("error_at"),
    };
    // Without `has_error`, any error counts.
    let has_error = row
        .flag("has_error")
        .unwrap_or(problem != Problem::default());
    Some(PaymentMethod {
        id: row.owned("payment_method_id")?,
        brand: row.owned("brand"),
        last4: row.owned("last4"),
        expiry_month: row.owned("expiry_month"),
        expiry_year: row.owned("expiry_year"),
        is_default: row.flag("is_default").unwrap_or(false),
        problem: has_error.then_some(problem),
        extra: row.extra(&METHOD_MEMBERS),
    })
}

/// Returns the body of a successful response, an object.
fn read_body(response: &Response) -> Result<Value, Error> {
    let Some(body @ Value::Object(_)) = parse(&response.body) else {
        return Err(unreadable(response));
    };
    match body.member("error") {
        error @ (Value::Object(_) | Value::String(_)) => {
            let message = error.as_text().or_else(|| error.text("message"));
            let refusal = Refusal::new(error.text("code"), message, error.member("issues"));
            Err(refusal.into_error(response, &MEANINGS))
        }
        _ if response.is_success() => Ok(body),
        _ => Err(unreadable(response)),
    }
}
