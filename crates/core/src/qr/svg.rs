//! A code as an SVG document.

use super::square::{EDGE, Square, plane_length};

/// The empty border that readers need, in modules.
const QUIET_ZONE: usize = 4;

/// Dark on white with a quiet zone; the dark modules are one path.
pub(super) fn draw(square: &Square, title: &str) -> String {
    let size = square.size;
    // A quarter of the modules begin a run, and a run takes about 14 characters.
    let mut svg = String::with_capacity(size * size * 4 + title.len() + 512);
    let side = size + 2 * QUIET_ZONE;
    svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    push_number(&mut svg, side);
    svg.push(' ');
    push_number(&mut svg, side);
    svg.push_str("\" role=\"img\" shape-rendering=\"crispEdges\"><title>");
    push_escaped(&mut svg, title);
    svg.push_str("</title><path fill=\"#fff\" d=\"M0 0h");
    push_number(&mut svg, side);
    svg.push('v');
    push_number(&mut svg, side);
    svg.push_str("H0z\"/><path d=\"");
    for (plane, lines) in square.rows.chunks_exact(plane_length(size)).enumerate() {
        for (y, line) in lines.iter().enumerate() {
            draw_runs(&mut svg, *line, 64 * plane + QUIET_ZONE, y + QUIET_ZONE - EDGE);
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

/// Each run of dark modules as one rectangle.
fn draw_runs(path: &mut String, mut line: u64, mut x: usize, y: usize) {
    while line != 0 {
        let light = line.trailing_zeros();
        line >>= light;
        let dark = line.trailing_ones();
        line = line.checked_shr(dark).unwrap_or(0);
        x += light as usize;
        path.push('M');
        push_number(path, x);
        path.push(' ');
        push_number(path, y);
        path.push('h');
        push_number(path, dark as usize);
        path.push_str("v1H");
        push_number(path, x);
        path.push('z');
        x += dark as usize;
    }
}

/// A number below a thousand. Formatting by the standard library is slower and larger.
fn push_number(text: &mut String, number: usize) {
    for (from, unit) in [(100, 100), (10, 10), (0, 1)] {
        if number >= from {
            text.push(char::from(b'0' + (number / unit % 10) as u8));
        }
    }
}

fn push_escaped(text: &mut String, title: &str) {
    for letter in title.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            _ => text.push(letter),
        }
    }
}
