//! Saved payment methods.

use super::answer::read_body;
use crate::error::{Error, Service};
use crate::http::Response;
use crate::json::{Json, Others};
use crate::services::answer::unreadable;
use crate::text::text;

/// A saved payment method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentMethod {
    /// What a charge names it by.
    pub id: String,
    /// The brand of the card, in the service's word.
    pub brand: Option<String>,
    /// The last four digits of its number.
    pub last4: Option<String>,
    /// The month it expires in, as the service writes it.
    pub expiry_month: Option<String>,
    /// The year it expires in, as the service writes it.
    pub expiry_year: Option<String>,
    /// Whether it is charged when none is named.
    pub is_default: bool,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// What else the service told.
    pub others: Others,
}

/// What is wrong with a payment method, in the service's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Its code.
    pub code: Option<String>,
    /// Its sentence.
    pub message: Option<String>,
    /// When it was noticed.
    pub at: Option<String>,
}

impl PaymentMethod {
    /// The name to show: `visa •••• 4242, 12/2034`.
    pub fn name(&self) -> String {
        let brand = self.brand.as_deref().unwrap_or("card");
        let number = self.last4.as_ref().map(|last4| text![" •••• ", last4]);
        let expiry = self.expiry_month.as_ref().zip(self.expiry_year.as_ref());
        let expiry = expiry.map(|(month, year)| text![", ", month, "/", year]);
        text![brand, number, expiry]
    }
}

/// Refuses what is known not to work, before anything is charged.
pub fn check_method(method: &PaymentMethod) -> Result<(), Error> {
    let Some(problem) = &method.problem else {
        return Ok(());
    };
    let error = Error::invalid(
        "method",
        text![
            "must be one that works: ",
            method.name(),
            " has a problem. Mend it at Lava, or choose another.",
        ],
    );
    let words = problem.message.as_ref().or(problem.code.as_ref());
    Err(error
        .with_service(Service::Lava)
        .with_words(words.map_or("", String::as_str)))
}

/// The members read into fields of their own.
const KNOWN: [&str; 10] = [
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

/// One without an id is left out: it cannot be charged.
pub(super) fn read_methods(response: &Response) -> Result<Vec<PaymentMethod>, Error> {
    match read_body(response)?.get("data") {
        Some(rows @ Json::Array(_)) => Ok(rows.rows(read_method)),
        _ => Err(unreadable(response)),
    }
}

fn read_method(row: &Json) -> Option<PaymentMethod> {
    let problem = Problem {
        code: row.owned("error_code"),
        message: row.owned("error_message"),
        at: row.owned("error_at"),
    };
    // Where `has_error` is missing, an error that is told is one.
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
        others: row.others(&KNOWN),
    })
}
