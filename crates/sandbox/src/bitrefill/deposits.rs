//! Deposits, which are credited to the account after their payment.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value, json};

use super::methods::{LIGHTNING, Method};
use super::request::{Currency, MOST_SATS, Wish};
use crate::clock::rfc3339;
use crate::http::set;
use crate::settings::InvoiceAt;
use crate::{World, node};

/// How long a deposit in tokens can be paid.
const EXPIRY_S: u64 = 180 * 60;
/// The default payment for a deposit without an amount: ten dollars.
const FLEXIBLE_SATS: u64 = 10_000;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Deposit {
    id: String,
    #[serde(with = "crate::table")]
    currency: &'static Currency,
    #[serde(with = "crate::table")]
    method: &'static Method,
    /// The amount; none if the payer chooses.
    asked_sats: Option<u64>,
    address: String,
    /// The payment hash and text of its Lightning invoice.
    invoice: Option<(String, String)>,
    created_ms: u64,
    state: State,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
enum State {
    Unpaid,
    Paid { at_ms: u64, sats: u64 },
    Complete,
    Expired,
    Failed(Failure),
}

/// How a deposit can fail.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Failure {
    Denied,
    PaymentError,
}

/// The body of `POST /sandbox/bitrefill/confirm`: the payer's click.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Click {
    pub(super) invoice_id: String,
    /// The amount paid, in the deposit's currency, if the deposit has none.
    amount: Option<Number>,
    /// Default: it succeeds.
    failure: Option<Failure>,
}

impl Deposit {
    pub(super) fn new(wish: &Wish, world: &mut World) -> Self {
        let World {
            node,
            random,
            clock,
            ..
        } = world;
        let id = random.uuid();
        let invoice = (wish.method.name == LIGHTNING).then(|| {
            let order = node::Order {
                amount_sats: wish.sats.unwrap_or_default(),
                description: &format!("Bitrefill deposit {id}"),
                expiry_s: EXPIRY_S,
                hold: false,
            };
            let invoice = node.invoice(&order, random, clock.now_ms());
            (invoice.payment_hash.clone(), invoice.text.clone())
        });
        Self {
            id,
            currency: wish.currency,
            method: wish.method,
            asked_sats: wish.sats,
            address: wish.method.address(random),
            invoice,
            created_ms: clock.now_ms(),
            state: State::Unpaid,
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Lets everything happen that is due, and returns how many satoshis are credited.
    pub(super) fn catch_up(&mut self, world: &World) -> u64 {
        let now_ms = world.clock.now_ms();
        if let State::Unpaid = self.state {
            let hash = self.invoice.as_ref().map(|(hash, _)| hash.as_str());
            let invoice = hash.and_then(|hash| world.node.find(hash));
            let paid = invoice.and_then(|invoice| Some((invoice.paid_ms?, invoice.amount_sats)));
            if let Some((at_ms, sats)) = paid {
                self.state = State::Paid { at_ms, sats };
            } else if now_ms >= self.created_ms.saturating_add(EXPIRY_S * 1_000) {
                self.state = State::Expired;
            }
        }
        match self.state {
            State::Paid { at_ms, sats }
                if at_ms.saturating_add(world.settings.deposit_after_ms) <= now_ms =>
            {
                self.state = State::Complete;
                sats
            }
            _ => 0,
        }
    }

    /// Applies the payer's click, for deposits not paid by Lightning.
    pub(super) fn click(&mut self, click: &Click, world: &mut World) -> Result<(), String> {
        let State::Unpaid = self.state else {
            let (status, _) = self.words();
            return Err(format!(
                "This deposit cannot be confirmed any more: it is {status}."
            ));
        };
        if let Some(failure) = click.failure {
            if let Some((hash, _)) = &self.invoice {
                world.node.cancel(hash);
            }
            self.state = State::Failed(failure);
            return Ok(());
        }
        if self.invoice.is_some() {
            return Err(
                "This deposit is paid by Lightning: POST its invoice to /sandbox/pay.".to_owned(),
            );
        }
        let named = click.amount.as_ref().map(|amount| {
            let sats = self
                .currency
                .sats(amount)
                .filter(|sats| (1..=MOST_SATS).contains(sats));
            sats.ok_or("The amount makes no sense in this deposit's currency.")
        });
        let sats = match (self.asked_sats, named) {
            (Some(asked), _) => asked,
            (None, Some(named)) => named?,
            (None, None) => FLEXIBLE_SATS,
        };
        self.state = State::Paid {
            at_ms: world.clock.now_ms(),
            sats,
        };
        Ok(())
    }

    /// Returns it as `GET /invoices/{id}` does.
    pub(super) fn to_json(&self, world: &World) -> Value {
        let (status, payment_status) = self.words();
        let mut payment = json!({
            "method": self.method.name,
            "currency": self.method.currency,
            "status": payment_status,
            "commission": 0,
        });
        if let Some(sats) = self.asked_sats {
            set(&mut payment, "price", json!(self.method.price(sats)));
        }
        let mut data = json!({
            "id": self.id,
            "created_time": rfc3339(self.created_ms),
            "status": status,
            "orders": [],
        });
        let (object, name, text) = match (&self.invoice, world.settings.bitrefill_invoice_at) {
            (None, _) => (&mut payment, "address", self.address.clone()),
            (Some((_, text)), InvoiceAt::PaymentLightningInvoice) => {
                (&mut payment, "lightning_invoice", text.clone())
            }
            (Some((_, text)), InvoiceAt::PaymentAddress) => (&mut payment, "address", text.clone()),
            (Some((_, text)), InvoiceAt::PaymentUri) => {
                (&mut payment, "uri", format!("lightning:{text}"))
            }
            (Some((_, text)), InvoiceAt::PaymentInvoice) => (&mut payment, "invoice", text.clone()),
            (Some((_, text)), InvoiceAt::DataLightningInvoice) => {
                (&mut data, "lightning_invoice", text.clone())
            }
        };
        set(object, name, json!(text));
        set(&mut data, "payment", payment);
        data
    }

    /// Returns `status` and `payment.status`.
    fn words(&self) -> (&'static str, &'static str) {
        match self.state {
            State::Unpaid => ("not_delivered", "unpaid"),
            State::Paid { .. } => ("processing", "payment_confirmed"),
            State::Complete => ("complete", "payment_confirmed"),
            State::Expired => ("expired", "expired"),
            State::Failed(Failure::Denied) => ("denied", "failed"),
            State::Failed(Failure::PaymentError) => ("payment_error", "failed"),
        }
    }
}
