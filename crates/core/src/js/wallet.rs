//! Paying by the wallet in the reader's browser.

use wasm_bindgen::prelude::*;

use super::output::Object;
use super::{Answer, answer, invoice, order};
use crate::error::Error;
use crate::http::{Clock, Fetch};
use crate::lightning::webln::{Outcome, Provider, Reason, UserClicked};
use crate::lightning::{CheckedInvoice, UncheckedInvoice, check};

/// Asks the wallet to pay an order, on the user's click.
#[wasm_bindgen]
pub async fn pay_order(record: String, wallet: JsValue) -> Answer {
    let payable = order::read(&record).map(|order| order.payable(Fetch.now()));
    let invoice = payable.and_then(|payable| match payable {
        Some(checked) => checked.map_err(|rejected| invoice::rejection(&rejected)),
        None => Err(Error::invalid(
            "order",
            "has nothing to be paid. Nothing was sent.",
        )),
    });
    paid(invoice, wallet).await
}

/// Asks the wallet to pay an invoice, once it was held against what is expected of it.
#[wasm_bindgen]
pub async fn pay_invoice(text: String, expectation: String, wallet: JsValue) -> Answer {
    let invoice = invoice::expected(&expectation).and_then(|expectation| {
        let checked = check(&UncheckedInvoice::new(text), &expectation, Fetch.now());
        checked.map_err(|rejected| invoice::rejection(&rejected))
    });
    paid(invoice, wallet).await
}

async fn paid(invoice: Result<CheckedInvoice, Error>, wallet: JsValue) -> Answer {
    let invoice = match invoice {
        Ok(invoice) => invoice,
        Err(error) => return answer(Err(error)),
    };
    let outcome = Provider::of(wallet)
        .pay(&invoice, &Fetch, UserClicked)
        .await;
    let (word, preimage) = match &outcome {
        Outcome::Paid(proof) => ("paid", Some(proof.preimage().reveal())),
        Outcome::Pending => ("pending", None),
        Outcome::Declined => ("declined", None),
        Outcome::Unknown => ("unknown", None),
        Outcome::Refused(Reason::TooLate(_)) => ("too_late", None),
        Outcome::Refused(Reason::AlreadySent) => ("already_sent", None),
    };
    Ok(Object::new()
        .text("outcome", Some(word))
        .text("preimage", preimage)
        .end())
}
