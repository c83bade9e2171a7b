//! What a code says about itself, with a check of its own (BCH codes).

use super::Level;
use super::version::Version;

/// The level and the mask: 15 bits.
pub(super) const fn format(level: Level, mask: usize) -> usize {
    // The levels' numbers in the standard: 1, 0, 3, 2.
    let level = level as usize ^ 1;
    // Flipped so that it is never all light.
    with_check(level << 3 | mask, 0x537, 10) ^ 0x5412
}

/// The version, which only larger codes say: 18 bits.
pub(super) fn version(version: Version) -> Option<usize> {
    (version.number >= 7).then(|| with_check(version.number, 0x1f25, 12))
}

/// A number of at most six bits, and after it what is left when the polynomial divides it.
const fn with_check(number: usize, polynomial: usize, degree: usize) -> usize {
    let mut rest = number << degree;
    let mut bit = 6;
    while bit > 0 {
        bit -= 1;
        if rest >> (degree + bit) & 1 == 1 {
            rest ^= polynomial << bit;
        }
    }
    number << degree | rest
}
