//! What stands where: the patterns that readers look for, and the data between them.

use super::marks;
use super::mask::Mask;
use super::square::{EDGE, Square, lanes, plane_length, word};
use super::version::Version;

/// Which rings around the centre of a finder pattern are dark, its light border among them, and the
/// same of an alignment pattern.
const FINDER: [bool; 5] = [true, true, false, true, false];
const ALIGNMENT: [bool; 3] = [true, false, true];

/// A code without its mask and its format.
pub(super) struct Symbol {
    square: Square,
    /// The modules that are data. They are the same by rows and by columns.
    free: Vec<u64>,
}

impl Symbol {
    pub fn new(version: Version, codewords: &[u8]) -> Self {
        let square = Square::new(version.size());
        let mut symbol = Self {
            free: all(square.size),
            square,
        };
        symbol.draw_patterns(version);
        symbol.draw_data(codewords);
        symbol
    }

    /// The finished code.
    pub fn masked(&self, mask: &Mask, format: usize) -> Square {
        let mut square = Square {
            size: self.square.size,
            rows: flipped(&self.square.rows, &self.free, self.square.size, mask.rows),
            columns: flipped(&self.square.columns, &self.free, self.square.size, mask.columns),
        };
        draw_format(&mut square, format);
        square
    }

    fn draw_patterns(&mut self, version: Version) {
        let size = version.size();
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            self.draw_rings(x, y, &FINDER);
        }
        let centres = version.alignment_centres();
        for y in centres.clone() {
            for x in centres.clone() {
                // Three of them would stand in the finder patterns.
                if self.is_free(x, y) {
                    self.draw_rings(x, y, &ALIGNMENT);
                }
            }
        }
        for at in 8..size - 8 {
            self.put(at, 6, at % 2 == 0);
            self.put(6, at, at % 2 == 0);
        }
        // Kept for the format.
        for at in (0..6).chain(7..9).chain(size - 8..size) {
            self.put(at, 8, false);
            self.put(8, at, false);
        }
        if let Some(marks) = marks::version(version) {
            for bit in 0..18 {
                let dark = marks >> bit & 1 == 1;
                let (along, across) = (bit / 3, size - 11 + bit % 3);
                self.put(along, across, dark);
                self.put(across, along, dark);
            }
        }
    }

    fn draw_rings(&mut self, x: usize, y: usize, rings: &[bool]) {
        let reach = rings.len() - 1;
        for down in 0..=2 * reach {
            for right in 0..=2 * reach {
                let ring = down.abs_diff(reach).max(right.abs_diff(reach));
                let dark = rings.get(ring) == Some(&true);
                // What would be outside to the left or above is far outside to the right or below.
                self.put((x + right).wrapping_sub(reach), (y + down).wrapping_sub(reach), dark);
            }
        }
    }

    /// Sets a module that is not data.
    fn put(&mut self, x: usize, y: usize, dark: bool) {
        let size = self.square.size;
        if x.max(y) >= size {
            return;
        }
        if let Some((word, bit)) = word(&mut self.free, size, x, y) {
            *word &= !bit;
        }
        if dark {
            self.square.set(x, y);
        }
    }

    fn is_free(&mut self, x: usize, y: usize) -> bool {
        word(&mut self.free, self.square.size, x, y).is_some_and(|(word, bit)| *word & bit != 0)
    }

    /// The codewords, highest bit first, in pairs of columns from the right, up and down in turns.
    fn draw_data(&mut self, codewords: &[u8]) {
        let size = self.square.size;
        let mut bits = codewords.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        let mut upwards = true;
        // The vertical timing pattern is no column of data.
        for right in (0..6).step_by(2).chain((7..size).step_by(2)).rev().map(|left| left + 1) {
            for line in 0..size {
                let y = if upwards { size - 1 - line } else { line };
                for x in [right, right - 1] {
                    if self.is_free(x, y) && bits.next() == Some(1) {
                        self.square.set(x, y);
                    }
                }
            }
            upwards = !upwards;
        }
    }
}

/// The bits of all modules.
fn all(size: usize) -> Vec<u64> {
    let mut lines = Square::new(size).rows;
    for (plane, words) in lines.chunks_exact_mut(plane_length(size)).enumerate() {
        for word in words.iter_mut().skip(EDGE).take(size) {
            *word = lanes(size, plane);
        }
    }
    lines
}

/// The lines with the mask's pattern over the data.
fn flipped(lines: &[u64], free: &[u64], size: usize, pattern: &[u16]) -> Vec<u64> {
    let mut flipped = Vec::with_capacity(lines.len());
    let planes = lines.chunks_exact(plane_length(size)).zip(free.chunks_exact(plane_length(size)));
    for (plane, (words, free)) in planes.enumerate() {
        // Twelve lines before the first, the pattern was where it is at the first.
        let pattern = pattern.iter().cycle().skip(12 - EDGE);
        let masks = pattern.map(|pattern| repeated(*pattern, plane));
        flipped.extend(words.iter().zip(free).zip(masks).map(|((word, free), mask)| word ^ free & mask));
    }
    flipped
}

/// Twelve bits again and again, as they come to stand in a plane.
const fn repeated(twelve: u16, plane: usize) -> u64 {
    let bits = twelve as u64 * 0x1001_0010_0100_1001;
    // 64 is 5 · 12 + 4.
    let shift = 4 * plane % 12;
    bits >> shift | bits << (12 - shift)
}

/// Both copies of the format, and the module that is always dark.
fn draw_format(square: &mut Square, format: usize) {
    let size = square.size;
    for bit in (0..15).filter(|bit| format >> bit & 1 == 1) {
        // Around the corner at the top left, past the timing patterns.
        match bit {
            0..6 => square.set(8, bit),
            6..8 => square.set(8, bit + 1),
            8 => square.set(7, 8),
            _ => square.set(14 - bit, 8),
        }
        if bit < 8 {
            square.set(size - 1 - bit, 8);
        } else {
            square.set(8, size - 15 + bit);
        }
    }
    square.set(8, size - 8);
}
