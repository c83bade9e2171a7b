//! A code as an SVG document.

use super::lines::Lines;

/// The empty border that readers need, in modules.
const QUIET_ZONE: usize = 4;

/// Dark on white with a quiet zone; the dark modules are one path.
pub(super) fn draw(rows: &Lines, title: &str) -> String {
    let side = rows.size + 2 * QUIET_ZONE;
    // Runs are two modules apart or more and have at most fifteen letters, a line begins with at most
    // eight in each plane, and no escaped letter has more than five.
    let most = 512 + 5 * title.len() + rows.size * (8 * rows.size + 64);
    let mut pen = Pen {
        paper: vec![0; most],
        at: 0,
    };
    let beginning = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ";
    pen.number(beginning, side);
    pen.number(" ", side);
    pen.text("\" role=\"img\" shape-rendering=\"crispEdges\"><title>");
    pen.escaped(title);
    pen.number("</title><path fill=\"#fff\" d=\"M0 0h", side);
    pen.number("v", side);
    pen.text("H0z\"/><path d=\"");
    for (number, plane) in rows.used().iter().enumerate() {
        for (y, line) in plane.iter().enumerate() {
            if *line != 0 {
                pen.number("M", 64 * number + QUIET_ZONE);
                pen.number(" ", y + QUIET_ZONE);
                pen.runs(*line);
            }
        }
    }
    pen.text("\"/></svg>");
    pen.paper.truncate(pen.at);
    // Letters that came from texts, and ASCII between them.
    String::from_utf8(pen.paper).unwrap_or_default()
}

/// Writes eight letters at a time: formatting would be larger and several times slower.
struct Pen {
    /// Longer than what will be written.
    paper: Vec<u8>,
    at: usize,
}

impl Pen {
    /// Each run of dark modules as a rectangle, at a distance from the one before:
    /// `m<step> 0h<dark>v1h-<dark>z`.
    fn runs(&mut self, mut line: u64) {
        let mut step = 0;
        while line != 0 {
            let light = line.trailing_zeros();
            line >>= light;
            let dark = line.trailing_ones();
            line = line >> 1 >> (dark - 1);
            let (step_letters, step_length) = digits(step + light as usize);
            let (letters, length) = digits(dark as usize);
            let height = u64::from_le_bytes(*b" 0h\0\0\0\0\0") | letters << 24;
            let from = u64::from(b'm') | step_letters << 8 | height << (8 + 8 * step_length);
            self.letters(from, 4 + step_length + length);
            let end = letters | u64::from(b'z') << (8 * length);
            let back = u64::from_le_bytes(*b"v1h-\0\0\0\0") | end << 32;
            self.letters(back, 5 + length);
            step = dark as usize;
        }
    }

    /// A text and a number.
    fn number(&mut self, text: &str, number: usize) {
        self.text(text);
        let (letters, length) = digits(number);
        self.letters(letters, length);
    }

    /// A text with the letters of markup as numbers.
    fn escaped(&mut self, text: &str) {
        for letter in text.bytes() {
            match letter {
                b'&' | b'<' | b'>' => {
                    self.number("&#", letter.into());
                    self.text(";");
                }
                _ => self.letters(letter.into(), 1),
            }
        }
    }

    fn text(&mut self, text: &str) {
        for letter in text.bytes() {
            self.letters(letter.into(), 1);
        }
    }

    /// Up to eight letters, the first in the lowest byte.
    fn letters(&mut self, letters: u64, length: usize) {
        let rest = self.paper.get_mut(self.at..);
        if let Some(place) = rest.and_then(<[u8]>::first_chunk_mut) {
            *place = letters.to_le_bytes();
            self.at += length;
        }
    }
}

/// A number as letters, and how many they are.
fn digits(number: usize) -> (u64, usize) {
    let last = u64::from(b'0') + (number % 10) as u64;
    if number < 10 {
        return (last, 1);
    }
    let (before, length) = digits(number / 10);
    (before | last << (8 * length), length + 1)
}
