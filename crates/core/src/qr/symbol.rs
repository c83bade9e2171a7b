//! What stands where: the patterns that readers look for, and the data between them.

use super::lines::{EDGE, Lines, lanes};
use super::marks;
use super::mask::Mask;
use super::version::Version;

/// Which rings around the centre of a finder pattern are dark, its light border among them, and the
/// same of an alignment pattern.
const FINDER: [bool; 5] = [true, true, false, true, false];
const ALIGNMENT: [bool; 3] = [true, false, true];

/// A code without its mask and its format.
pub(super) struct Symbol {
    columns: Lines,
    /// The modules that are data.
    free: Lines,
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
            free: Lines::new(version.size()),
        };
        for (number, plane) in symbol.free.planes.iter_mut().enumerate() {
            for word in plane.iter_mut().skip(EDGE).take(version.size()) {
                *word = lanes(version.size(), number);
            }
        }
        symbol.draw_patterns(version);
        symbol.draw_data(codewords);
        symbol
    }

    /// The finished code.
    pub fn masked(&self, mask: &Mask, format: usize) -> Code {
        let mut columns = self.columns.clone();
        let lines = EDGE + columns.size;
        for (number, (plane, free)) in columns.planes.iter_mut().zip(&self.free.planes).take(self.free.depth()).enumerate() {
            let groups = plane.as_chunks_mut().0.iter_mut().zip(free.as_chunks().0);
            for (words, free) in groups.take(lines / 6 + 1) {
                flip(words, free, mask, number);
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
        for y in version.alignment_centres() {
            for x in version.alignment_centres() {
                // Three of them would stand in the finder patterns.
                if self.free.word(x, y).is_some_and(|(word, bit)| *word & bit != 0) {
                    self.draw_rings(x, y, &ALIGNMENT);
                }
            }
        }
        for at in 8..size - 8 {
            self.put_twice(at, 6, at % 2 == 0);
        }
        // Kept for the format.
        for at in 0..8 {
            self.put_twice(at + usize::from(at >= 6), 8, false);
            self.put_twice(size - 1 - at, 8, false);
        }
        if let Some(marks) = marks::version(version) {
            for bit in 0..18 {
                self.put_twice(bit / 3, size - 11 + bit % 3, marks >> bit & 1 == 1);
            }
        }
    }

    fn draw_rings(&mut self, x: usize, y: usize, rings: &[bool]) {
        let reach = rings.len() - 1;
        for down in 0..2 * reach + 1 {
            for right in 0..2 * reach + 1 {
                let ring = down.abs_diff(reach).max(right.abs_diff(reach));
                let dark = rings.get(ring) == Some(&true);
                // What would be outside to the left or above is far outside to the right or below.
                self.put((x + right).wrapping_sub(reach), (y + down).wrapping_sub(reach), dark);
            }
        }
    }

    fn put_twice(&mut self, x: usize, y: usize, dark: bool) {
        self.put(x, y, dark);
        self.put(y, x, dark);
    }

    /// Sets a module that is not data.
    fn put(&mut self, x: usize, y: usize, dark: bool) {
        if x.max(y) >= self.free.size {
            return;
        }
        if let Some((word, bit)) = self.free.word(x, y) {
            *word &= !bit;
        }
        if dark && let Some((word, bit)) = self.columns.word(x, y) {
            *word |= bit;
        }
    }

    /// The codewords, highest bit first, in pairs of columns from the right, up and down in turns.
    fn draw_data(&mut self, codewords: &[u8]) {
        let size = self.free.size;
        let planes = self.free.depth();
        let mut bits = Bits { codewords: codewords.iter(), current: 0, left: 0 };
        let mut upwards = true;
        let mut right = size - 1;
        loop {
            for plane in 0..planes {
                let plane = if upwards { planes - 1 - plane } else { plane };
                let flip = if upwards { 63 } else { 0 };
                let free_right = self.free.word(right, plane * 64).map_or(0, |(word, _)| *word);
                let free_left = self.free.word(right - 1, plane * 64).map_or(0, |(word, _)| *word);
                let mut dark_right = 0;
                let mut dark_left = 0;
                for y in 0..64 {
                    let y = y ^ flip;
                    if free_right >> y & 1 == 1 {
                        dark_right |= bits.next() << y;
                    }
                    if free_left >> y & 1 == 1 {
                        dark_left |= bits.next() << y;
                    }
                }
                if let Some((word, _)) = self.columns.word(right, plane * 64) {
                    *word |= dark_right;
                }
                if let Some((word, _)) = self.columns.word(right - 1, plane * 64) {
                    *word |= dark_left;
                }
            }
            upwards = !upwards;
            if right < 2 {
                break;
            }
            right -= 2;
            // The vertical timing pattern is no column of data.
            if right == 6 {
                right = 5;
            }
        }
    }
}

struct Bits<'a> {
    codewords: std::slice::Iter<'a, u8>,
    current: u64,
    left: u32,
}

impl Bits<'_> {
    fn next(&mut self) -> u64 {
        if self.left == 0 {
            self.left = 8;
            self.current = self.codewords.next().copied().unwrap_or_default().into();
        }
        self.left -= 1;
        self.current >> self.left & 1
    }
}

fn flip(words: &mut [u64; 6], free: &[u64; 6], mask: &Mask, plane: usize) {
    for ((word, free), pattern) in words.iter_mut().zip(free).zip(mask) {
        *word ^= repeated(*pattern, plane) & free;
    }
}

/// Twelve bits again and again, as they come to stand in a plane.
const fn repeated(twelve: u16, plane: usize) -> u64 {
    let bits = (twelve as u64).wrapping_mul(0x1001_0010_0100_1001);
    // 64 is 5 · 12 + 4.
    let shift = 4 * plane % 12;
    bits >> shift | bits << (12 - shift)
}

/// Both copies of the format, and the module that is always dark.
fn draw_format(columns: &mut Lines, format: usize) {
    let size = columns.size;
    let mut set = |x, y, dark: usize| {
        if let Some((word, bit)) = columns.word(x, y) {
            *word |= bit * dark as u64;
        }
    };
    for bit in 0..15 {
        let dark = format >> bit & 1;
        // Around the corner at the top left, past the timing patterns.
        let (x, y) = match bit {
            0..6 => (8, bit),
            6..8 => (8, bit + 1),
            8 => (7, 8),
            _ => (14 - bit, 8),
        };
        set(x, y, dark);
        let (x, y) = if bit < 8 { (size - 1 - bit, 8) } else { (8, size - 15 + bit) };
        set(x, y, dark);
    }
    set(8, size - 8, 1);
}
