//! The prepaid balance of an API key.

use crate::lenient::Extra;
use crate::money::Sats;
use crate::secret::Secret;
use crate::time::Time;

/// What was added to a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The sum.
    pub total: Option<Sats>,
    /// The single fundings, in the service's order.
    pub fundings: Vec<Funding>,
}

/// One addition to a balance. The key, which the service repeats in each, is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// How much was added.
    pub amount: Sats,
    /// When it was requested.
    pub at: Option<Time>,
    /// The service's description.
    pub description: Option<String>,
    /// The payment hash.
    pub preimage_hash: Option<String>,
    /// The preimage, which proves the payment.
    pub preimage: Option<Secret>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}
