use std::fmt::{Debug, Formatter};

use sha2::{Digest, Sha256};

use crate::lightning::hex::from_hex;
use crate::secret::Secret;

/// The preimage of a paid invoice: the payee reveals it only in return for the payment.
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

    /// The payment hash.
    pub const fn payment_hash(&self) -> &[u8; 32] {
        &self.payment_hash
    }

    /// Returns the preimage, to keep as a receipt.
    pub const fn preimage(&self) -> &Secret {
        &self.preimage
    }
}

impl Debug for Proof {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proof(…)")
    }
}
