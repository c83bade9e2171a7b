//! The eight masks. One is laid over the data, so that no part of it looks like a pattern.

use super::Level;
use super::lines::Lines;
use super::marks::format;
use super::penalty::penalty;
use super::symbol::Symbol;

/// Which modules a mask flips: six columns of twelve modules, which come again and again.
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

/// The code, by rows, with the first of the masks that make it easiest to read.
pub(super) fn best(symbol: &Symbol, level: Level) -> Option<Lines> {
    let mut best = None;
    let mut least = usize::MAX;
    for (number, mask) in MASKS.iter().enumerate() {
        let code = symbol.masked(mask, format(level, number));
        let points = penalty(&code);
        if points < least {
            least = points;
            best = Some(code.rows);
        }
    }
    best
}
