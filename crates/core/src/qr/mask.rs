//! The eight masks, one of which is laid over the data so that no module is like all its neighbours.

use super::Level;
use super::marks::format;
use super::penalty::penalty;
use super::square::Square;
use super::symbol::Symbol;

/// Which modules a mask flips: bits that come again every twelve, of lines that come again.
pub(super) struct Mask {
    pub rows: &'static [u16],
    pub columns: &'static [u16],
}

#[rustfmt::skip] // a row is a mask
pub(super) const MASKS: [Mask; 8] = [
    mask(&[0x555, 0xaaa], &[0x555, 0xaaa]),
    mask(&[0xfff, 0x000], &[0x555]),
    mask(&[0x249], &[0xfff, 0x000, 0x000]),
    mask(&[0x249, 0x924, 0x492], &[0x249, 0x924, 0x492]),
    mask(&[0x1c7, 0x1c7, 0xe38, 0xe38], &[0x333, 0x333, 0x333, 0xccc, 0xccc, 0xccc]),
    mask(&FIVE, &FIVE),
    mask(&SIX, &SIX),
    mask(&SEVEN, &SEVEN),
];
const FIVE: [u16; 6] = [0xfff, 0x041, 0x249, 0x555, 0x249, 0x041];
const SIX: [u16; 6] = [0xfff, 0x1c7, 0x6db, 0x555, 0xb6d, 0xc71];
const SEVEN: [u16; 6] = [0x555, 0xe38, 0xc71, 0xaaa, 0x1c7, 0x38e];

const fn mask(rows: &'static [u16], columns: &'static [u16]) -> Mask {
    Mask { rows, columns }
}

/// The code with the first of the masks that are least in the way of readers.
pub(super) fn best(symbol: &Symbol, level: Level) -> Option<Square> {
    let codes = MASKS.iter().enumerate().map(|(number, mask)| symbol.masked(mask, format(level, number)));
    codes.min_by_key(penalty)
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
