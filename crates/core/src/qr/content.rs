//! The text as codewords of data: in alphanumeric mode where its characters allow that, else as
//! bytes.

use std::slice::IterMut;

use super::version::Version;

/// A text and the mode it is written in.
pub(super) struct Content<'a> {
    text: &'a [u8],
    alphanumeric: bool,
}

impl<'a> Content<'a> {
    pub fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        Self {
            text,
            alphanumeric: text.iter().all(|byte| value(*byte).is_some()),
        }
    }

    /// Whether the version has room for it.
    pub fn fits(&self, version: Version) -> bool {
        let width_of_two = if self.alphanumeric { 11 } else { 16 };
        let text = self.text.len().saturating_mul(width_of_two).div_ceil(2);
        4 + self.count_width(version) + text <= version.data() * 8
    }

    /// The codewords, filled up to what the version holds.
    pub fn codewords(&self, version: Version) -> Vec<u8> {
        let mut codewords = vec![0; version.data()];
        let mut bits = Bits {
            codewords: codewords.iter_mut(),
            pending: 0,
            count: 0,
        };
        bits.push(if self.alphanumeric { 0b0010 } else { 0b0100 }, 4);
        bits.push(self.text.len(), self.count_width(version));
        if self.alphanumeric {
            for pair in self.text.chunks(2) {
                let number = pair.iter().filter_map(|byte| value(*byte)).fold(0, |sum, value| sum * 45 + value);
                bits.push(number, if pair.len() == 2 { 11 } else { 6 });
            }
        } else {
            for byte in self.text {
                bits.push((*byte).into(), 8);
            }
        }
        // The end: four zeros, and what is wanting to a whole codeword.
        bits.push(0, 4);
        bits.push(0, (8 - bits.count) % 8);
        let mut filling = 0xec;
        for codeword in bits.codewords {
            *codeword = filling;
            filling ^= 0xec ^ 0x11;
        }
        codewords
    }

    /// How many bits the number of characters takes.
    fn count_width(&self, version: Version) -> usize {
        match (self.alphanumeric, version.number) {
            (true, ..10) => 9,
            (true, ..27) => 11,
            (true, _) => 13,
            (false, ..10) => 8,
            (false, _) => 16,
        }
    }
}

/// What a character counts for in alphanumeric mode, if it has a place there.
fn value(byte: u8) -> Option<usize> {
    match byte {
        b'0'..=b'9' => Some(usize::from(byte - b'0')),
        b'A'..=b'Z' => Some(usize::from(byte - b'A') + 10),
        _ => Some(b" $%*+-./:".iter().position(|other| *other == byte)? + 36),
    }
}

/// Bits on their way to codewords.
struct Bits<'a> {
    codewords: IterMut<'a, u8>,
    pending: usize,
    /// How many are pending, always fewer than eight between two pushes.
    count: usize,
}

impl Bits<'_> {
    /// What there is no room for is left out.
    fn push(&mut self, value: usize, width: usize) {
        self.pending = self.pending << width | value;
        self.count += width;
        while self.count >= 8 {
            self.count -= 8;
            if let Some(codeword) = self.codewords.next() {
                [*codeword, ..] = (self.pending >> self.count).to_le_bytes();
            }
        }
    }
}
