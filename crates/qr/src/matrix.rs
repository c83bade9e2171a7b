//! A square of modules, as packed bits.

/// The width of the light border around a code, in modules.
pub const QUIET_ZONE: u32 = 4;

/// The most lines of a strip. The largest code has 177.
pub const LINES: usize = 192;

/// One word of each line. Words beyond the code's size are zero.
pub type Strip = [u64; LINES];

/// One bit for each module, set if it is dark. A line is a column or a row, depending on the owner.
///
/// The first strip has the first 64 modules of each line, the second the next 64, and so on. The
/// module beside another one in the next line is the same bit of the next word, so one operation
/// compares 64 of them.
#[derive(Clone)]
pub struct Matrix {
    /// How many modules a line has, and how many lines there are.
    pub size: usize,
    pub strips: Vec<Strip>,
}

impl Matrix {
    /// Creates a light square.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            strips: vec![[0; LINES]; size.div_ceil(64)],
        }
    }

    /// Makes a module dark.
    pub fn set(&mut self, line: usize, at: usize) {
        let strip = self.strips.get_mut(at / 64);
        if let Some(word) = strip.and_then(|strip| strip.get_mut(line)) {
            *word |= 1 << (at % 64);
        }
    }

    /// Returns whether a module is dark; those outside are light.
    pub fn is_dark(&self, line: usize, at: usize) -> bool {
        let strip = self.strips.get(at / 64);
        let word = strip.and_then(|strip| strip.get(line));
        word.is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Transposes the matrix.
    pub fn transpose(&self) -> Self {
        let mut transposed = Self::new(self.size);
        for (column, target) in transposed.strips.iter_mut().enumerate() {
            let blocks = target.as_chunks_mut().0;
            for (block, source) in blocks.iter_mut().zip(&self.strips) {
                if let Some(source) = source.as_chunks().0.get(column) {
                    *block = *source;
                    transpose_block(block);
                }
            }
        }
        transposed
    }
}

/// Swaps squares of 32 bits across the diagonal, within each of them squares of 16, and so on.
fn transpose_block(block: &mut [u64; 64]) {
    for half in [32, 16, 8, 4, 2, 1] {
        let low = u64::MAX / ((1 << half) + 1);
        for pair in block.chunks_exact_mut(2 * half) {
            let (first, second) = pair.split_at_mut(half);
            for (a, b) in first.iter_mut().zip(second) {
                let difference = ((*a >> half) ^ *b) & low;
                *a ^= difference << half;
                *b ^= difference;
            }
        }
    }
}

/// Returns the bits of a strip that are among the first `modules` modules of a line.
pub const fn inside(modules: usize, strip: usize) -> u64 {
    match modules.saturating_sub(64 * strip) {
        0 => 0,
        left @ 1..64 => (1 << left) - 1,
        _ => u64::MAX,
    }
}
