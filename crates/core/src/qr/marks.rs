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
    with_check(level << 3 | mask, 0x537) ^ 0x5412
}

/// The version, which only larger codes say: 18 bits.
pub(super) fn version(version: Version) -> Option<usize> {
    (version.number >= 7).then(|| with_check(version.number, 0x1f25))
}

/// The number, and after it what is left of it when it is divided by the polynomial.
fn with_check(number: usize, polynomial: usize) -> usize {
    let degree = polynomial.ilog2();
    let mut rest = number << degree;
    while rest >> degree > 0 {
        rest ^= polynomial << (rest.ilog2() - degree);
    }
    number << degree | rest
}
