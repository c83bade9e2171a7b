//! Prepaid accounts: an API key, its balance and its fundings.

use std::collections::BTreeMap;

use base16ct::lower::encode_string as hex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{KEY_MISSING, Outcome, Refusal, Sms4sats};
use crate::World;
use crate::http::Request;
use crate::random::Random;

/// The API key of the initial account.
pub const API_KEY: &str = "sandbox-key";
/// The initial balance of that account, in satoshis.
pub const API_KEY_SATS: u64 = 100_000;
/// When it was funded: the time in the documentation's examples.
const PREPARED_MS: u64 = 1_668_612_831_730;

/// Guesses: these two are undocumented.
const KEY_UNKNOWN: Refusal = (400, "X-API-Key is not valid.");
const TOO_LITTLE: Refusal = (400, "Insufficient balance.");

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Accounts(BTreeMap<String, Account>);

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Account {
    balance_sats: u64,
    fundings: Vec<Funding>,
}

/// A payment into an account.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Funding {
    pub(super) amount_sats: u64,
    pub(super) created_ms: u64,
    pub(super) preimage: String,
    pub(super) payment_hash: String,
}

impl Accounts {
    pub(super) fn new(random: &mut Random) -> Self {
        let preimage = random.bytes();
        let mut accounts = Self(BTreeMap::from([(API_KEY.to_owned(), Account::default())]));
        let funding = Funding {
            amount_sats: API_KEY_SATS,
            created_ms: PREPARED_MS,
            preimage: hex(&preimage),
            payment_hash: hex(&Sha256::digest(preimage)),
        };
        accounts.fund(API_KEY, funding);
        accounts
    }

    /// Returns the key of a request, if an account has it.
    pub(super) fn key_of(&self, request: &Request) -> Result<String, Refusal> {
        let key = request.header("x-api-key").filter(|key| !key.is_empty());
        let key = key.ok_or((400, KEY_MISSING))?;
        let (known, _) = self.0.get_key_value(key).ok_or(KEY_UNKNOWN)?;
        Ok(known.clone())
    }

    /// Debits the price of an immediate order.
    pub(super) fn spend(&mut self, key: &str, sats: u64) -> Result<(), Refusal> {
        let account = self.0.get_mut(key).ok_or(KEY_UNKNOWN)?;
        account.balance_sats = account.balance_sats.checked_sub(sats).ok_or(TOO_LITTLE)?;
        Ok(())
    }

    /// Refunds the price of an immediate order.
    pub(super) fn give_back(&mut self, key: &str, sats: u64) {
        if let Some(account) = self.0.get_mut(key) {
            account.balance_sats += sats;
        }
    }

    /// Credits a payment and adds it to the history.
    pub(super) fn fund(&mut self, key: &str, funding: Funding) {
        if let Some(account) = self.0.get_mut(key) {
            account.balance_sats += funding.amount_sats;
            account.fundings.push(funding);
        }
    }
}

/// `GET /balance`
pub(super) fn balance(service: &mut Sms4sats, request: &Request, _: &mut World) -> Outcome {
    let key = service.accounts.key_of(request)?;
    let account = service.accounts.0.get(&key).ok_or(KEY_UNKNOWN)?;
    Ok(json!({ "status": "OK", "balance": account.balance_sats }))
}

/// `GET /history`: newest first, which is undocumented.
pub(super) fn history(service: &mut Sms4sats, request: &Request, _: &mut World) -> Outcome {
    let key = service.accounts.key_of(request)?;
    let account = service.accounts.0.get(&key).ok_or(KEY_UNKNOWN)?;
    let total: u64 = account
        .fundings
        .iter()
        .map(|funding| funding.amount_sats)
        .sum();
    let rows = account
        .fundings
        .iter()
        .rev()
        .map(|funding| funding.to_json(&key));
    Ok(json!({ "status": "OK", "totalAmount": total, "orders": rows.collect::<Value>() }))
}

impl Funding {
    fn to_json(&self, key: &str) -> Value {
        json!({
            "amount": self.amount_sats,
            "createdAt": self.created_ms,
            "desc": "fund account",
            "description": "fund account",
            "holdinvoice": true,
            "preimage": self.preimage,
            "preimageHash": self.payment_hash,
            "price": self.amount_sats,
            "userId": key,
        })
    }
}
