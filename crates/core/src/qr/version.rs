//! The forty versions of a code: how large each is, and how many codewords it holds at each level.

use super::Level;

/// One version at one level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Version {
    /// 1 to 40.
    pub number: usize,
    /// Into how many blocks the data is divided.
    pub blocks: usize,
    /// How many codewords of correction each block has.
    pub correction: usize,
}

impl Version {
    /// The smallest that this fits.
    pub fn smallest(level: Level, fits: impl Fn(Self) -> bool) -> Option<Self> {
        let (correction, blocks) = (CORRECTION.get(level as usize)?, BLOCKS.get(level as usize)?);
        for (number, (correction, blocks)) in (1..).zip(correction.iter().zip(blocks)) {
            let version = Self {
                number,
                blocks: usize::from(*blocks),
                correction: usize::from(*correction),
            };
            if fits(version) {
                return Some(version);
            }
        }
        None
    }

    /// How many modules a side has.
    pub const fn size(self) -> usize {
        17 + 4 * self.number
    }

    /// Codewords of data and of correction together.
    pub const fn codewords(self) -> usize {
        let finders = 3 * 64;
        let timing = 2 * (self.size() - 16);
        let format = 31;
        let version = if self.number >= 7 { 36 } else { 0 };
        let alignment = match self.alignments() {
            0 => 0,
            // Not at the three finders; and two sides lie on the timing patterns, by 5 modules each.
            n => 25 * (n * n - 3) - 2 * 5 * (n - 2),
        };
        (self.size() * self.size() - finders - timing - format - version - alignment) / 8
    }

    /// Codewords of data.
    pub const fn data(self) -> usize {
        self.codewords() - self.blocks * self.correction
    }

    /// How many alignment patterns stand along a side.
    pub const fn alignments(self) -> usize {
        if self.number == 1 {
            0
        } else {
            self.number / 7 + 2
        }
    }

    /// Where the centre of an alignment pattern is, on either axis: the first is always at 6, the
    /// others are counted from the far side in even steps, so that only the first step is shorter.
    pub fn alignment(self, nth: usize) -> usize {
        if nth == 0 {
            return 6;
        }
        let last = self.size() - 7;
        let steps = self.number / 7 + 1;
        // A step is the even share of the way, rounded to an even number; up from a quarter on.
        let step = (2 * (last - 6) + 3 * steps) / (4 * steps) * 2;
        last - (steps - nth) * step
    }
}

/// How many codewords of correction each block has, and how many blocks there are, at the levels L,
/// M, Q and H: ISO/IEC 18004, table 9. A column is a version.
#[rustfmt::skip]
const CORRECTION: [[u8; 40]; 4] = [
    [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
    [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
];
#[rustfmt::skip]
const BLOCKS: [[u8; 40]; 4] = [
    [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
    [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
    [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
    [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
];
