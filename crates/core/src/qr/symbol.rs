//! What stands where: the patterns that readers look for, and the data between them.

use super::lines::Lines;
use super::marks;
use super::mask::Mask;
use super::version::Version;

/// Which rings around the centre of a finder pattern are dark; the last is its light border.
const FINDER: [bool; 5] = [true, true, false, true, false];

/// The same of an alignment pattern.
const ALIGNMENT: [bool; 3] = [true, false, true];

/// A code without its mask and its format.
pub(super) struct Symbol {
    columns: Lines,
    /// What is no data.
    taken: Lines,
}

/// A finished code.
pub(super) struct Code {
    pub rows: Lines,
    pub columns: Lines,
}

impl Symbol {
    pub fn new(version: Version, codewords: &[u8]) -> Self {
        let mut symbol = Self {
            columns: Lines::new(version.size()),
            taken: Lines::new(version.size()),
        };
        symbol.draw_patterns(version);
        symbol.draw_data(codewords);
        symbol
    }

    /// The finished code.
    pub fn masked(&self, mask: &Mask, format: usize) -> Code {
        let mut columns = self.columns.clone();
        let planes = columns.used_mut().iter_mut().zip(self.taken.used());
        for (number, (plane, taken)) in planes.enumerate() {
            let inside = self.taken.inside(number);
            let words = plane.iter_mut().zip(taken).take(self.taken.size);
            for (line, (word, taken)) in words.enumerate() {
                let pattern = mask.get(line % 6).copied().unwrap_or_default();
                *word ^= repeated(pattern, number) & inside & !taken;
            }
        }
        draw_format(&mut columns, format);
        Code {
            rows: columns.transposed(),
            columns,
        }
    }

    fn draw_patterns(&mut self, version: Version) {
        let size = version.size();
        self.draw_rings(3, 3, &FINDER);
        self.draw_rings(size - 4, 3, &FINDER);
        self.draw_rings(3, size - 4, &FINDER);
        for down in 0..version.alignments() {
            for right in 0..version.alignments() {
                let (x, y) = (version.alignment(right), version.alignment(down));
                let at_finder = x.min(y) == 6 && [6, size - 7].contains(&x.max(y));
                if !at_finder {
                    self.draw_rings(x, y, &ALIGNMENT);
                }
            }
        }
        for at in 8..size - 8 {
            self.put_twice(at, 6, at % 2 == 0);
        }
        draw_format(&mut self.taken, ALL_OF_FORMAT);
        if let Some(marks) = marks::version(version) {
            for bit in 0..18 {
                self.put_twice(bit / 3, size - 11 + bit % 3, marks >> bit & 1 == 1);
            }
        }
    }

    fn draw_rings(&mut self, x: usize, y: usize, rings: &[bool]) {
        let reach = rings.len() - 1;
        let side = 2 * reach + 1;
        for down in 0..side {
            for right in 0..side {
                let ring = down.abs_diff(reach).max(right.abs_diff(reach));
                let dark = rings.get(ring) == Some(&true);
                // What would be outside to the left or above is far outside to the right or below.
                let (x, y) = (x + right, y + down);
                self.put(x.wrapping_sub(reach), y.wrapping_sub(reach), dark);
            }
        }
    }

    /// Sets a module and the one across the diagonal.
    fn put_twice(&mut self, x: usize, y: usize, dark: bool) {
        self.put(x, y, dark);
        self.put(y, x, dark);
    }

    /// Sets a module that is not data, if it is inside.
    fn put(&mut self, x: usize, y: usize, dark: bool) {
        if x.max(y) < self.taken.size {
            self.taken.set(x, y);
            if dark {
                self.columns.set(x, y);
            }
        }
    }

    /// The codewords, highest bit first, in pairs of columns from the right, up and down in turns.
    fn draw_data(&mut self, codewords: &[u8]) {
        let mut at = 0;
        let mut next = || {
            let codeword = codewords.get(at / 8).copied().unwrap_or_default();
            let bit = codeword >> (7 - at % 8) & 1;
            at += 1;
            u64::from(bit)
        };
        let mut left = self.taken.size - 2;
        let mut upwards = true;
        loop {
            self.draw_pair(left, upwards, &mut next);
            upwards = !upwards;
            left = match left {
                0 => return,
                // The vertical timing pattern is no column of data.
                7 => 4,
                _ => left - 2,
            };
        }
    }

    /// Two columns of data: in every line the right one first.
    fn draw_pair(&mut self, left: usize, upwards: bool, mut next: impl FnMut() -> u64) {
        let depth = self.taken.depth();
        for number in 0..depth {
            let number = if upwards { depth - 1 - number } else { number };
            let inside = self.taken.inside(number);
            let taken = self.taken.planes.get(number);
            let taken = taken.and_then(|plane| plane.get(left..)?.first_chunk());
            let columns = self.columns.planes.get_mut(number);
            let columns = columns.and_then(|plane| plane.get_mut(left..)?.first_chunk_mut());
            if let (Some([taken_left, taken_right]), Some([left, right])) = (taken, columns) {
                let (free_left, free_right) = (inside & !taken_left, inside & !taken_right);
                for line in 0..64 {
                    let y = if upwards { 63 - line } else { line };
                    if free_right >> y & 1 == 1 {
                        *right |= next() << y;
                    }
                    if free_left >> y & 1 == 1 {
                        *left |= next() << y;
                    }
                }
            }
        }
    }
}

/// Twelve bits again and again, as they come to stand in a plane.
const fn repeated(twelve: u16, plane: usize) -> u64 {
    let bits = (twelve as u64).wrapping_mul(0x1001_0010_0100_1001);
    // 64 is 5 · 12 + 4.
    let shift = 4 * plane % 12;
    bits >> shift | bits << (12 - shift)
}

/// A format of which every bit is dark.
const ALL_OF_FORMAT: usize = 0x7fff;

/// Both copies of the format, and the module that is always dark.
fn draw_format(columns: &mut Lines, format: usize) {
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
