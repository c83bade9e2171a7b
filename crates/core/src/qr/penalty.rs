//! What makes a code hard to read, counted by the four rules of ISO/IEC 18004, section 7.8.3.

use super::lines::{EDGE, Lines, lanes};
use super::symbol::Code;

/// The points of a code; the fewer, the better.
pub(super) fn penalty(code: &Code) -> u32 {
    along(&code.rows) + along(&code.columns) + blocks(&code.rows) + balance(&code.rows)
}

/// What counts along the lines: runs, and what looks like a finder pattern. The lines are looked at
/// across, so these are the runs of the other direction.
fn along(lines: &Lines) -> u32 {
    let mut points = 0;
    for (number, plane) in lines.planes.iter().take(lines.depth()).enumerate() {
        points += runs(lines.inner(plane), lanes(lines.size, number));
        points += finders(plane.get(EDGE - 4..EDGE + 4 + lines.size).unwrap_or_default());
    }
    points
}

/// Five modules of one colour in a row cost three, every further one costs one more.
fn runs(lines: &[u64], lanes: u64) -> u32 {
    let mut points = 0;
    let mut before = 0;
    for [a, b, c, d, e] in lines.array_windows() {
        let five = !((a ^ b) | (b ^ c) | (c ^ d) | (d ^ e)) & lanes;
        points += five.count_ones() + 2 * (five & !before).count_ones();
        before = five;
    }
    points
}

/// Dark, light, three dark, light, dark, with four light before or after: 40 each. What is outside
/// is light.
fn finders(lines: &[u64]) -> u32 {
    let mut found = 0;
    for [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] in lines.array_windows() {
        let finder = e & !f & g & h & i & !j & k;
        found += (finder & !((a | b | c | d) & (l | m | n | o))).count_ones();
    }
    40 * found
}

/// Two by two modules of one colour cost three, overlapping ones too.
fn blocks(rows: &Lines) -> u32 {
    let mut found = 0;
    for (number, [plane, next]) in rows.planes.array_windows().take(rows.depth()).enumerate() {
        // The last module of a line has none to its right.
        let lanes = lanes(rows.size - 1, number);
        let (mut above, mut edges_above) = (0, u64::MAX);
        for (line, next) in rows.inner(plane).iter().zip(rows.inner(next)) {
            let edges = line ^ (line >> 1 | next << 63);
            found += (!(edges | edges_above | line ^ above) & lanes).count_ones();
            (above, edges_above) = (*line, edges);
        }
    }
    3 * found
}

/// Ten for every full five percent away from half of the modules being dark.
fn balance(rows: &Lines) -> u32 {
    let mut dark = 0;
    for line in rows.planes.as_flattened() {
        dark += line.count_ones();
    }
    let all = (rows.size * rows.size) as u32;
    10 * (20 * dark).abs_diff(10 * all).checked_div(all).unwrap_or_default()
}
