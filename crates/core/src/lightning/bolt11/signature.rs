//! Who signed an invoice.

use bech32::Fe32;
use sha2::{Digest, Sha256};

use super::curve::{Point, Signature};
use super::words::{array, padded_bytes};
use super::{NodeId, Refusal};

/// The length of the signature and its recovery id, in words.
const LENGTH: usize = 104;

/// The largest recovery id.
const LAST_ID: u8 = 3;

/// What was signed, and the signature.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Seal {
    signed: Vec<u8>,
    signature: [u8; 64],
    recovery_id: u8,
}

impl Seal {
    /// Parts the words of an invoice into what it says and its seal.
    pub fn split<'a>(prefix: &str, words: &'a [Fe32]) -> Result<(&'a [Fe32], Self), Refusal> {
        let (content, seal) = words
            .split_last_chunk::<LENGTH>()
            .ok_or(Refusal::TooShort)?;
        let [signature @ .., recovery_id] = array::<65>(seal)?;
        if recovery_id > LAST_ID {
            return Err(Refusal::BadSignature);
        }
        let mut signed = prefix.as_bytes().to_vec();
        signed.append(&mut padded_bytes(content));
        let seal = Self {
            signed,
            signature,
            recovery_id,
        };
        Ok((content, seal))
    }

    pub const fn signature(&self) -> (&[u8; 64], u8) {
        (&self.signature, self.recovery_id)
    }

    /// Whether that node signed. BOLT #11: here, only the low form of a signature is valid.
    pub fn verify(&self, node: NodeId) -> Result<NodeId, Refusal> {
        let key = point(node)?;
        let signed = self.read()?.verifies(key, &self.digest());
        signed.then_some(node).ok_or(Refusal::BadSignature)
    }

    /// Which node signed. BOLT #11: here, both forms of a signature are valid.
    pub fn recover(&self) -> Result<NodeId, Refusal> {
        let key = self.read()?.recover(&self.digest(), self.recovery_id);
        NodeId::from_bytes(key.ok_or(Refusal::BadSignature)?.to_bytes())
    }

    fn read(&self) -> Result<Signature, Refusal> {
        Signature::from_bytes(&self.signature).ok_or(Refusal::BadSignature)
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.signed).into()
    }
}

/// The point on the curve that a node id names.
pub(super) fn point(node: NodeId) -> Result<Point, Refusal> {
    Point::from_bytes(node.as_bytes()).ok_or(Refusal::BadNodeId)
}
