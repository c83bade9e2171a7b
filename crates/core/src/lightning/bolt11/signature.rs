//! The signature of an invoice.

use bech32::Fe32;
use k256::CompressedPoint;
use k256::ecdsa::signature::Verifier;
use k256::ecdsa::{self, RecoveryId, VerifyingKey};

use super::words::{array, padded_bytes};
use super::{NodeId, Refusal};

/// The length of a signature and its recovery id, in words.
const LENGTH: usize = 104;

/// A signature, and the hash that was signed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Signature {
    signed: Vec<u8>,
    bytes: [u8; 64],
    recovery_id: RecoveryId,
}

impl Signature {
    /// Splits the words of an invoice into its content and the signature.
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

    /// Verifies that this node signed. BOLT #11: only the low-S form is valid here.
    pub fn verify(&self, node: NodeId) -> Result<NodeId, Refusal> {
        let key = public_key(node)?;
        match key.verify(&self.signed, &self.read()?) {
            Ok(()) => Ok(node),
            Err(_) => Err(Refusal::BadSignature),
        }
    }

    /// Recovers the node that signed. BOLT #11: low-S and high-S are both valid here.
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

/// Returns the public key of a node id, if it is a point on the curve.
pub(super) fn public_key(node: NodeId) -> Result<VerifyingKey, Refusal> {
    VerifyingKey::from_sec1_bytes(node.as_bytes()).map_err(|_| Refusal::BadNodeId)
}

/// Wycheproof's vectors of this curve with SHA-256, which is what BOLT #11 hashes with.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use wycheproof::ecdsa::{TestGroup, TestName, TestSet};
    use wycheproof::{EllipticCurve, HashFunction, TestResult};

    use super::*;

    /// Half of the curve's order: what BOLT #11 calls a low form has no larger s.
    const HALF_ORDER: [u8; 32] = [
        0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b,
        0x20, 0xa0,
    ];

    fn groups(name: TestName) -> Vec<TestGroup> {
        let groups = TestSet::load(name).unwrap().test_groups;
        for group in &groups {
            assert_eq!(group.key.curve, EllipticCurve::Secp256k1);
            assert_eq!(group.hash, HashFunction::Sha2_256);
        }
        groups
    }

    fn node(group: &TestGroup) -> NodeId {
        let [4, point @ ..] = &group.key.key[..] else {
            panic!("{:?} is compressed", group.key);
        };
        let (x, y) = point.split_at(32);
        let parity = 2 + (y[31] & 1);
        let bytes = [&[parity], x].concat().try_into().unwrap();
        NodeId::from_bytes(bytes).unwrap()
    }

    fn signature(signed: &[u8], bytes: [u8; 64], recovery_id: u8) -> Signature {
        Signature {
            signed: signed.to_vec(),
            bytes,
            recovery_id: RecoveryId::from_byte(recovery_id).unwrap(),
        }
    }

    /// How many of the four recovery ids lead to that node.
    fn recoveries(signed: &[u8], bytes: [u8; 64], node: NodeId) -> usize {
        let recovered = (0..=3).map(|id| signature(signed, bytes, id).recover());
        recovered.filter(|recovered| *recovered == Ok(node)).count()
    }

    #[test]
    fn a_node_id_that_is_no_point_is_refused() {
        // 5 has no y; numbers from p on are refused, not reduced.
        let p = [&[0xff; 27][..], &[0xfe, 0xff, 0xff, 0xfc]].concat();
        let from = |low: u8| [&p[..], &[low]].concat();
        let five = [&[0; 31][..], &[5]].concat();
        for x in [five, from(0x2f), from(0x30), vec![0xff; 32]] {
            let bytes = [&[2][..], &x].concat().try_into().unwrap();
            let node = NodeId::from_bytes(bytes).unwrap();
            let verified = signature(b"an invoice", [1; 64], 0).verify(node);
            assert_eq!(verified, Err(Refusal::BadNodeId), "{node}");
        }
    }

    #[test]
    fn whoever_signed_is_recovered_and_no_one_else() {
        let mut judged = 0;
        for group in groups(TestName::EcdsaSecp256k1Sha256P1363) {
            let node = node(&group);
            for test in &group.tests {
                let is_valid = test.result == TestResult::Valid;
                // An invoice has no room for more or less than 64 bytes.
                let Ok(bytes) = <[u8; 64]>::try_from(&test.sig[..]) else {
                    assert!(!is_valid, "{test:?}");
                    continue;
                };
                let is_low = bytes[32..] <= HALF_ORDER[..];
                let verified = signature(&test.msg, bytes, 0).verify(node);
                assert_eq!(verified == Ok(node), is_valid && is_low, "{test:?}");
                let recoveries = recoveries(&test.msg, bytes, node);
                assert_eq!(recoveries, usize::from(is_valid), "{test:?}");
                judged += 1;
            }
        }
        assert_eq!(judged, 234);
    }

    /// Bitcoin's rule is BOLT #11's: a high s is invalid. Its signatures are written in DER, which
    /// invoices do not know, so what cannot be read as such is left out.
    #[test]
    fn a_named_payee_is_verified_by_the_low_form_alone() {
        let mut judged = 0;
        for group in groups(TestName::EcdsaSecp256k1Sha256Bitcoin) {
            let node = node(&group);
            for test in &group.tests {
                let is_valid = test.result == TestResult::Valid;
                let Ok(read) = ecdsa::Signature::from_der(&test.sig) else {
                    assert!(!is_valid, "{test:?}");
                    continue;
                };
                let verified = signature(&test.msg, read.to_bytes().into(), 0).verify(node);
                assert_eq!(verified == Ok(node), is_valid, "{test:?}");
                judged += 1;
            }
        }
        assert_eq!(judged, 181);
    }
}
