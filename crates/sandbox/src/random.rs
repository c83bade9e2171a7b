//! A deterministic random generator, so that a test sees the same numbers each time.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 over the seed and a counter.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Random {
    seed: u64,
    drawn: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Returns the next 32 bytes.
    pub(crate) fn bytes(&mut self) -> [u8; 32] {
        self.drawn += 1;
        let mut hash = Sha256::new();
        hash.update(b"satline sandbox");
        hash.update(self.seed.to_be_bytes());
        hash.update(self.drawn.to_be_bytes());
        hash.finalize().into()
    }

    /// Returns `count` decimal digits, the first not 0.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        let bytes = self.bytes();
        let digits = bytes.iter().take(count).enumerate();
        digits
            .map(|(place, byte)| match place {
                0 => char::from(b'1' + byte % 9),
                _ => char::from(b'0' + byte % 10),
            })
            .collect()
    }

    /// Returns `count` letters of an alphabet.
    pub(crate) fn letters(&mut self, alphabet: &[u8], count: usize) -> String {
        let mut text = String::new();
        while text.len() < count {
            let bytes = self.bytes();
            let letters = bytes
                .iter()
                .filter_map(|byte| alphabet.get(usize::from(*byte) % alphabet.len()));
            text.extend(letters.take(count - text.len()).copied().map(char::from));
        }
        text
    }

    /// Returns an id in the form of a UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let parts = [8, 4, 4, 4, 12].map(|length| self.letters(b"0123456789abcdef", length));
        parts.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_another_differs() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (random.bytes(), random.digits(9))
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_ne!(draw(7).1.as_bytes()[0], b'0');
    }
}
