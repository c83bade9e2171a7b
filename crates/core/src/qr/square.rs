//! A square of modules as packed bits, by rows and by columns.

/// Empty lines before the first line and after the last, as many as the penalty rules look at.
pub(super) const EDGE: usize = 4;

/// The dark modules of a square.
///
/// Lines are kept in planes: the first 64 modules of every line, the next 64 of every line and so
/// on, with empty lines around them and an empty plane after the last. A module's neighbours stand in
/// the same bit of the words around its own, so that one operation looks at 64 modules.
pub(super) struct Square {
    pub size: usize,
    pub rows: Vec<u64>,
    pub columns: Vec<u64>,
}

impl Square {
    pub fn new(size: usize) -> Self {
        let empty = vec![0; (size.div_ceil(64) + 1) * plane_length(size)];
        Self {
            size,
            rows: empty.clone(),
            columns: empty,
        }
    }

    /// How many modules there are.
    pub fn modules(&self) -> u32 {
        (self.size*self.size) as u32
    }

    /// Makes a module dark.
    pub fn set(&mut self, x: usize, y: usize) {
        if let Some((word, bit)) = word(&mut self.rows, self.size, x, y) {
            *word |= bit;
        }
        if let Some((word, bit)) = word(&mut self.columns, self.size, y, x) {
            *word |= bit;
        }
    }
}

/// The word that holds a module, and its bit there.
pub(super) fn word(lines: &mut [u64], size: usize, at: usize, line: usize) -> Option<(&mut u64, u64)> {
    let word = lines.get_mut(at / 64 * plane_length(size) + line + EDGE)?;
    Some((word, 1 << (at % 64)))
}

/// How many words a plane has.
pub(super) const fn plane_length(size: usize) -> usize {
    size + 2 * EDGE
}

/// The bits that are modules of the first `size` in a plane.
pub(super) const fn lanes(size: usize, plane: usize) -> u64 {
    match size.saturating_sub(64 * plane) {
        0 => 0,
        1..64 => u64::MAX >> (64 - (size - 64 * plane)),
        _ => u64::MAX,
    }
}
