//! Saved payment methods.

use crate::error::{Error, Service};
use crate::lenient::Extra;

/// A saved payment method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentMethod {
    /// Its id.
    pub id: String,
    /// The brand of the card, as the service names it.
    pub brand: Option<String>,
    /// The last four digits of its number.
    pub last4: Option<String>,
    /// The month it expires in, as the service writes it.
    pub expiry_month: Option<String>,
    /// The year it expires in, as the service writes it.
    pub expiry_year: Option<String>,
    /// Whether it is the default.
    pub is_default: bool,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

/// What is wrong with a payment method, as the service describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The service's error code.
    pub code: Option<String>,
    /// The service's message.
    pub message: Option<String>,
    /// When it was noticed.
    pub at: Option<String>,
}

impl PaymentMethod {
    /// Returns the name to show: `visa •••• 4242, 12/2034`.
    pub fn name(&self) -> String {
        let brand = self.brand.as_deref().unwrap_or("card");
        let number = self.last4.as_ref().map(|last4| format!(" •••• {last4}"));
        let expiry = self.expiry_month.as_ref().zip(self.expiry_year.as_ref());
        let expiry = expiry.map(|(month, year)| format!(", {month}/{year}"));
        [
            brand,
            &number.unwrap_or_default(),
            &expiry.unwrap_or_default(),
        ]
        .concat()
    }
}

/// Refuses a payment method with a known problem, before anything is charged.
pub fn check_method(method: &PaymentMethod) -> Result<(), Error> {
    let Some(problem) = &method.problem else {
        return Ok(());
    };
    let error = Error::invalid(
        "method",
        format!(
            "must work: {} has a problem, so nothing was charged. Fix it at Lava, or choose another.",
            method.name()
        ),
    );
    let words = problem.message.as_ref().or(problem.code.as_ref());
    Err(error
        .with_service(Service::Lava)
        .with_service_message(words.map_or("", String::as_str)))
}
