//! Products modulo p = 2²⁵⁶ − 2³² − 977: nearly all the time goes into these, so they are written
//! out, which is also what a compiler that goes for size would not do.
//!
//! What is made here has limbs of either sign, of at most 2²⁸ and a bit.

use super::limbs::{BITS, Limbs, MASK};

/// What 2²⁶¹ is modulo p, in two limbs.
const FOLD: [i64; 2] = [977 << 5, 1 << 8];

/// A line for each place, which shows its pattern better than the formatter does.
#[rustfmt::skip]
pub fn product(a: &Limbs, b: &Limbs) -> Limbs {
    let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = *a;
    let [b0, b1, b2, b3, b4, b5, b6, b7, b8] = *b;
    fold([
        a0 * b0,
        a0 * b1 + a1 * b0,
        a0 * b2 + a1 * b1 + a2 * b0,
        a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0,
        a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0,
        a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0,
        a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0,
        a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0,
        a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0,
        a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1,
        a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2,
        a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3,
        a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4,
        a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5,
        a6 * b8 + a7 * b7 + a8 * b6,
        a7 * b8 + a8 * b7,
        a8 * b8,
    ])
}

/// The product with itself, where each pair is met once and counts twice.
#[rustfmt::skip]
pub fn square(a: &Limbs) -> Limbs {
    let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = *a;
    let [d0, d1, d2, d3, d4, d5, d6, d7, _] = a.map(|limb| limb * 2);
    fold([
        a0 * a0,
        d0 * a1,
        d0 * a2 + a1 * a1,
        d0 * a3 + d1 * a2,
        d0 * a4 + d1 * a3 + a2 * a2,
        d0 * a5 + d1 * a4 + d2 * a3,
        d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3,
        d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4,
        d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4,
        d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5,
        d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5,
        d3 * a8 + d4 * a7 + d5 * a6,
        d4 * a8 + d5 * a7 + a6 * a6,
        d5 * a8 + d6 * a7,
        d6 * a8 + a7 * a7,
        d7 * a8,
        a8 * a8,
    ])
}

/// Brings columns back to limbs: carries each by one place, then lets the upper ones in again below.
fn fold(columns: [i64; 17]) -> Limbs {
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8, upper @ ..] = columns;
    let [c9, c10, c11, c12, c13, c14, c15, c16] = upper;
    let carry = |lower: i64, column: i64| (lower >> BITS) + (column & MASK);
    let u0 = carry(c8, c9);
    let u1 = carry(c9, c10);
    let u2 = carry(c10, c11);
    let u3 = carry(c11, c12);
    let u4 = carry(c12, c13);
    let u5 = carry(c13, c14);
    let u6 = carry(c14, c15);
    let u7 = carry(c15, c16);
    let u8 = c16 >> BITS;
    let [x, y] = FOLD;
    settle(&[
        carry(0, c0) + u0 * x + u8 * (x * y),
        carry(c0, c1) + u1 * x + u0 * y + u8 * (y * y),
        carry(c1, c2) + u2 * x + u1 * y,
        carry(c2, c3) + u3 * x + u2 * y,
        carry(c3, c4) + u4 * x + u3 * y,
        carry(c4, c5) + u5 * x + u4 * y,
        carry(c5, c6) + u6 * x + u5 * y,
        carry(c6, c7) + u7 * x + u6 * y,
        carry(c7, c8) + u8 * x + u7 * y,
    ])
}

/// Carries each by one place, to the nearest: limbs are small in size rather than positive.
pub fn settle(limbs: &Limbs) -> Limbs {
    let [l0, l1, l2, l3, l4, l5, l6, l7, l8] = *limbs;
    let over = |limb: i64| (limb + (1 << (BITS - 1))) >> BITS;
    let carry = |lower: i64, limb: i64| limb - (over(limb) << BITS) + over(lower);
    let l9 = over(l8);
    let first = carry(0, l0) + l9 * FOLD[0];
    let second = carry(l0, l1) + l9 * FOLD[1];
    [
        carry(0, first),
        carry(first, second),
        carry(l1, l2) + over(second),
        carry(l2, l3),
        carry(l3, l4),
        carry(l4, l5),
        carry(l5, l6),
        carry(l6, l7),
        carry(l7, l8),
    ]
}
