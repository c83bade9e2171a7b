//! Bytes as hexadecimal digits.

use zeroize::Zeroizing;

/// In lower case, as services and nodes write ids.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let mut digits = vec![0; bytes.len() * 2];
    let digit = |nibble| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    String::from_utf8(digits).unwrap_or_default()
}

/// Exactly so many bytes, in either case. Wiped from memory when dropped: a preimage passes here.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let mut bytes = Zeroizing::new([0; N]);
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_digits() {
        assert_eq!(to_hex(&[0x00, 0xa5, 0xff]), "00a5ff");
        for text in ["00a5ff", "00A5Ff"] {
            assert_eq!(*from_hex::<3>(text).unwrap(), [0x00, 0xa5, 0xff]);
        }
        for text in [
            "", "00a5f", "00a5", "00a5ff00", "00a5fg", "00a5ff0", "+0a5ff", "00éff",
        ] {
            assert!(from_hex::<3>(text).is_none(), "{text}");
        }
    }
}
