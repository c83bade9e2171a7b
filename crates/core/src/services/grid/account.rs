//! Internal accounts.

use super::instruction::FundingInstruction;
use crate::lenient::Extra;
use crate::money::Amount;

/// An internal account. What the service does not tell is absent: it tells more today than it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InternalAccount {
    /// What names it: any text.
    pub id: String,
    /// Whose it is; the platform's own if none is named.
    pub customer_id: Option<String>,
    /// Its kind in the service's word, such as `INTERNAL_FIAT`.
    pub kind: Option<String>,
    /// How it stands in the service's word, such as `ACTIVE`.
    pub status: Option<String>,
    /// What can be spent of it.
    pub balance: Option<Amount>,
    /// What is in it in all.
    pub total_balance: Option<Amount>,
    /// The ways to put money into it.
    pub instructions: Vec<FundingInstruction>,
    /// When it was made, as the service writes it.
    pub created_at: Option<String>,
    /// When it was last changed, as the service writes it.
    pub updated_at: Option<String>,
    /// What else the service told.
    pub extra: Extra,
}

/// A part of a list of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The accounts.
    pub accounts: Vec<InternalAccount>,
    /// The cursor of the next page; none after the last.
    pub next: Option<String>,
    /// How many there are on all pages, if told.
    pub total: Option<u64>,
    /// What else the service told.
    pub extra: Extra,
}
