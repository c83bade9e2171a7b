//! The 5-bit words of Bech32 (BIP-173), and how to read text, bytes and numbers with them.

use bech32::primitives::checksum::Engine;
use bech32::{Bech32, Checksum, Fe32, Hrp};

use super::Refusal;

/// Splits a text in lower case into its human-readable part and its words, without the checksum.
pub(super) fn decode(text: &str) -> Result<(&str, Vec<Fe32>), Refusal> {
    let (prefix, data) = text.rsplit_once('1').ok_or(Refusal::NotAnInvoice)?;
    let mut words = Vec::with_capacity(data.len());
    for letter in data.bytes() {
        let word = Fe32::from_char(letter.into());
        words.push(word.map_err(|_| Refusal::ForeignCharacter)?);
    }
    // The crate's own parsers accept at most 1,023 characters, and BOLT #11 has no limit.
    let mut checksum = Engine::<Bech32>::new();
    checksum.input_hrp(Hrp::parse(prefix).map_err(|_| Refusal::Checksum)?);
    for word in &words {
        checksum.input_fe(*word);
    }
    let length = words.len().checked_sub(Bech32::CHECKSUM_LENGTH);
    match length {
        Some(length) if *checksum.residue() == Bech32::TARGET_RESIDUE => words.truncate(length),
        _ => return Err(Refusal::Checksum),
    }
    Ok((prefix, words))
}

/// Converts words to bytes. The padding must be less than a word, and zero.
pub(super) fn bytes(words: &[Fe32]) -> Result<Vec<u8>, Refusal> {
    let left_over = words.len() * 5 % 8;
    let last = words.last().map_or(0, |word| word.to_u8());
    if left_over >= 5 || last & ((1 << left_over) - 1) != 0 {
        return Err(Refusal::NotCanonical);
    }
    let mut bytes = padded_bytes(words);
    bytes.truncate(words.len() * 5 / 8);
    Ok(bytes)
}

/// Converts words to a fixed number of bytes.
pub(super) fn array<const N: usize>(words: &[Fe32]) -> Result<[u8; N], Refusal> {
    if words.len() != (N * 8).div_ceil(5) {
        return Err(Refusal::WrongFieldLength);
    }
    let bytes = bytes(words)?.try_into();
    bytes.map_err(|_| Refusal::WrongFieldLength)
}

/// Converts words to bytes, padded with zero bits, as they are signed.
pub(super) fn padded_bytes(words: &[Fe32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(words.len().div_ceil(8) * 5);
    // Not by the crate's iterators: compiled for size, they make reading a fifth slower.
    for eight in words.chunks(8) {
        let mut bits = 0_u64;
        for word in eight {
            bits = bits << 5 | u64::from(word.to_u8());
        }
        bits <<= 5 * (8 - eight.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[3..]);
    }
    bytes.truncate((words.len() * 5).div_ceil(8));
    bytes
}

/// Converts words to a number, most significant word first.
pub(super) fn number(words: &[Fe32]) -> Result<u64, Refusal> {
    words.iter().try_fold(0_u64, |number, word| {
        let shifted = number.checked_mul(32).ok_or(Refusal::NumberTooLarge)?;
        Ok(shifted | u64::from(word.to_u8()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<const N: usize>(numbers: [u8; N]) -> [Fe32; N] {
        numbers.map(|number| Fe32::try_from(number).unwrap())
    }

    #[test]
    fn valid_and_invalid_strings_of_bip_173_are_told_apart() {
        for text in [
            "a12uel5l",
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
            "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
            "?1ezyfcl",
        ] {
            assert!(decode(text).is_ok(), "{text}");
        }
        for (text, refusal) in [
            ("pzry9x0s0muk", Refusal::NotAnInvoice),
            ("bio", Refusal::NotAnInvoice),
            ("x1b4n0q5v", Refusal::ForeignCharacter),
            ("x1é4n0q5v", Refusal::ForeignCharacter),
            ("é1b4n0q5v", Refusal::ForeignCharacter),
            ("li1dgmt3", Refusal::Checksum),
            ("a12uel5m", Refusal::Checksum),
            ("10a06t8", Refusal::Checksum),
            ("é12uel5l", Refusal::Checksum),
            (" 1nwldj5", Refusal::Checksum),
        ] {
            assert_eq!(decode(text), Err(refusal), "{text}");
        }
    }

    #[test]
    fn words_become_bytes_only_if_nothing_is_left_over() {
        assert_eq!(bytes(&words([0b11111, 0b11100])), Ok(vec![255]));
        assert_eq!(array(&words([0b11111, 0b11100])), Ok([255]));
        assert_eq!(bytes(&[]), Ok(vec![]));
        for words in [&words([0])[..], &words([31, 29]), &words([31, 28, 0])] {
            assert_eq!(bytes(words), Err(Refusal::NotCanonical), "{words:?}");
        }
        assert_eq!(
            array(&words([31, 29])),
            Err::<[u8; 1], _>(Refusal::NotCanonical)
        );
        assert_eq!(
            array(&words([31])),
            Err::<[u8; 1], _>(Refusal::WrongFieldLength)
        );
        assert_eq!(padded_bytes(&words([31, 29])), [255, 0b0100_0000]);
    }

    #[test]
    fn numbers_stop_at_64_bits() {
        assert_eq!(number(&words([1, 28])), Ok(60));
        let most = [&words([15])[..], &words([31; 12])].concat();
        assert_eq!(number(&most), Ok(u64::MAX));
        let more = [&words([16])[..], &words([0; 12])].concat();
        assert_eq!(number(&more), Err(Refusal::NumberTooLarge));
    }
}
