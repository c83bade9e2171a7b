//! Who signed an invoice.

use k256::ecdsa::signature::hazmat::PrehashVerifier;
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::bech32::{array, padded_bytes};
use super::{NodeId, Refusal};

/// The length of the signature and its recovery id, in words.
const LENGTH: usize = 104;

/// What was signed, and the signature.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Seal {
    signed: Vec<u8>,
    signature: [u8; 64],
    recovery_id: u8,
}

impl Seal {
    /// Parts the words of an invoice into what it says and its seal.
    pub fn split<'a>(prefix: &str, words: &'a [u8]) -> Result<(&'a [u8], Self), Refusal> {
        let (content, seal) = words
            .split_last_chunk::<LENGTH>()
            .ok_or(Refusal::TooShort)?;
        let seal: [u8; 65] = array(seal)?;
        let (&signature, _) = seal.split_first_chunk().ok_or(Refusal::TooShort)?;
        let [.., recovery_id] = seal;
        if recovery_id > RecoveryId::MAX {
            return Err(Refusal::BadSignature);
        }
        let signed = [prefix.as_bytes(), &padded_bytes(content)].concat();
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
        point(node)?
            .verify_prehash(&self.digest(), &self.read()?)
            .map_err(|_| Refusal::BadSignature)?;
        Ok(node)
    }

    /// Which node signed. BOLT #11: here, both forms of a signature are valid.
    pub fn recover(&self) -> Result<NodeId, Refusal> {
        let recovery_id = RecoveryId::from_byte(self.recovery_id).ok_or(Refusal::BadSignature)?;
        let key = VerifyingKey::recover_from_prehash(&self.digest(), &self.read()?, recovery_id)
            .map_err(|_| Refusal::BadSignature)?;
        let bytes = <[u8; 33]>::try_from(key.to_sec1_point(true).as_bytes());
        NodeId::from_bytes(bytes.map_err(|_| Refusal::BadSignature)?)
    }

    fn read(&self) -> Result<Signature, Refusal> {
        Signature::from_slice(&self.signature).map_err(|_| Refusal::BadSignature)
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.signed).into()
    }
}

/// The point on the curve that a node id names.
pub(super) fn point(node: NodeId) -> Result<VerifyingKey, Refusal> {
    VerifyingKey::from_sec1_bytes(node.as_bytes()).map_err(|_| Refusal::BadNodeId)
}
