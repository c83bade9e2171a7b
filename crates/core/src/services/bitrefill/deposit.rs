//! Deposits: the request, how it is paid, and how far it has come.

use std::fmt::{Debug, Display, Formatter};

use super::wire;
use crate::error::Error;
use crate::http::Quota;
use crate::lenient::Extra;
use crate::lightning::UncheckedInvoice;
use crate::money::{Amount, Currency};
use crate::order::OrderId;
use crate::time::Time;

/// The currencies of deposits.
const CURRENCIES: [Currency; 3] = [Currency::USD, Currency::EUR, Currency::BTC];

/// A request for a deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositOrder {
    /// How much.
    pub value: Value,
    /// The payment method: the id of a [`Method`](super::Method), or any other that the service takes.
    pub method: String,
}

/// How much to deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// This amount, in US dollars, euros or bitcoin.
    Fixed(Amount),
    /// As much as the payer sends, credited in this currency.
    Flexible(Currency),
}

impl DepositOrder {
    /// Creates a deposit of a known amount.
    pub fn fixed(amount: Amount, method: impl Into<String>) -> Self {
        Self {
            value: Value::Fixed(amount),
            method: method.into(),
        }
    }

    /// Creates a deposit whose amount the payer chooses.
    pub fn flexible(currency: Currency, method: impl Into<String>) -> Self {
        Self {
            value: Value::Flexible(currency),
            method: method.into(),
        }
    }

    pub(super) fn body(&self) -> Result<wire::AccountsDeposit<'_>, Error> {
        let (currency, amount) = match &self.value {
            Value::Fixed(amount) => (amount.currency(), Some(amount)),
            Value::Flexible(currency) => (currency, None),
        };
        if !CURRENCIES.contains(currency) {
            return Err(Error::invalid("currency", "must be USD, EUR or BTC."));
        }
        if amount.is_some_and(|amount| amount.units() <= 0) {
            return Err(Error::invalid(
                "amount",
                "must be more than 0. Leave it out to choose it when paying.",
            ));
        }
        let method = self.method.trim();
        if !(1..=64).contains(&method.len()) || !method.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(Error::invalid(
                "method",
                "must be one of Bitrefill's payment methods, such as lightning or bitcoin.",
            ));
        }
        let number = amount.and_then(Amount::number);
        Ok(wire::AccountsDeposit {
            amount: number.and_then(|number| number.to_string().parse().ok()),
            currency: currency.code(),
            payment_method: method,
        })
    }
}

/// A deposit, as the service describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Its id.
    pub id: OrderId,
    /// How to pay, as long as the service says so.
    pub instruction: Option<Instruction>,
    /// How much to pay.
    pub price: Price,
    /// The payment method, as the service names it.
    pub method: Option<String>,
    /// Its status, as the service names it.
    pub status: Option<String>,
    /// The status of its payment, as the service names it.
    pub payment_status: Option<String>,
    /// When the service responded, by its own clock, if it says so.
    pub answered_at: Option<Time>,
    /// How many calls the service still allows.
    pub quota: Option<Quota>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
    /// Fields of the payment that this version doesn't know.
    pub payment_extra: Extra,
}

/// How a deposit is paid. Its `Debug` shows neither invoice nor address.
#[derive(Clone, PartialEq, Eq)]
pub enum Instruction {
    /// By this Lightning invoice, after the check.
    Invoice(UncheckedInvoice),
    /// To this address, on the network of the payment method.
    Address(String),
}

impl Debug for Instruction {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Invoice(_) => "Invoice(…)",
            Self::Address(_) => "Address(…)",
        })
    }
}

/// The amount to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// Any amount.
    Open,
    /// This amount.
    Exact(Amount),
    /// A number in a unit that this version doesn't know, as the service writes it.
    UnknownUnit(String),
}

/// For people.
impl Display for Price {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Open => f.write_str("any amount"),
            Self::Exact(amount) => Display::fmt(amount, f),
            Self::UnknownUnit(price) => write!(f, "{price} (in an unknown unit)"),
        }
    }
}

/// How far a deposit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Progress {
    /// It has not been paid, or its payment is not confirmed yet.
    Waiting,
    /// Its payment has arrived, but was not added to the balance yet.
    Paid,
    /// It was added to the balance.
    Credited,
    /// It failed.
    Failed,
    /// It was not paid in time.
    Expired,
}

/// The meaning of `status`. With any other value, the payment's status counts.
const STATUS_WORDS: [(&str, Progress); 6] = [
    ("complete", Progress::Credited),
    ("payment_confirmed", Progress::Paid),
    ("denied", Progress::Failed),
    ("payment_error", Progress::Failed),
    ("failed", Progress::Failed),
    ("expired", Progress::Expired),
];

/// The meaning of `payment.status`. With any other value: wait.
const PAYMENT_WORDS: [(&str, Progress); 8] = [
    ("payment_confirmed", Progress::Paid),
    ("confirmed", Progress::Paid),
    ("paid", Progress::Paid),
    ("complete", Progress::Paid),
    ("denied", Progress::Failed),
    ("payment_error", Progress::Failed),
    ("failed", Progress::Failed),
    ("expired", Progress::Expired),
];

/// The statuses of an unpaid deposit. Only the first says that it is unpaid.
const UNPAID_WORDS: [&str; 3] = ["unpaid", "not_delivered", "created"];

impl Deposit {
    /// Returns how far it has come.
    pub fn progress(&self) -> Progress {
        meaning(&STATUS_WORDS, self.status.as_deref())
            .or_else(|| self.payment())
            .unwrap_or(Progress::Waiting)
    }

    fn payment(&self) -> Option<Progress> {
        meaning(&PAYMENT_WORDS, self.payment_status.as_deref())
    }

    /// Returns whether the service says that it was paid, even if too late or in vain.
    pub fn is_paid(&self) -> bool {
        let is_paid = |progress| matches!(progress, Progress::Paid | Progress::Credited);
        is_paid(self.progress()) || self.payment().is_some_and(is_paid)
    }

    /// Returns whether the service says that it was not paid. With an unknown status, a payment may
    /// be on its way.
    pub fn is_unpaid(&self) -> bool {
        let mut says_so = false;
        for word in [&self.status, &self.payment_status].into_iter().flatten() {
            let is_it = |known: &&str| known.eq_ignore_ascii_case(word);
            match UNPAID_WORDS.iter().position(is_it) {
                None => return false,
                Some(place) => says_so |= place == 0,
            }
        }
        says_so
    }
}

fn meaning(words: &[(&str, Progress)], word: Option<&str>) -> Option<Progress> {
    let word = word?;
    let row = words.iter().find(|row| row.0.eq_ignore_ascii_case(word));
    row.map(|row| row.1)
}
