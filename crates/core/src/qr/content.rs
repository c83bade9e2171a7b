//! A text as codewords of data: in alphanumeric mode if its characters allow that, else as bytes.

use std::slice::IterMut;

use super::version::Version;

/// How many characters alphanumeric mode knows.
const KNOWN: usize = 45;

/// A text, and whether alphanumeric mode knows all its characters.
pub(super) struct Content<'a> {
    text: &'a [u8],
    alphanumeric: bool,
}

impl<'a> Content<'a> {
    pub fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        Self {
            text,
            alphanumeric: text.iter().all(|byte| alphanumeric(*byte) < KNOWN),
        }
    }

    /// Whether the version has room for it.
    pub fn fits(&self, version: Version) -> bool {
        let two_characters = if self.alphanumeric { 11 } else { 16 };
        // No version has room for this many, and a sum of theirs cannot overflow.
        let length = self.text.len().min(10_000);
        let text = (length * two_characters).div_ceil(2);
        4 + self.length_width(version) + text <= version.data() * 8
    }

    /// The codewords, filled up to what the version has room for.
    pub fn codewords(&self, version: Version) -> Vec<u8> {
        let mut codewords = vec![0; version.data()];
        let mut bits = Bits {
            codewords: codewords.iter_mut(),
            pending: 0,
            count: 0,
        };
        bits.push(if self.alphanumeric { 0b0010 } else { 0b0100 }, 4);
        bits.push(self.text.len(), self.length_width(version));
        if self.alphanumeric {
            for pair in self.text.chunks(2) {
                let number = |sum, byte: &u8| sum * KNOWN + alphanumeric(*byte);
                bits.push(pair.iter().fold(0, number), 1 + 5 * pair.len());
            }
        } else {
            for byte in self.text {
                bits.push((*byte).into(), 8);
            }
        }
        // The end, if there is room for it, and what is wanting to a whole codeword.
        bits.push(0, 4);
        bits.push(0, (8 - bits.count) % 8);
        let mut filling = 0xec;
        for codeword in bits.codewords {
            *codeword = filling;
            filling ^= 0xec ^ 0x11;
        }
        codewords
    }

    /// How many bits the length of the text is written in.
    const fn length_width(&self, version: Version) -> usize {
        match (self.alphanumeric, version.number) {
            (true, ..10) => 9,
            (true, ..27) => 11,
            (true, _) => 13,
            (false, ..10) => 8,
            (false, _) => 16,
        }
    }
}

/// The number of a character in alphanumeric mode; [`KNOWN`] if it has none.
fn alphanumeric(character: u8) -> usize {
    match character {
        b'0'..=b'9' => usize::from(character - b'0'),
        b'A'..=b'Z' => usize::from(character - b'A') + 10,
        _ => {
            let mut others = b" $%*+-./:".iter();
            others
                .position(|other| *other == character)
                .map_or(KNOWN, |place| place + 36)
        }
    }
}

/// Bits on their way to codewords.
struct Bits<'a> {
    /// Those still to be written.
    codewords: IterMut<'a, u8>,
    pending: usize,
    /// How many bits are pending: between two pushes, fewer than eight.
    count: usize,
}

impl Bits<'_> {
    /// Writes a number, highest bit first. What there is no room for is left out.
    fn push(&mut self, number: usize, width: usize) {
        self.pending = self.pending << width | number;
        self.count += width;
        while self.count >= 8 {
            self.count -= 8;
            if let Some(codeword) = self.codewords.next() {
                [*codeword, ..] = (self.pending >> self.count).to_le_bytes();
            }
        }
    }
}
