//! Who signed an invoice.

use bech32::Fe32;
use k256::CompressedPoint;
use k256::ecdsa::signature::Verifier;
use k256::ecdsa::{self, RecoveryId, VerifyingKey};

use super::words::{array, padded_bytes};
use super::{NodeId, Refusal};

/// The length of a signature and its recovery id, in words.
const LENGTH: usize = 104;

/// A signature, and what was signed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Signature {
    signed: Vec<u8>,
    bytes: [u8; 64],
    recovery_id: RecoveryId,
}

impl Signature {
    /// Splits the words of an invoice into time and fields, and the signature of them.
    pub fn split<'a>(prefix: &str, words: &'a [Fe32]) -> Result<(&'a [Fe32], Self), Refusal> {
        let (content, signature) = words
            .split_last_chunk::<LENGTH>()
            .ok_or(Refusal::TooShort)?;
        let [bytes @ .., recovery_id] = array::<65>(signature)?;
        let recovery_id = RecoveryId::from_byte(recovery_id).ok_or(Refusal::BadSignature)?;
        let mut signed = prefix.as_bytes().to_vec();
        signed.append(&mut padded_bytes(content));
        let signature = Self {
            signed,
            bytes,
            recovery_id,
        };
        Ok((content, signature))
    }

    /// Returns the 64 bytes, and the recovery id from 0 to 3.
    pub const fn parts(&self) -> (&[u8; 64], u8) {
        (&self.bytes, self.recovery_id.to_byte())
    }

    /// Returns the node if it signed. BOLT #11: here, only the low form of a signature is valid.
    pub fn verify(&self, node: NodeId) -> Result<NodeId, Refusal> {
        let key = public_key(node)?;
        match key.verify(&self.signed, &self.read()?) {
            Ok(()) => Ok(node),
            Err(_) => Err(Refusal::BadSignature),
        }
    }

    /// Returns the node that signed. BOLT #11: here, both forms of a signature are valid.
    pub fn recover(&self) -> Result<NodeId, Refusal> {
        let signature = self.read()?;
        let key = VerifyingKey::recover_from_msg(&self.signed, &signature, self.recovery_id)
            .map_err(|_| Refusal::BadSignature)?;
        NodeId::from_bytes(CompressedPoint::from(key).into())
    }

    fn read(&self) -> Result<ecdsa::Signature, Refusal> {
        ecdsa::Signature::from_slice(&self.bytes).map_err(|_| Refusal::BadSignature)
    }
}

/// Returns the public key that a node id names, if it is a point on the curve.
pub(super) fn public_key(node: NodeId) -> Result<VerifyingKey, Refusal> {
    VerifyingKey::from_sec1_bytes(node.as_bytes()).map_err(|_| Refusal::BadNodeId)
}
