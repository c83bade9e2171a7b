//! Bech32 (BIP-173) without its limit of 90 characters, and the 5-bit words it carries.

use std::slice::IterMut;

use super::Refusal;

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// The value of each ASCII character; 255 where it has none.
const VALUES: [u8; 128] = values();

/// How many words at the end are the checksum.
const CHECKSUM: usize = 6;

/// The text, in lower case, as its human-readable part and its words without the checksum.
pub(super) fn decode(text: &str) -> Result<(&str, Vec<u8>), Refusal> {
    let end = text.bytes().rposition(|byte| byte == b'1');
    let (prefix, data) = end
        .and_then(|end| text.split_at_checked(end))
        .ok_or(Refusal::NotAnInvoice)?;
    let mut words = data.get(1..).unwrap_or_default().as_bytes().to_vec();
    for word in &mut words {
        *word = match VALUES.get(usize::from(*word)) {
            Some(&value) if value < 32 => value,
            _ => return Err(Refusal::ForeignCharacter),
        };
    }
    if checksum(prefix, &words) != 1 {
        return Err(Refusal::Checksum);
    }
    let length = words.len().checked_sub(CHECKSUM).ok_or(Refusal::Checksum)?;
    words.truncate(length);
    Ok((prefix, words))
}

/// A field's bytes. What is left over must be less than a word, and zero.
pub(super) fn bytes(words: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut bytes = vec![0; words.len() * 5 / 8];
    pack(words, &mut bytes)?;
    Ok(bytes)
}

/// A field's bytes when their number is fixed.
pub(super) fn fill(bytes: &mut [u8], words: &[u8]) -> Result<(), Refusal> {
    if words.len() != (bytes.len() * 8).div_ceil(5) {
        return Err(Refusal::WrongFieldLength);
    }
    pack(words, bytes)
}

/// Adds the bytes that are signed: filled up with zeros to a whole byte.
pub(super) fn add_padded(bytes: &mut Vec<u8>, words: &[u8]) {
    let from = bytes.len();
    bytes.resize(from + (words.len() * 5).div_ceil(8), 0);
    // What is left over is no matter here.
    let _ = pack(words, bytes.get_mut(from..).unwrap_or_default());
}

/// A number, the most significant word first.
pub(super) fn number(words: &[u8]) -> Result<u64, Refusal> {
    words.iter().try_fold(0_u64, |number, &word| {
        let shifted = number.checked_mul(32).ok_or(Refusal::NumberTooLarge)?;
        Ok(shifted | u64::from(word))
    })
}

/// Writes so many bytes, the last of which may want bits. If any are left over, they must be fewer
/// than a word has, and zero.
fn pack(words: &[u8], bytes: &mut [u8]) -> Result<(), Refusal> {
    let mut bytes = bytes.iter_mut();
    let (mut rest, mut bits) = (0_u16, 0);
    for &word in words {
        rest = rest << 5 | u16::from(word);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            put(&mut bytes, rest >> bits);
            rest &= (1 << bits) - 1;
        }
    }
    put(&mut bytes, rest << (8 - bits));
    if rest == 0 && bits < 5 {
        Ok(())
    } else {
        Err(Refusal::NotCanonical)
    }
}

fn put(bytes: &mut IterMut<u8>, number: u16) {
    if let Some(byte) = bytes.next() {
        [*byte, _] = number.to_le_bytes();
    }
}

/// BIP-173's checksum.
fn checksum(prefix: &str, words: &[u8]) -> u32 {
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    // What the uppermost five bits add: half the work of looking at each for each word.
    let mut added = [0; 32];
    for (bit, generator) in (0..).zip(GENERATOR) {
        let (known, new) = added.split_at_mut(1 << bit);
        for (new, known) in new.iter_mut().zip(known) {
            *new = *known ^ generator;
        }
    }
    // Of the prefix first the upper bits, then a zero, then the lower ones.
    let before = format!("{prefix}\0{prefix}");
    let mut checksum = 1;
    for (at, byte) in before.as_bytes().iter().chain(words).enumerate() {
        let word = if at < prefix.len() {
            byte >> 5
        } else {
            byte & 31
        };
        let added = added.get((checksum >> 25) as usize).unwrap_or(&0);
        checksum = (checksum & 0x01ff_ffff) << 5 ^ u32::from(word) ^ added;
    }
    checksum
}

#[expect(
    clippy::indexing_slicing,
    reason = "runs at compile time, where a slip is an error"
)]
#[expect(clippy::cast_possible_truncation, reason = "counts to 32")]
const fn values() -> [u8; 128] {
    let mut values = [255; 128];
    let mut word = 0;
    while word < ALPHABET.len() {
        values[ALPHABET[word] as usize] = word as u8;
        word += 1;
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("x1b4n0q5v", Refusal::ForeignCharacter),
            ("x1é4n0q5v", Refusal::ForeignCharacter),
            ("li1dgmt3", Refusal::Checksum),
            ("a12uel5m", Refusal::Checksum),
        ] {
            assert_eq!(decode(text), Err(refusal), "{text}");
        }
    }

    #[test]
    fn words_become_bytes_only_if_nothing_is_left_over() {
        assert_eq!(bytes(&[0b11111, 0b11100]), Ok(vec![255]));
        assert_eq!(bytes(&[]), Ok(vec![]));
        for words in [&[0][..], &[31, 29], &[31, 28, 0]] {
            assert_eq!(bytes(words), Err(Refusal::NotCanonical), "{words:?}");
        }
        let mut padded = vec![7];
        add_padded(&mut padded, &[31, 29]);
        assert_eq!(padded, [7, 255, 0b0100_0000]);
    }

    #[test]
    fn numbers_stop_at_64_bits() {
        assert_eq!(number(&[1, 28]), Ok(60));
        let most = [&[15][..], &[31; 12]].concat();
        assert_eq!(number(&most), Ok(u64::MAX));
        let more = [&[16][..], &[0; 12]].concat();
        assert_eq!(number(&more), Err(Refusal::NumberTooLarge));
    }
}
