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
    /// All versions at this level, the smallest first.
    pub fn all(level: Level) -> impl Iterator<Item = Self> {
        (1..).zip(&BLOCKS).map(move |(number, levels)| {
            let [low, medium, quartile, high] = *levels;
            let (correction, blocks) = match level {
                Level::Low => low,
                Level::Medium => medium,
                Level::Quartile => quartile,
                Level::High => high,
            };
            Self {
                number,
                blocks: blocks.into(),
                correction: correction.into(),
            }
        })
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
    const fn alignments(self) -> usize {
        if self.number == 1 {
            0
        } else {
            self.number / 7 + 2
        }
    }

    /// Where the centres of alignment patterns are, on either axis: the first is always at 6, the
    /// others are counted from the far side in even steps, so that only the first step is shorter.
    pub fn alignment_centres(self) -> impl Iterator<Item = usize> + Clone {
        let last = self.size() - 7;
        let count = self.alignments();
        let steps = count.saturating_sub(1).max(1);
        // A step is the even share of the way, rounded to an even number; up from a quarter on.
        let step = (2 * (last - 6) + 3 * steps) / (4 * steps) * 2;
        (0..count).map(move |nth| if nth == 0 { 6 } else { last - (count - 1 - nth) * step })
    }
}

/// Codewords of correction in each block and number of blocks, at the levels L, M, Q and H: ISO/IEC
/// 18004, table 9. A row is a version.
#[rustfmt::skip]
const BLOCKS: [[(u8, u8); 4]; 40] = [
    [(7, 1), (10, 1), (13, 1), (17, 1)],
    [(10, 1), (16, 1), (22, 1), (28, 1)],
    [(15, 1), (26, 1), (18, 2), (22, 2)],
    [(20, 1), (18, 2), (26, 2), (16, 4)],
    [(26, 1), (24, 2), (18, 4), (22, 4)],
    [(18, 2), (16, 4), (24, 4), (28, 4)],
    [(20, 2), (18, 4), (18, 6), (26, 5)],
    [(24, 2), (22, 4), (22, 6), (26, 6)],
    [(30, 2), (22, 5), (20, 8), (24, 8)],
    [(18, 4), (26, 5), (24, 8), (28, 8)],
    [(20, 4), (30, 5), (28, 8), (24, 11)],
    [(24, 4), (22, 8), (26, 10), (28, 11)],
    [(26, 4), (22, 9), (24, 12), (22, 16)],
    [(30, 4), (24, 9), (20, 16), (24, 16)],
    [(22, 6), (24, 10), (30, 12), (24, 18)],
    [(24, 6), (28, 10), (24, 17), (30, 16)],
    [(28, 6), (28, 11), (28, 16), (28, 19)],
    [(30, 6), (26, 13), (28, 18), (28, 21)],
    [(28, 7), (26, 14), (26, 21), (26, 25)],
    [(28, 8), (26, 16), (30, 20), (28, 25)],
    [(28, 8), (26, 17), (28, 23), (30, 25)],
    [(28, 9), (28, 17), (30, 23), (24, 34)],
    [(30, 9), (28, 18), (30, 25), (30, 30)],
    [(30, 10), (28, 20), (30, 27), (30, 32)],
    [(26, 12), (28, 21), (30, 29), (30, 35)],
    [(28, 12), (28, 23), (28, 34), (30, 37)],
    [(30, 12), (28, 25), (30, 34), (30, 40)],
    [(30, 13), (28, 26), (30, 35), (30, 42)],
    [(30, 14), (28, 28), (30, 38), (30, 45)],
    [(30, 15), (28, 29), (30, 40), (30, 48)],
    [(30, 16), (28, 31), (30, 43), (30, 51)],
    [(30, 17), (28, 33), (30, 45), (30, 54)],
    [(30, 18), (28, 35), (30, 48), (30, 57)],
    [(30, 19), (28, 37), (30, 51), (30, 60)],
    [(30, 19), (28, 38), (30, 53), (30, 63)],
    [(30, 20), (28, 40), (30, 56), (30, 66)],
    [(30, 21), (28, 43), (30, 59), (30, 70)],
    [(30, 22), (28, 45), (30, 62), (30, 74)],
    [(30, 24), (28, 47), (30, 65), (30, 77)],
    [(30, 25), (28, 49), (30, 68), (30, 81)],
];
