//! Bytes as hexadecimal digits.

use zeroize::Zeroizing;

/// Encodes bytes in lower case, as services and nodes write ids.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

/// Decodes exactly `N` bytes, in either case. Wiped from memory when dropped: preimages pass here.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    let decoded = base16ct::mixed::decode(text, &mut *bytes).ok()?.len();
    (decoded == N).then_some(bytes)
}
