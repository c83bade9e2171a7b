//! A square of modules as packed bits.

/// No code has more modules along a side.
const MOST: usize = 177;

/// Light lines before the first. Masks come again after six lines, and the penalty rules look at four
/// lines around the code.
pub(super) const EDGE: usize = 6;

/// Of all lines, the bits for 64 modules, with light lines before and after: enough to be divided by
/// 64 and by six.
pub(super) type Plane = [u64; 198];
const _: () = assert!(EDGE + MOST.next_multiple_of(64) == 198 && EDGE + MOST + 4 <= 198);

/// One bit for each module, by rows or by columns.
///
/// The first plane has the first 64 modules of every line, the next the next 64, and so on. So a
/// module's neighbours in other lines have the same bit of words near by, and one operation looks at
/// 64 modules.
#[derive(Clone)]
pub(super) struct Lines {
    /// How many lines there are, and how many modules in each.
    pub size: usize,
    /// The last is always light.
    pub planes: [Plane; 4],
}

impl Lines {
    /// All light.
    pub const fn new(size: usize) -> Self {
        Self {
            size,
            planes: [[0; 198]; 4],
        }
    }

    /// How many planes are used.
    pub const fn depth(&self) -> usize {
        self.size.div_ceil(64)
    }

    /// The word of a module, and which bit it is.
    pub fn word(&mut self, line: usize, at: usize) -> Option<(&mut u64, u64)> {
        let word = self.planes.get_mut(at / 64)?.get_mut(EDGE + line)?;
        Some((word, 1 << (at % 64)))
    }

    /// A plane without its edges.
    pub fn inner<'a>(&self, plane: &'a Plane) -> &'a [u64] {
        plane.get(EDGE..EDGE + self.size).unwrap_or_default()
    }

    /// Columns of rows, rows of columns.
    pub fn transposed(&self) -> Self {
        let mut transposed = Self::new(self.size);
        for (column, target) in transposed.planes.iter_mut().take(self.depth()).enumerate() {
            for (row, source) in self.planes.iter().take(self.depth()).enumerate() {
                let from = source.get(EDGE + 64 * column..).and_then(<[u64]>::first_chunk);
                let to = target.get_mut(EDGE + 64 * row..).and_then(<[u64]>::first_chunk_mut);
                if let (Some(from), Some(to)) = (from, to) {
                    *to = *from;
                    transpose(to);
                }
            }
        }
        transposed
    }
}

/// 64 words of 64 bits: exchanges squares of 32, in each of the four squares of 16, and so on.
fn transpose(block: &mut [u64; 64]) {
    let mut half = 32;
    while half > 0 {
        let low = u64::MAX / ((1 << half) + 1);
        for pair in block.chunks_exact_mut(2 * half) {
            let (first, second) = pair.split_at_mut(half);
            for (a, b) in first.iter_mut().zip(second) {
                let change = (*a >> half ^ *b) & low;
                *a ^= change << half;
                *b ^= change;
            }
        }
        half /= 2;
    }
}

/// Which bits of a plane are among the first `size` modules.
pub(super) const fn lanes(size: usize, plane: usize) -> u64 {
    match size.saturating_sub(64 * plane) {
        0 => 0,
        left @ 1..64 => (1 << left) - 1,
        _ => u64::MAX,
    }
}
