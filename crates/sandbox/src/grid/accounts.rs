//! Internal accounts: the platform's own, and one for each customer.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::currencies::{CURRENCIES, Currency};
use crate::clock::rfc3339;
use crate::http::set;
use crate::{World, node};

pub(super) const CUSTOMERS: u64 = 120;
/// When all of them were created: the time in the documentation's example.
const CREATED_MS: u64 = 1_759_494_600_000;
/// The last part of the id in the documentation, which the first account has.
const FIRST_ID: u64 = 0x3c3a_9ea3_d123;
/// The amount and expiry of Lightning invoices that pay into an account.
const INVOICE_SATS: u64 = 1_500;
const INVOICE_EXPIRY_S: u64 = 86_400;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Account {
    pub(super) id: String,
    /// Its index among all accounts.
    pub(super) number: u64,
    /// None for the platform's.
    customer: Option<u64>,
    #[serde(with = "crate::table")]
    currency: &'static Currency,
    balance: u64,
    updated_ms: u64,
    /// The payment hash of its latest Lightning invoice.
    invoice: Option<String>,
}

/// Creates one per customer, with alternating currencies, then one per currency for the platform.
pub(super) fn all() -> Vec<Account> {
    let customers = (1..=CUSTOMERS).map(Some).zip(CURRENCIES.iter().cycle());
    let platform = CURRENCIES.iter().map(|currency| (None, currency));
    let accounts = (0..).zip(customers.chain(platform));
    accounts
        .map(|(number, (customer, currency))| Account::new(number, customer, currency))
        .collect()
}

impl Account {
    fn new(number: u64, customer: Option<u64>, currency: &'static Currency) -> Self {
        Self {
            id: format!(
                "InternalAccount:a12dcbd6-dced-4ec4-b756-{:012x}",
                FIRST_ID + number
            ),
            number,
            customer,
            currency,
            balance: 12_550,
            updated_ms: CREATED_MS,
            invoice: None,
        }
    }

    /// Returns none for the platform's.
    pub(super) fn customer_id(&self) -> Option<String> {
        let customer = self.customer?;
        Some(format!("Customer:019542f5-b3e7-1d02-0000-{customer:012}"))
    }

    pub(super) fn currency(&self) -> &'static str {
        self.currency.code
    }

    /// Returns the account's type, which accounts in the old format do not show.
    pub(super) fn kind(&self) -> &'static str {
        if self.currency.is_bitcoin() {
            "INTERNAL_CRYPTO"
        } else {
            "INTERNAL_FIAT"
        }
    }

    pub(super) fn credit(&mut self, amount: u64, now_ms: u64) {
        self.balance = self.balance.saturating_add(amount);
        self.updated_ms = now_ms;
    }

    /// Credits its Lightning invoice if it was paid.
    pub(super) fn catch_up(&mut self, world: &World) {
        let invoice = self
            .invoice
            .as_deref()
            .and_then(|hash| world.node.find(hash));
        let paid = invoice.and_then(|invoice| Some((invoice.amount_sats, invoice.paid_ms?)));
        if let Some((sats, paid_ms)) = paid {
            self.invoice = None;
            self.credit(sats, paid_ms);
        }
    }

    /// Returns it as the service does. Half of the customers' accounts are in the old format:
    /// without type, status and total balance, and with the old names of account types.
    pub(super) fn show(&mut self, world: &mut World) -> Value {
        let is_old = self.customer.is_some() && self.number / 4 % 2 == 1;
        let invoice = self.currency.is_bitcoin().then(|| self.open_invoice(world));
        let instructions = self
            .currency
            .accounts(self.number, is_old, invoice.as_deref());
        let instructions = instructions.into_iter().map(|info| {
            json!({
                "accountOrWalletInfo": info,
                "instructionsNotes": "Include the reference, where there is one, in the payment's memo.",
                "isPlatformAccount": self.customer.is_none(),
            })
        });
        let mut shown = json!({
            "id": self.id,
            "balance": self.currency.money(self.balance),
            "fundingPaymentInstructions": instructions.collect::<Value>(),
            "createdAt": rfc3339(CREATED_MS),
            "updatedAt": rfc3339(self.updated_ms),
        });
        if let Some(customer) = self.customer_id() {
            set(&mut shown, "customerId", json!(customer));
        }
        if !is_old {
            set(&mut shown, "type", json!(self.kind()));
            set(&mut shown, "status", json!("ACTIVE"));
            set(
                &mut shown,
                "totalBalance",
                self.currency.money(self.balance),
            );
        }
        shown
    }

    /// Returns an invoice that can be paid: the latest one, or a new one.
    fn open_invoice(&mut self, world: &mut World) -> String {
        let World {
            node,
            random,
            clock,
            ..
        } = world;
        let last = self.invoice.as_deref().and_then(|hash| node.find(hash));
        if let Some(open) = last.filter(|invoice| invoice.is_open()) {
            return open.text.clone();
        }
        let order = node::Order {
            amount_sats: INVOICE_SATS,
            description: &self.id,
            expiry_s: INVOICE_EXPIRY_S,
            hold: false,
        };
        let invoice = node.invoice(&order, random, clock.now_ms());
        self.invoice = Some(invoice.payment_hash.clone());
        invoice.text.clone()
    }
}
