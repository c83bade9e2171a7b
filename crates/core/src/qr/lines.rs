//! A square of modules as packed bits.

/// No code has more modules along a side.
const MOST: usize = 177;

/// How many planes that takes.
const DEPTH: usize = MOST.div_ceil(64);

/// How many lines a plane has room for.
pub(super) const PLANE: usize = 64 * DEPTH;

/// The bits of 64 modules of every line. What is beyond the last line is light.
pub(super) type Plane = [u64; PLANE];

/// One bit for each module, by rows or by columns.
///
/// The first plane has the first 64 modules of every line, the second the next 64, and so on. So a
/// module's neighbours in other lines have the same bit of words near by, and one operation looks at
/// 64 modules.
#[derive(Clone)]
pub(super) struct Lines {
    /// How many lines there are, and how many modules in each.
    pub size: usize,
    /// One more than any code needs, which stays light.
    pub planes: [Plane; DEPTH + 1],
}

impl Lines {
    /// All light.
    pub const fn new(size: usize) -> Self {
        Self {
            size,
            planes: [[0; PLANE]; DEPTH + 1],
        }
    }

    /// Makes a module dark.
    pub fn set(&mut self, line: usize, at: usize) {
        if let Some(plane) = self.planes.get_mut(at / 64)
            && let Some(word) = plane.get_mut(line)
        {
            *word |= 1 << (at % 64);
        }
    }

    /// The planes in use.
    pub fn used(&self) -> &[Plane] {
        self.planes.get(..self.depth()).unwrap_or_default()
    }

    /// The planes in use, to be changed.
    pub fn used_mut(&mut self) -> &mut [Plane] {
        let depth = self.depth();
        self.planes.get_mut(..depth).unwrap_or_default()
    }

    /// How many planes are in use.
    pub const fn depth(&self) -> usize {
        self.size.div_ceil(64)
    }

    /// Which bits of a plane are modules.
    pub const fn inside(&self, plane: usize) -> u64 {
        inside(self.size, plane)
    }

    /// Rows as columns, columns as rows.
    pub fn transposed(&self) -> Self {
        let mut transposed = Self::new(self.size);
        for (column, target) in transposed.used_mut().iter_mut().enumerate() {
            for (row, source) in self.used().iter().enumerate() {
                let from = source.get(64 * column..).and_then(<[u64]>::first_chunk);
                let to = target
                    .get_mut(64 * row..)
                    .and_then(<[u64]>::first_chunk_mut);
                if let (Some(from), Some(to)) = (from, to) {
                    *to = *from;
                    transpose(to);
                }
            }
        }
        transposed
    }
}

/// Of 64 words of 64 bits: exchanges squares of 32 bits, in each of these squares of 16, and so on.
fn transpose(block: &mut [u64; 64]) {
    let mut half = 32;
    while half > 0 {
        let low = u64::MAX / ((1 << half) + 1);
        for pair in block.chunks_exact_mut(2 * half) {
            let (first, second) = pair.split_at_mut(half);
            for (a, b) in first.iter_mut().zip(second) {
                let change = ((*a >> half) ^ *b) & low;
                *a ^= change << half;
                *b ^= change;
            }
        }
        half /= 2;
    }
}

/// Which bits of a plane are among the first `size` modules.
pub(super) const fn inside(size: usize, plane: usize) -> u64 {
    match size.saturating_sub(64 * plane) {
        0 => 0,
        left @ 1..64 => (1 << left) - 1,
        _ => u64::MAX,
    }
}
