//! A code as an SVG document.

use super::lines::Lines;

/// The empty border that readers need, in modules.
const QUIET_ZONE: usize = 4;

/// Dark on white with a quiet zone; the dark modules are one path.
pub(super) fn draw(rows: &Lines, title: &str) -> String {
    let side = rows.size + 2 * QUIET_ZONE;
    let mut pen = Pen {
        text: vec![0; most(rows, title)],
        at: 0,
    };
    pen.write("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    pen.number(side);
    pen.write(" ");
    pen.number(side);
    pen.write("\" role=\"img\" shape-rendering=\"crispEdges\"><title>");
    pen.escaped(title);
    pen.write("</title><path fill=\"#fff\" d=\"M0 0h");
    pen.number(side);
    pen.write("v");
    pen.number(side);
    pen.write("H0z\"/><path d=\"");
    for (number, plane) in rows.planes.iter().take(rows.depth()).enumerate() {
        for (y, line) in rows.inner(plane).iter().enumerate() {
            pen.write("M");
            pen.number(64 * number + QUIET_ZONE);
            pen.write(" ");
            pen.number(y + QUIET_ZONE);
            pen.runs(*line);
        }
    }
    pen.write("\"/></svg>");
    pen.text.truncate(pen.at);
    String::from_utf8(pen.text).unwrap_or_default()
}

/// No fewer characters than it will take.
fn most(rows: &Lines, title: &str) -> usize {
    let mut runs = 0;
    for plane in &rows.planes {
        for line in plane {
            runs += (line & !(line << 1)).count_ones() as usize;
        }
    }
    512 + 5 * title.len() + 30 * rows.size + 15 * runs
}

struct Pen {
    /// Longer than what is written.
    text: Vec<u8>,
    at: usize,
}

impl Pen {
    /// Each run of dark modules as one rectangle, placed by how far it is from the one before.
    fn runs(&mut self, mut line: u64) {
        let mut step = 0;
        while line != 0 {
            let light = line.trailing_zeros();
            line >>= light;
            let dark = line.trailing_ones();
            line = line >> 1 >> (dark - 1);
            let (far, far_length) = digits(step + light as usize);
            let (wide, wide_length) = digits(dark as usize);
            // m<far> 0h<wide>v1h-<wide>z
            let begin = u64::from(b'm') | far << 8 | (letters(b" 0h\0\0\0\0\0") | wide << 24) << (8 + 8 * far_length);
            self.put(begin, 4 + far_length + wide_length);
            let end = letters(b"v1h-\0\0\0\0") | (wide | u64::from(b'z') << (8 * wide_length)) << 32;
            self.put(end, 5 + wide_length);
            step = dark as usize;
        }
    }

    fn number(&mut self, number: usize) {
        let (letters, length) = digits(number);
        self.put(letters, length);
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.bytes() {
            match letter {
                b'&' => self.write("&amp;"),
                b'<' => self.write("&lt;"),
                b'>' => self.write("&gt;"),
                _ => self.put(letter.into(), 1),
            }
        }
    }

    fn write(&mut self, text: &str) {
        for letter in text.bytes() {
            self.put(letter.into(), 1);
        }
    }

    /// Writes up to eight letters.
    fn put(&mut self, letters: u64, length: usize) {
        if let Some(place) = self.text.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut) {
            *place = letters.to_le_bytes();
            self.at += length;
        }
    }
}

const fn letters(letters: &[u8; 8]) -> u64 {
    u64::from_le_bytes(*letters)
}

/// A number as letters, and how many they are.
fn digits(number: usize) -> (u64, usize) {
    if number < 10 {
        return (b'0' as u64 + number as u64, 1);
    }
    let (before, length) = digits(number / 10);
    (before | (b'0' as u64 + number as u64 % 10) << (8 * length), length + 1)
}
