//! The penalty of a mask, by the four rules of ISO/IEC 18004, section 7.8.3.

use crate::matrix::{LINES, Matrix, Strip, inside};

/// Counts the penalty points of a code.
pub fn penalty(rows: &Matrix, columns: &Matrix) -> usize {
    runs_across(rows) + runs_across(columns) + blocks_and_balance(rows)
}

/// Counts the runs across the lines, 64 at once: in columns if the lines are rows.
///
/// Five modules of one colour in a row cost three, each further one costs one more. Dark, light,
/// three dark, light, dark, with four light modules before or after, cost 40: they look like a
/// finder pattern. What is outside is light.
fn runs_across(lines: &Matrix) -> usize {
    let mut sum = 0;
    for (number, strip) in lines.strips.iter().enumerate() {
        let inside = inside(lines.size, number);
        // With five light lines before and after.
        let mut padded = [0; 5 + LINES];
        padded[5..].copy_from_slice(strip);
        let padded = padded.get(..lines.size + 10).unwrap_or_default();
        let mut five_before = 0;
        for [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] in padded.array_windows() {
            let five = !((f ^ g) | (g ^ h) | (h ^ i) | (i ^ j)) & inside;
            sum += five.count_ones() + 2 * (five & !five_before).count_ones();
            five_before = five;
            let finder = e & !f & g & h & i & !j & k;
            let light = !((a | b | c | d) & (l | m | n | o));
            sum += 40 * (finder & light).count_ones();
        }
    }
    sum as usize
}

/// Each two by two modules of one colour cost three, overlapping ones too. Each full five percent by which
/// the share of dark modules differs from half costs ten.
fn blocks_and_balance(rows: &Matrix) -> usize {
    const LIGHT: Strip = [0; LINES];
    let (mut blocks, mut dark) = (0, 0);
    for (number, strip) in rows.strips.iter().enumerate() {
        let right = rows.strips.get(number + 1).unwrap_or(&LIGHT);
        // The last module of a row has no neighbour to its right.
        let inside = inside(rows.size - 1, number);
        let (mut above, mut edges_above) = (0, u64::MAX);
        for (row, right) in strip.iter().zip(right).take(rows.size) {
            let edges = row ^ (row >> 1 | right << 63);
            blocks += (!(edges | edges_above | (row ^ above)) & inside).count_ones();
            dark += row.count_ones();
            (above, edges_above) = (*row, edges);
        }
    }
    let all = rows.size * rows.size;
    let away = (20 * dark as usize).abs_diff(10 * all);
    3 * blocks as usize + 10 * away.checked_div(all).unwrap_or_default()
}

#[cfg(test)]
#[path = "../tests/qr/rules.rs"]
mod rules;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// Squares of the size of some code, of many runs, blocks and patterns.
    fn square() -> impl Strategy<Value = (usize, Vec<u64>)> {
        let word = prop_oneof![
            any::<u64>(),
            (0..64_u32).prop_map(|shift| 0b0000_1011_1010_0000 << shift),
            Just(0),
            Just(u64::MAX),
        ];
        (1..=40_usize).prop_flat_map(move |version| {
            let size = 17 + 4 * version;
            (Just(size), vec(word.clone(), size * 3))
        })
    }

    fn assert_same(size: usize, words: &[u64], turned: bool) {
        let dark = |x: usize, y: usize| {
            let (x, y) = if turned { (y, x) } else { (x, y) };
            words[y * 3 + x / 64] >> (x % 64) & 1 == 1
        };
        let mut rows = Matrix::new(size);
        for (x, y) in (0..size).flat_map(|y| (0..size).map(move |x| (x, y))) {
            if dark(x, y) {
                rows.set(y, x);
            }
        }
        assert_eq!(
            penalty(&rows, &rows.transpose()),
            rules::penalty(size, dark)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn points_are_those_of_the_rules_written_to_be_read((size, words) in square()) {
            assert_same(size, &words, false);
            assert_same(size, &words, true);
        }
    }

    #[test]
    fn squares_of_one_colour_have_the_points_of_the_rules() {
        for size in (21..=177).step_by(4) {
            for word in [0, u64::MAX] {
                assert_same(size, &vec![word; size * 3], false);
            }
        }
    }
}
