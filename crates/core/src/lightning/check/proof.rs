use std::fmt::{Debug, Formatter};

use sha2::{Digest, Sha256};

use crate::lightning::hex::from_hex;
use crate::secret::Secret;

/// A preimage that belongs to an invoice: only who was paid could tell it, and only for the payment.
///
/// Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    payment_hash: [u8; 32],
    preimage: Secret,
}

impl Proof {
    pub(super) fn of(payment_hash: &[u8; 32], preimage: &Secret) -> Option<Self> {
        let bytes = from_hex::<32>(preimage.reveal())?;
        let hash: [u8; 32] = Sha256::digest(*bytes).into();
        (hash == *payment_hash).then(|| Self {
            payment_hash: *payment_hash,
            preimage: preimage.clone(),
        })
    }

    /// Of which payment.
    pub const fn payment_hash(&self) -> &[u8; 32] {
        &self.payment_hash
    }

    /// Returns the preimage, to be kept as a receipt.
    pub const fn preimage(&self) -> &Secret {
        &self.preimage
    }
}

impl Debug for Proof {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proof(…)")
    }
}
