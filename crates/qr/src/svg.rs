//! A code as an SVG document.

use crate::matrix::{Matrix, QUIET_ZONE};

/// Draws the dark modules as one path on a white square, with a quiet zone around them.
pub fn draw(rows: &Matrix, title: &str) -> String {
    let side = rows.size + 2 * QUIET_ZONE as usize;
    let title = title
        .replace('&', "&#38;")
        .replace('<', "&#60;")
        .replace('>', "&#62;");
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{title}</title>\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\""
    );
    // Enough for most codes.
    svg.reserve(6 * rows.size * rows.size);
    for (x, strip) in (QUIET_ZONE..).step_by(64).zip(&rows.strips) {
        for (y, row) in (QUIET_ZONE..).zip(strip).filter(|(_, row)| **row != 0) {
            push(&mut svg, "M", x);
            push(&mut svg, " ", y);
            push_runs(&mut svg, *row);
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

/// Appends a rectangle for each run of dark modules, at its distance from the one before.
fn push_runs(svg: &mut String, mut row: u64) {
    let mut before = 0;
    while row != 0 {
        let light = row.trailing_zeros();
        row >>= light;
        let dark = row.trailing_ones();
        row = row >> 1 >> (dark - 1);
        push(svg, "m", before + light);
        push(svg, " 0h", dark);
        push(svg, "v1h-", dark);
        svg.push('z');
        before = dark;
    }
}

/// Appends a text and a number of at most three digits. `format!` would take longer than everything else.
fn push(svg: &mut String, text: &str, number: u32) {
    svg.push_str(text);
    for unit in [100, 10, 1] {
        if number >= unit || unit == 1 {
            svg.push(char::from_digit(number / unit % 10, 10).unwrap_or_default());
        }
    }
}
