//! The numbers that points are multiplied with: whole, modulo the order n of the curve.

use super::limbs::{BITS, Limbs, MASK, Modulus, carried, from_bytes, number, subtract};

const N: Modulus = Modulus::new(
    0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe,
    0xbaae_dce6_af48_a03b_bfd2_5e8c_d036_4141,
);

/// (A, −B) and (A + B, A) are short among the points (a, b) with a + b·λ = 0 modulo n, where λ is a
/// cube root of 1. 32 times them, a product's upper limbs are what is above 2²⁵⁶ in it.
const A: Limbs = number(0, 0x3086_d221_a7d4_6bcd_e86c_90e4_9284_eb15);
const A32: Limbs = number(0x6, 0x10da_4434_fa8d_79bd_0d92_1c92_509d_62a0);
const B: Limbs = number(0, 0xe443_7ed6_010e_8828_6f54_7fa9_0abf_e4c3);
const B32: Limbs = number(0x1c, 0x886f_dac0_21d1_050d_ea8f_f521_57fc_9860);

/// How many binary digits a half of a scalar has at most.
pub const DIGITS: usize = 136;

/// A number from zero to below n.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Scalar(Limbs);

impl Scalar {
    /// As one of a signature's two: neither zero nor n nor more.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let number = from_bytes(bytes);
        (number != [0; 9] && N.contains(&number)).then_some(Self(number))
    }

    /// What the number is modulo n.
    pub fn reduced(number: &Limbs) -> Self {
        Self(N.reduce(number))
    }

    pub fn negated(self) -> Self {
        Self::reduced(&self.0.map(|limb| -limb))
    }

    /// Above half of n.
    pub fn is_high(self) -> bool {
        !N.contains(&self.0.map(|limb| 2 * limb))
    }

    pub fn over(self, divisor: Self) -> Self {
        Self(N.divide(&self.0, &divisor.0))
    }

    /// The number itself.
    pub const fn number(self) -> Limbs {
        self.0
    }

    /// The number plus n, as a coordinate that was too large for a signature.
    pub fn plus_order(self) -> Limbs {
        let n = N.prime();
        carried(std::array::from_fn(|i| self.0[i] + n[i]))
    }

    /// Two numbers of half the length, in digits: the scalar is the first and λ times the second.
    ///
    /// From (scalar, 0) the nearest sum of the two short points is taken away, which leaves a short
    /// one. n is so close to 2²⁵⁶ that dividing by that finds the nearest, or one beside it.
    pub fn split(self) -> [[i8; DIGITS]; 2] {
        let first = product(&self.0, &A32, 9);
        let second = product(&self.0, &B32, 9);
        let both = std::array::from_fn(|i| first[i] + second[i]);
        let rest = subtract(&self.0, &product(&both, &A, 0));
        let halves = [
            (rest, product(&second, &B, 0)),
            (product(&first, &B, 0), product(&second, &A, 0)),
        ];
        halves.map(|(half, less)| digits(&subtract(&half, &less)))
    }
}

/// Nine limbs of a product, after so many others.
fn product(a: &Limbs, b: &Limbs, skip: usize) -> Limbs {
    let mut sums = [0; 18];
    for i in 0..9 {
        for j in 0..9 {
            sums[i + j] += a[i] * b[j];
        }
    }
    let mut carry = 0;
    for sum in &mut sums {
        carry += *sum;
        *sum = carry & MASK;
        carry >>= BITS;
    }
    std::array::from_fn(|i| sums[skip + i])
}

/// In digits that are zero or odd, from −15 to 15; of five in a row at most one is not zero.
fn digits(number: &Limbs) -> [i8; DIGITS] {
    let mut limbs = number.iter();
    let (mut rest, mut bits) = (0, 0);
    std::array::from_fn(|_| {
        if bits < 5 {
            rest += limbs.next().unwrap_or(&0) << bits;
            bits += BITS;
        }
        let [byte, ..] = rest.to_le_bytes();
        let digit = if byte & 1 == 0 {
            0
        } else {
            (byte << 3).cast_signed() >> 3
        };
        rest = (rest - i64::from(digit)) >> 1;
        bits -= 1;
        digit
    })
}
