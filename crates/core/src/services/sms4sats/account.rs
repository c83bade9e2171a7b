//! The prepaid balance of an API key.

use crate::lenient::Extra;
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
    pub extra: Extra,
}
