//! Signatures on the curve secp256k1: verified, and their keys recovered. Nothing here signs.
//!
//! Invoices, node ids and signatures are public, so the time all this takes may depend on them.
//! A secret must never come here.
#![expect(
    clippy::indexing_slicing,
    reason = "all arrays have a fixed length, and indices are constants or run below it"
)]

mod field;
mod limbs;
mod point;
mod product;
mod scalar;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use point::Point;

use field::Field;
use limbs::from_bytes;
use scalar::Scalar;

/// Two numbers of a signature.
pub struct Signature {
    r: Scalar,
    s: Scalar,
}

impl Signature {
    /// Both must be from one to the curve's order.
    pub fn from_bytes(bytes: &[u8; 64]) -> Option<Self> {
        let (r, s) = bytes.split_first_chunk()?;
        Some(Self {
            r: Scalar::from_bytes(r)?,
            s: Scalar::from_bytes(s.first_chunk()?)?,
        })
    }

    /// Whether the key signed, in the low one of the two forms that a signature has.
    pub fn verifies(&self, key: Point, digest: &[u8; 32]) -> bool {
        let digest = Scalar::reduced(&from_bytes(digest));
        let point = key.combine(digest, self.r, self.s);
        !self.s.is_high()
            && point.is_some_and(|point| Scalar::reduced(&point.x.to_number()) == self.r)
    }

    /// The key that signed. Of the id, bit 0 says that y of the signature's point is odd, bit 1
    /// that its x was so large that r is what was left of it.
    pub fn recover(&self, digest: &[u8; 32], id: u8) -> Option<Point> {
        let x = if id & 2 == 0 {
            self.r.number()
        } else {
            self.r.plus_order()
        };
        let point = Point::at(Field::from_number(x)?, id & 1 == 1)?;
        let digest = Scalar::reduced(&from_bytes(digest));
        point.combine(digest.negated(), self.s, self.r)
    }
}

impl Point {
    /// The point that 33 bytes name, if the curve has it.
    pub fn from_bytes([parity, x @ ..]: &[u8; 33]) -> Option<Self> {
        Self::at(Field::from_bytes(x)?, parity & 1 == 1)
    }

    /// As the 33 bytes that name it.
    pub fn to_bytes(self) -> [u8; 33] {
        let mut bytes = [2 + u8::from(self.y.is_odd()); 33];
        bytes[1..].copy_from_slice(&self.x.to_bytes());
        bytes
    }
}
