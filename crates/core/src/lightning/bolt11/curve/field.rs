//! The numbers that coordinates are: whole, modulo p = 2²⁵⁶ − 2³² − 977.

use std::ops::{Add, Mul, Sub};

use super::limbs::{Limbs, MASK, Modulus, from_bytes, to_bytes};
use super::product::{product, settle, square};

const P: Modulus = Modulus::new(u128::MAX, u128::MAX - (1 << 32) - 976);

/// A coordinate, in limbs of either sign.
///
/// A product's limbs are at most 2²⁸ in size, and a bit. What is multiplied may have larger ones, up
/// to 12 times for both factors together: `(a + b) * (c - d)` is 2 · 2 = 4 times. So few sums must
/// be [`Field::settled`]. Tests are compiled to panic where anything overflows.
#[derive(Clone, Copy)]
pub struct Field(Limbs);

impl Field {
    pub const ONE: Self = Self([1, 0, 0, 0, 0, 0, 0, 0, 0]);

    pub const fn constant(number: Limbs) -> Self {
        Self(number)
    }

    /// From 32 bytes. Not if that is p or more.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        Self::from_number(from_bytes(bytes))
    }

    pub fn from_number(number: Limbs) -> Option<Self> {
        P.contains(&number).then_some(Self(number))
    }

    pub fn to_number(self) -> Limbs {
        P.reduce(&self.0)
    }

    pub fn to_bytes(self) -> [u8; 32] {
        to_bytes(&self.to_number())
    }

    pub fn is_zero(self) -> bool {
        // It is a small multiple of p then, whose lowest 29 bits are one of −977: near zero.
        let lowest = (self.0[0] + (1 << 20)) & MASK;
        lowest < 1 << 21 && self.to_number() == [0; 9]
    }

    pub fn is_odd(self) -> bool {
        self.to_number()[0] & 1 == 1
    }

    #[inline(never)] // here and below: once written out is enough
    pub fn times(self, small: i64) -> Self {
        self.zip(self, |limb, _| limb * small)
    }

    /// The same with limbs as small as a product's.
    pub fn settled(self) -> Self {
        Self(settle(&self.0))
    }

    pub fn inverse(self) -> Self {
        Self(P.divide(&Self::ONE.0, &self.0))
    }

    /// The root, if there is one: the power of (p + 1) / 4, whose bits are 223 ones, a zero, 22
    /// ones, 4 zeros, 2 ones and 2 zeros.
    pub fn root(self) -> Option<Self> {
        let twos = self.squared(1, &self);
        let threes = twos.squared(1, &self);
        let sixes = threes.squared(3, &threes);
        let elevens = sixes.squared(3, &threes).squared(2, &twos);
        let n22 = elevens.squared(11, &elevens);
        let n44 = n22.squared(22, &n22);
        let n88 = n44.squared(44, &n44);
        let n176 = n88.squared(88, &n88);
        let n223 = n176.squared(44, &n44).squared(3, &threes);
        let root = n223
            .squared(23, &n22)
            .squared(6, &twos)
            .squared(2, &Self::ONE);
        (root.square() - self).is_zero().then_some(root)
    }

    pub fn square(self) -> Self {
        Self(square(&self.0))
    }

    /// So many times squared, then multiplied.
    fn squared(self, times: u8, by: &Self) -> Self {
        (0..times).fold(self, |number, _| number.square()) * *by
    }

    #[expect(clippy::inline_always, reason = "a call for each limb would be longer")]
    #[inline(always)]
    fn zip(self, other: Self, limb: impl Fn(i64, i64) -> i64) -> Self {
        let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = self.0;
        let [b0, b1, b2, b3, b4, b5, b6, b7, b8] = other.0;
        Self([
            limb(a0, b0),
            limb(a1, b1),
            limb(a2, b2),
            limb(a3, b3),
            limb(a4, b4),
            limb(a5, b5),
            limb(a6, b6),
            limb(a7, b7),
            limb(a8, b8),
        ])
    }
}

impl Add for Field {
    type Output = Self;

    #[inline(never)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Field {
    type Output = Self;

    #[inline(never)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul for Field {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(product(&self.0, &other.0))
    }
}
