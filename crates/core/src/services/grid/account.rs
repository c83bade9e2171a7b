//! Internal accounts.

use super::instruction::FundingInstruction;
use crate::lenient::Extra;
use crate::money::Amount;

/// An internal account. Fields that the service does not return are absent: older versions returned
/// fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InternalAccount {
    /// Its id: any text.
    pub id: String,
    /// The customer's id; `None` for the platform's own accounts.
    pub customer_id: Option<String>,
    /// Its kind, such as `INTERNAL_FIAT`.
    pub kind: Option<String>,
    /// Its status, such as `ACTIVE`.
    pub status: Option<String>,
    /// The balance that can be spent.
    pub balance: Option<Amount>,
    /// The whole balance.
    pub total_balance: Option<Amount>,
    /// The ways to pay into it.
    pub instructions: Vec<FundingInstruction>,
    /// When it was created, as the service writes it.
    pub created_at: Option<String>,
    /// When it was last updated, as the service writes it.
    pub updated_at: Option<String>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

/// A page of a list of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The accounts.
    pub accounts: Vec<InternalAccount>,
    /// The cursor of the next page; `None` after the last.
    pub next: Option<String>,
    /// How many there are on all pages, if known.
    pub total: Option<u64>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}
