//! What a code says about itself, with a check of its own (BCH codes).

use super::Level;
use super::version::Version;

/// The level and the mask: 15 bits.
pub(super) fn format(level: Level, mask: usize) -> usize {
    let level = match level {
        Level::Low => 0b01,
        Level::Medium => 0b00,
        Level::Quartile => 0b11,
        Level::High => 0b10,
    };
    // So that it is never all light.
    with_check(level << 3 | mask, 0x537, 10) ^ 0x5412
}

/// The version, which only larger codes say: 18 bits.
pub(super) fn version(version: Version) -> Option<usize> {
    (version.number >= 7).then(|| with_check(version.number, 0x1f25, 12))
}

/// The number, and after it what is left of it when it is divided by the polynomial.
fn with_check(number: usize, polynomial: usize, degree: usize) -> usize {
    let mut rest = number << degree;
    for bit in (0..6).rev() {
        if rest >> (degree + bit) & 1 == 1 {
            rest ^= polynomial << bit;
        }
    }
    number << degree | rest
}
