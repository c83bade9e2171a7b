//! What makes a code hard to read, counted by the four rules of ISO/IEC 18004, section 7.8.3.

use super::square::{EDGE, Square, lanes, plane_length};

/// The points of a code; the fewer, the better.
pub(super) fn penalty(square: &Square) -> u32 {
    blocks(square) + balance(square) + along(&square.columns, square.size) + along(&square.rows, square.size)
}

/// What counts along the lines' direction: runs, and what looks like a finder pattern.
fn along(lines: &[u64], size: usize) -> u32 {
    let planes = lines.chunks_exact(plane_length(size)).enumerate();
    planes.map(|(plane, lines)| finders(lines) + runs(inner(lines), lanes(size, plane))).sum()
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
fn blocks(square: &Square) -> u32 {
    let planes = square.rows.chunks_exact(plane_length(square.size));
    let mut found = 0;
    for (plane, (lines, next)) in planes.clone().zip(planes.skip(1)).enumerate() {
        let lanes = lanes(square.size - 1, plane);
        let pairs = inner(lines).array_windows().zip(inner(next).array_windows());
        for ([a, b], [next_a, next_b]) in pairs {
            let down = a ^ b;
            let right = a ^ shifted(*a, *next_a);
            let right_below = shifted(down, next_a ^ next_b);
            found += (!(down | right | right_below) & lanes).count_ones();
        }
    }
    3 * found
}

/// The words moved by one module, towards the lower bits.
const fn shifted(word: u64, next: u64) -> u64 {
    word >> 1 | next << 63
}

/// Ten for every full five percent away from half of the modules being dark.
fn balance(square: &Square) -> u32 {
    let dark: u32 = square.rows.iter().map(|word| word.count_ones()).sum();
    let all = square.modules();
    10 * ((20 * dark).abs_diff(10 * all) / all)
}

/// The lines that are modules.
fn inner(lines: &[u64]) -> &[u64] {
    lines.get(EDGE..lines.len() - EDGE).unwrap_or_default()
}
