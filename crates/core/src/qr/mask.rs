//! The eight masks, one of which is laid over the data so that no module is like all its neighbours.

use super::Level;
use super::marks::format;
use super::penalty::penalty;
use super::symbol::{Code, Symbol};

/// Which modules a mask flips: six columns, of twelve modules each, that come again and again.
pub(super) type Mask = [u16; 6];

#[rustfmt::skip] // a row is a mask
const MASKS: [Mask; 8] = [
    [0x555, 0xaaa, 0x555, 0xaaa, 0x555, 0xaaa],
    [0x555, 0x555, 0x555, 0x555, 0x555, 0x555],
    [0xfff, 0x000, 0x000, 0xfff, 0x000, 0x000],
    [0x249, 0x924, 0x492, 0x249, 0x924, 0x492],
    [0x333, 0x333, 0x333, 0xccc, 0xccc, 0xccc],
    [0xfff, 0x041, 0x249, 0x555, 0x249, 0x041],
    [0xfff, 0x1c7, 0x6db, 0x555, 0xb6d, 0xc71],
    [0x555, 0xe38, 0xc71, 0xaaa, 0x1c7, 0x38e],
];

/// The code with the first of the masks that are least in the way of readers.
pub(super) fn best(symbol: &Symbol, level: Level) -> Code {
    let mut best = symbol.masked(&MASKS[0], format(level, 0));
    let mut least = penalty(&best);
    for (number, mask) in MASKS.iter().enumerate().skip(1) {
        let code = symbol.masked(mask, format(level, number));
        let points = penalty(&code);
        if points < least {
            least = points;
            best = code;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_are_those_of_the_standard() {
        let rules: [fn(usize, usize) -> usize; 8] = [
            |x, y| (x + y) % 2,
            |_, y| y % 2,
            |x, _| x % 3,
            |x, y| (x + y) % 3,
            |x, y| (y / 2 + x / 3) % 2,
            |x, y| x * y % 2 + x * y % 3,
            |x, y| (x * y % 2 + x * y % 3) % 2,
            |x, y| ((x + y) % 2 + x * y % 3) % 2,
        ];
        for (mask, rule) in MASKS.iter().zip(rules) {
            for (x, y) in (0..12).flat_map(|x| (0..12).map(move |y| (x, y))) {
                let flips = rule(x, y) == 0;
                assert_eq!(mask.rows[y % mask.rows.len()] >> x & 1 == 1, flips, "{x} {y}");
                assert_eq!(mask.columns[x % mask.columns.len()] >> y & 1 == 1, flips, "{x} {y}");
            }
        }
    }
}
