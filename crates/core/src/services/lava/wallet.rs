//! The wallet.

use super::answer::read_body;
use super::charge::read_dollars;
use crate::error::Error;
use crate::http::Response;
use crate::json::Others;
use crate::money::Amount;
use crate::services::answer::unreadable;

/// The wallet of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    /// What names it.
    pub id: Option<String>,
    /// What is in it.
    pub balance: Amount,
    /// What else the service told.
    pub others: Others,
}

pub(crate) fn read_wallet(response: &Response) -> Result<Wallet, Error> {
    let body = read_body(response)?;
    Ok(Wallet {
        id: body.owned("wallet_id"),
        balance: read_dollars(&body).ok_or_else(|| unreadable(response))?,
        others: body.others(&["wallet_id", "balance"]),
    })
}
