//! The public key that identifies a Lightning node.

use std::fmt::{Debug, Display, Formatter};
use std::str::FromStr;

use super::Refusal;
use crate::lightning::hex::{from_hex, to_hex};

/// A node's compressed public key: 33 bytes, written as 66 hexadecimal digits.
///
/// ```
/// use satline_core::lightning::bolt11::NodeId;
///
/// let hex = "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d";
/// let node: NodeId = hex.parse()?;
/// assert_eq!(node.to_string(), hex);
/// # Ok::<(), satline_core::lightning::bolt11::Refusal>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeId([u8; 33]);

impl NodeId {
    /// Creates a node id from bytes. Whether they are a point on the curve is checked when it is used.
    pub fn from_bytes(bytes: [u8; 33]) -> Result<Self, Refusal> {
        match bytes {
            [2 | 3, ..] => Ok(Self(bytes)),
            _ => Err(Refusal::BadNodeId),
        }
    }

    /// Returns the key's bytes.
    pub const fn as_bytes(&self) -> &[u8; 33] {
        &self.0
    }
}

impl FromStr for NodeId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let bytes = from_hex(text).ok_or(Refusal::BadNodeId)?;
        Self::from_bytes(*bytes)
    }
}

impl Display for NodeId {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl Debug for NodeId {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_66_digits_that_begin_with_02_or_03_are_a_node_id() {
        let hex = "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d";
        assert_eq!(hex.to_uppercase().parse(), hex.parse::<NodeId>());
        let wrong = [
            String::new(),
            hex.replacen("03", "04", 1),
            hex.replace('e', "é"),
            hex.replace('e', "g"),
            hex[1..].to_owned(),
            format!("{hex}0"),
            format!("{hex}00"),
        ];
        for text in wrong {
            assert_eq!(text.parse::<NodeId>(), Err(Refusal::BadNodeId), "{text}");
        }
    }
}
