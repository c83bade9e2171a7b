//! A code as text for a terminal.

use crate::matrix::{Matrix, QUIET_ZONE};

/// Draws two rows of modules per line, since a terminal's characters are about twice as high as wide.
pub fn draw(rows: &Matrix) -> String {
    let border = QUIET_ZONE as usize;
    let side = rows.size + 2 * border;
    let is_dark = |x: usize, y: usize| {
        let inside = x.checked_sub(border).zip(y.checked_sub(border));
        inside.is_some_and(|(x, y)| rows.is_dark(y, x))
    };
    let mut text = String::with_capacity(3 * side * side.div_ceil(2));
    for y in (0..side).step_by(2) {
        if y > 0 {
            text.push('\n');
        }
        text.extend((0..side).map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
            (false, false) => ' ',
            (true, false) => '▀',
            (false, true) => '▄',
            (true, true) => '█',
        }));
    }
    text
}
