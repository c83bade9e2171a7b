//! The eight masks. A mask inverts some modules of the data, so that no part looks like a finder pattern.

use qrcode::canvas::{Canvas, Module};
use qrcode::{EcLevel, Version};

use crate::matrix::Matrix;
use crate::penalty::penalty;

/// Applies the first of the masks that make a code easiest to read, and returns its rows.
pub fn apply_best(canvas: &Canvas, version: Version, level: EcLevel) -> Matrix {
    let symbol = Symbol::new(canvas, version, level);
    let best = (0..8).min_by_key(|mask| {
        let columns = symbol.apply(*mask);
        penalty(&columns.transpose(), &columns)
    });
    symbol.apply(best.unwrap_or_default()).transpose()
}

/// A code without a mask, as columns.
struct Symbol {
    dark: Matrix,
    /// The modules that a mask may invert.
    data: Matrix,
    level: EcLevel,
}

impl Symbol {
    fn new(canvas: &Canvas, version: Version, level: EcLevel) -> Self {
        let modules = || (0..version.width()).zip(0..);
        let mut dark = Matrix::new(modules().count());
        let mut data = dark.clone();
        for (x, column) in modules() {
            for (y, row) in modules() {
                let module = canvas.get(x, y);
                if module.is_dark() {
                    dark.set(column, row);
                }
                // A few modules after the last codeword stay empty. They are masked like data.
                if !matches!(module, Module::Masked(_)) {
                    data.set(column, row);
                }
            }
        }
        Self { dark, data, level }
    }

    /// Returns the finished code, as columns.
    fn apply(&self, mask: usize) -> Matrix {
        let mut columns = self.dark.clone();
        let pattern = MASKS.get(mask).into_iter().flatten();
        let strips = columns.strips.iter_mut().zip(&self.data.strips);
        for ((strip, data), pattern) in strips.zip(pattern) {
            for ((word, data), pattern) in strip.iter_mut().zip(data).zip(pattern.iter().cycle()) {
                *word ^= pattern & data;
            }
        }
        draw_format(&mut columns, format_information(self.level, mask));
        columns
    }
}

/// The modules that each mask inverts, by strips and columns. Columns repeat after six.
const MASKS: [[[u64; 6]; 3]; 8] = flipped();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const fn flipped() -> [[[u64; 6]; 3]; 8] {
    let mut masks = [[[0; 6]; 3]; 8];
    let mut at = 0;
    while at < 8 * 192 * 6 {
        let (mask, y, x) = (at / 6 / 192, at / 6 % 192, at % 6);
        if is_flipped(mask, x, y) {
            masks[mask][y / 64][x] |= 1 << (y % 64);
        }
        at += 1;
    }
    masks
}

/// Returns whether a mask inverts this module (ISO/IEC 18004, table 10).
const fn is_flipped(mask: usize, x: usize, y: usize) -> bool {
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (x / 3 + y / 2).is_multiple_of(2),
        5 => (x * y).is_multiple_of(6),
        6 => (x * y % 2 + x * y % 3).is_multiple_of(2),
        _ => (x + y + x * y % 3).is_multiple_of(2),
    }
}

/// Returns the format information: the level, the mask and their BCH error correction.
fn format_information(level: EcLevel, mask: usize) -> usize {
    // The standard numbers the levels 1, 0, 3, 2.
    let data = (level as usize ^ 1) << 3 | mask;
    let mut rest = data << 10;
    for bit in (0..5).rev() {
        if rest >> (10 + bit) & 1 == 1 {
            rest ^= 0b101_0011_0111 << bit;
        }
    }
    // Inverted by the standard's pattern, so that it is never all light.
    (data << 10 | rest) ^ 0b101_0100_0001_0010
}

/// Draws both copies of the format information, and the dark module beside them.
fn draw_format(columns: &mut Matrix, format: usize) {
    let size = columns.size;
    columns.set(8, size - 8);
    for bit in (0..15).filter(|bit| format >> bit & 1 == 1) {
        // Past the timing patterns.
        let near = |at| at + usize::from(at >= 6);
        if bit < 8 {
            columns.set(8, near(bit));
            columns.set(size - 1 - bit, 8);
        } else {
            columns.set(near(14 - bit), 8);
            columns.set(8, size - 15 + bit);
        }
    }
}
