//! Deposits: what is asked for, how it is to be paid, how far it has come.

use std::fmt::{Debug, Display, Formatter};

use super::wire;
use crate::error::Error;
use crate::http::Quota;
use crate::lenient::Extra;
use crate::lightning::UncheckedInvoice;
use crate::money::{Amount, Currency};
use crate::order::OrderId;
use crate::time::Time;

/// What deposits can be named in.
const CURRENCIES: [Currency; 3] = [Currency::USD, Currency::EUR, Currency::BTC];

/// A deposit to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositOrder {
    /// How much.
    pub value: Value,
    /// What it is paid with: the id of a [`Method`](super::Method), or any other word the service
    /// knows.
    pub method: String,
}

/// How much is to be deposited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// This much, in US dollars, euros or bitcoin.
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
                "must be more than 0; leave it out to choose it when paying.",
            ));
        }
        let method = self.method.trim();
        if !(1..=64).contains(&method.len()) || !method.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(Error::invalid(
                "method",
                "must be a payment method of Bitrefill's, such as lightning or bitcoin.",
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

/// A deposit as the service tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// What to ask for it by.
    pub id: OrderId,
    /// How to pay, as long as the service tells it.
    pub instruction: Option<Instruction>,
    /// What to pay.
    pub price: Price,
    /// What it is paid with, in the service's word.
    pub method: Option<String>,
    /// How it stands, in the service's word.
    pub status: Option<String>,
    /// How its payment stands, in the service's word.
    pub payment_status: Option<String>,
    /// When the service answered, by its own clock, where it says so.
    pub answered_at: Option<Time>,
    /// How many calls the service still takes.
    pub quota: Option<Quota>,
    /// What else the service told.
    pub extra: Extra,
    /// What else it told of the payment.
    pub payment_extra: Extra,
}

/// How a deposit is paid. Its `Debug` shows neither invoice nor address.
#[derive(Clone, PartialEq, Eq)]
pub enum Instruction {
    /// By this Lightning invoice, once it is checked.
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

/// What is to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// As much as the payer likes.
    Open,
    /// Exactly this.
    Exact(Amount),
    /// A number whose unit is not known here: the service's own words for it.
    Unclear(String),
}

/// For people.
impl Display for Price {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Open => f.write_str("any amount"),
            Self::Exact(amount) => Display::fmt(amount, f),
            Self::Unclear(words) => write!(f, "{words} (in a unit that is not known here)"),
        }
    }
}

/// How far a deposit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Progress {
    /// It is to be paid, or its payment is not confirmed yet.
    Waiting,
    /// Its payment has arrived; the balance has not grown yet.
    Paid,
    /// The balance has grown.
    Credited,
    /// It did not work out.
    Failed,
    /// Nobody paid in time.
    Expired,
}

/// What the words of `status` mean. Any other leaves it to the payment's.
const STATUS_WORDS: [(&str, Progress); 6] = [
    ("complete", Progress::Credited),
    ("payment_confirmed", Progress::Paid),
    ("denied", Progress::Failed),
    ("payment_error", Progress::Failed),
    ("failed", Progress::Failed),
    ("expired", Progress::Expired),
];

/// What the words of `payment.status` mean. Any other: wait.
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

/// The words of a deposit that nobody has paid; the first of them says so.
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

    /// Returns whether the service says that somebody has paid, be it too late or in vain.
    pub fn is_paid(&self) -> bool {
        let is_paid = |progress| matches!(progress, Progress::Paid | Progress::Credited);
        is_paid(self.progress()) || self.payment().is_some_and(is_paid)
    }

    /// Returns whether the service says that nobody has paid. Behind a word that is not known here
    /// a payment may be on its way.
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
