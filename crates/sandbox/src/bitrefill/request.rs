//! The body of `POST /accounts/deposit`.

use serde_json::{Number, Value};

use super::methods::{METHODS, Method};
use super::{
    BALANCE_TOO_LOW, INVALID_PARAM, MISSING_PARAM, PARSE_ERROR, Refusal, UNSUPPORTED_METHOD,
};
use crate::http::Request;
use crate::money;
use crate::table::Row;

/// A guess: the largest deposit, ten thousand dollars.
pub(super) const MOST_SATS: u64 = 10_000_000;
/// Pointless for a deposit, but one of the service's payment methods.
const BALANCE: &str = "balance";

/// The currencies for amounts.
#[derive(Debug)]
pub(super) struct Currency {
    code: &'static str,
    decimals: usize,
    sats_per_unit: u64,
}

static CURRENCIES: [Currency; 3] = [
    Currency {
        code: "USD",
        decimals: 2,
        sats_per_unit: 10,
    },
    Currency {
        code: "EUR",
        decimals: 2,
        sats_per_unit: 11,
    },
    Currency {
        code: "BTC",
        decimals: 8,
        sats_per_unit: 1,
    },
];

impl Row for Currency {
    fn id(&self) -> &str {
        self.code
    }

    fn with_id(id: &str) -> Option<&'static Self> {
        CURRENCIES.iter().find(|row| row.code == id)
    }
}

impl Currency {
    /// Converts an amount in this currency to satoshis.
    pub(super) fn sats(&self, amount: &Number) -> Option<u64> {
        money::of_number(amount, self.decimals)?.checked_mul(self.sats_per_unit)
    }
}

/// A valid request for a deposit.
pub(super) struct Wish {
    pub(super) currency: &'static Currency,
    pub(super) method: &'static Method,
    /// None if the payer chooses.
    pub(super) sats: Option<u64>,
}

impl Wish {
    /// Reads the body. `balance_sats` is the account's balance.
    pub(super) fn read(request: &Request, balance_sats: u64) -> Result<Self, Refusal> {
        let body: Value = request.json().map_err(|_| PARSE_ERROR)?;
        let code = required(&body, "currency")?;
        let name = required(&body, "payment_method")?;
        let currency = CURRENCIES.iter().find(|currency| currency.code == code);
        let currency =
            currency.ok_or(INVALID_PARAM.about("currency is one of USD, EUR and BTC."))?;
        let sats = match body.get("amount") {
            None | Some(Value::Null) => None,
            Some(amount) => {
                let sats = amount.as_number().and_then(|amount| currency.sats(amount));
                let sats = sats.filter(|sats| (1..=MOST_SATS).contains(sats));
                Some(sats.ok_or(
                    INVALID_PARAM.about("amount is a number above 0 and up to 10000 USD."),
                )?)
            }
        };
        if name == BALANCE && sats.is_some_and(|sats| sats > balance_sats) {
            return Err(BALANCE_TOO_LOW);
        }
        let method = METHODS.iter().find(|method| method.name == name);
        let method = method.ok_or(UNSUPPORTED_METHOD)?;
        Ok(Self {
            currency,
            method,
            sats,
        })
    }
}

fn required<'a>(body: &'a Value, name: &'static str) -> Result<&'a str, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Err(MISSING_PARAM),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(INVALID_PARAM),
    }
}
