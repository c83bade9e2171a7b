//! The prepaid balance of an API key.

use super::answer::{read_ok, unreadable};
use crate::error::Error;
use crate::http::Response;
use crate::json::{Json, Others};
use crate::money::Sats;
use crate::secret::Secret;
use crate::time::Time;

/// What was added to a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The sum of it all.
    pub total: Option<Sats>,
    /// One by one, as the service orders them.
    pub fundings: Vec<Funding>,
}

/// One addition to a balance. The key itself, which the service repeats in each, is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// How much was added.
    pub amount: Sats,
    /// When it was asked for.
    pub at: Option<Time>,
    /// In the service's words.
    pub description: Option<String>,
    /// The hash of the preimage: what the invoice was paid to.
    pub preimage_hash: Option<String>,
    /// The proof of payment.
    pub preimage: Option<Secret>,
    /// What else the service told.
    pub others: Others,
}

/// The members read into fields of their own, and the key.
const KNOWN: [&str; 7] = [
    "amount",
    "createdAt",
    "desc",
    "description",
    "preimageHash",
    "preimage",
    "userId",
];

pub(super) fn read_balance(response: &Response) -> Result<Sats, Error> {
    let balance = read_ok(response)?.whole("balance");
    balance.map(Sats).ok_or_else(|| unreadable(response))
}

pub(super) fn read_history(response: &Response) -> Result<History, Error> {
    let body = read_ok(response)?;
    let Some(orders @ Json::Array(_)) = body.get("orders") else {
        return Err(unreadable(response));
    };
    Ok(History {
        fundings: orders.rows(read_funding),
        total: body.whole("totalAmount").map(Sats),
    })
}

fn read_funding(order: &Json) -> Option<Funding> {
    Some(Funding {
        amount: Sats(order.whole("amount").or_else(|| order.whole("price"))?),
        at: order.whole("createdAt").map(Time),
        description: order.owned("description").or_else(|| order.owned("desc")),
        preimage_hash: order.owned("preimageHash"),
        preimage: order.text("preimage").map(Secret::new),
        others: order.others(&KNOWN),
    })
}
