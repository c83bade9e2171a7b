//! The four rules of ISO/IEC 18004, section 7.8.3, written to be read.

/// The points of a square of modules.
pub fn penalty(size: usize, dark: impl Fn(usize, usize) -> bool) -> usize {
    let row = |y: usize| (0..size).map(|x| dark(x, y)).collect::<Vec<_>>();
    let column = |x: usize| (0..size).map(|y| dark(x, y)).collect::<Vec<_>>();
    let lines: Vec<Vec<bool>> = (0..size).map(row).chain((0..size).map(column)).collect();
    let along: usize = lines.iter().map(|line| runs(line) + finders(line)).sum();
    along + blocks(size, &dark) + balance(size, &dark)
}

/// Five modules of one colour in a row cost three, every further one costs one more.
fn runs(line: &[bool]) -> usize {
    let lengths = line.chunk_by(|a, b| a == b).map(<[bool]>::len);
    lengths
        .filter(|length| *length >= 5)
        .map(|length| length - 2)
        .sum()
}

/// Dark, light, three dark, light, dark, with four light modules before or after, cost 40. The
/// border is light.
fn finders(line: &[bool]) -> usize {
    let border = [false; 4];
    let line = [&border, line, &border].concat();
    let found = line.windows(15).filter(|window| {
        let finder = [true, false, true, true, true, false, true];
        window[4..11] == finder && (window[..4] == border || window[11..] == border)
    });
    40 * found.count()
}

/// Two by two modules of one colour cost three, overlapping ones too.
fn blocks(size: usize, dark: &impl Fn(usize, usize) -> bool) -> usize {
    let corners = (1..size).flat_map(|y| (1..size).map(move |x| (x, y)));
    let same = corners.filter(|(x, y)| {
        let others = [(x - 1, *y), (*x, y - 1), (x - 1, y - 1)];
        others
            .iter()
            .all(|other| dark(other.0, other.1) == dark(*x, *y))
    });
    3 * same.count()
}

/// Ten for every full five percent away from half of the modules being dark.
fn balance(size: usize, dark: &impl Fn(usize, usize) -> bool) -> usize {
    let all = size * size;
    let dark = (0..all).filter(|at| dark(at % size, at / size)).count();
    10 * ((100 * dark).abs_diff(50 * all) / (5 * all))
}
