//! Paying by the wallet in the reader's browser.

use std::cell::Cell;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::host::Host;
use super::output::{Failure, Object};
use super::{invoice, machine, order, outcome};
use crate::error::Error;
use crate::lightning::webln::{Outcome, Reason, UserClicked, Wallet, allow_again, pay};
use crate::lightning::{CheckedInvoice, UncheckedInvoice, check};
use crate::order::Order;

/// Asks the wallet to pay an order, on the user's click. `again`: also if a wallet may have paid it.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn pay_order(id: u32, now: f64, record: &str, again: bool) -> String {
    machine::at(now, 0);
    let order = order::read(record);
    let maybe_paid = order.as_ref().is_ok_and(Order::maybe_paid);
    let payable = order.and_then(|order| {
        let sentence = "has nothing to be paid. Nothing was sent.";
        let payable = order.payable(machine::now());
        payable.ok_or_else(|| Error::invalid("order", sentence))
    });
    let invoice = payable
        .map_err(Failure::from)
        .and_then(|checked| checked.map_err(|rejected| invoice::rejection(&rejected)));
    begin(id, invoice, maybe_paid, again)
}

/// Asks the wallet to pay an invoice, once it was held against what is expected of it.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn pay_invoice(id: u32, now: f64, text: &str, expectation: &str, again: bool) -> String {
    machine::at(now, 0);
    let expectation = invoice::expected(expectation).map_err(Failure::from);
    let invoice = expectation.and_then(|expectation| {
        let checked = check(&UncheckedInvoice::new(text), &expectation, machine::now());
        checked.map_err(|rejected| invoice::rejection(&rejected))
    });
    begin(id, invoice, false, again)
}

fn begin(
    id: u32,
    invoice: Result<CheckedInvoice, Failure>,
    maybe_paid: bool,
    again: bool,
) -> String {
    let work = async move {
        outcome(match invoice {
            Ok(_) if maybe_paid && !again => Ok(told(&Outcome::Refused(Reason::AlreadySent))),
            Ok(invoice) => {
                if again {
                    allow_again(invoice.payment_hash());
                }
                Ok(told(
                    &pay(&Outside::default(), &invoice, &Host, UserClicked).await,
                ))
            }
            Err(error) => Err(error),
        })
    };
    machine::begin(id, Box::pin(work));
    machine::effects()
}

fn told(outcome: &Outcome) -> String {
    let (word, preimage) = match outcome {
        Outcome::Paid(proof) => ("paid", Some(proof.preimage().reveal())),
        Outcome::Pending => ("pending", None),
        Outcome::Declined => ("declined", None),
        Outcome::Unknown => ("unknown", None),
        Outcome::Refused(Reason::TooLate(_)) => ("too_late", None),
        Outcome::Refused(Reason::AlreadySent) => ("already_sent", None),
    };
    Object::new()
        .text("outcome", Some(word))
        .text("preimage", preimage)
        .end()
}

/// The wallet outside, asked by effects.
#[derive(Default)]
struct Outside {
    sends_off: Cell<Option<bool>>,
}

impl Wallet for Outside {
    async fn enable(&self) -> bool {
        let came = machine::awaited("enable", &mut Object::new()).await;
        self.sends_off.set(match came.body.as_str() {
            "sendPaymentAsync" => Some(true),
            "sendPayment" => Some(false),
            _ => None,
        });
        came.status != 0
    }

    fn sends_off(&self) -> Option<bool> {
        self.sends_off.get()
    }

    async fn pay(&self, invoice: &str) -> Result<Option<String>, String> {
        let mut effect = Object::new();
        effect.text("invoice", Some(invoice));
        let came = machine::awaited("pay", &mut effect).await;
        match came.status {
            0 => Err(came.body),
            _ => Ok(Some(came.body)),
        }
    }
}
