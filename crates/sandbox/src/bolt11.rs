//! Writes BOLT11 invoices. Only writes: reading them is the business of those the sandbox tests,
//! so nothing here can share a mistake with them.

use k256::ecdsa::SigningKey;
use sha2::{Digest, Sha256};

/// Regtest: no wallet with real money can pay such an invoice.
const PREFIX: &str = "lnbcrt";
const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// BOLT #11: multipliers of one bitcoin in millisatoshi, largest first.
const MULTIPLIERS: [(u64, &str); 4] = [
    (100_000_000_000, ""),
    (100_000_000, "m"),
    (100_000, "u"),
    (100, "n"),
];
/// BOLT #9: variable onion (9), payment secret (14) and multi-part payments (17), the optional bits.
const FEATURES: [u8; 4] = [4, 16, 16, 0];
/// The longest field BOLT #11's ten bits of length can say, in bytes.
const LONGEST_DESCRIPTION: usize = 639;

/// What an invoice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice<'a> {
    /// Below 2.1e18, what all the bitcoin there will be comes to; with 0 the payer names the amount.
    pub amount_msat: u64,
    /// Seconds since 1970; 35 bits of it are kept.
    pub timestamp_s: u64,
    /// SHA-256 of the preimage.
    pub payment_hash: [u8; 32],
    /// Shown to the payer; cut at 639 bytes.
    pub description: &'a str,
    /// Known to the payer only.
    pub payment_secret: [u8; 32],
    /// How long it may be paid.
    pub expiry_s: u64,
    /// Blocks the last hop must have left.
    pub min_final_cltv: u64,
}

impl Invoice<'_> {
    /// The invoice as text, signed by `key`.
    pub fn sign(&self, key: &SigningKey) -> String {
        let hrp = format!("{PREFIX}{}", amount_text(self.amount_msat));
        let mut words = self.words();

        let mut hash = Sha256::new();
        hash.update(hrp.as_bytes());
        hash.update(words_to_bytes(&words));
        let (signature, recovery) = key.sign_prehash_recoverable(&hash.finalize());
        let mut signed = signature.to_bytes().to_vec();
        signed.push(recovery.to_byte());

        words.extend(bytes_to_words(&signed));
        words.extend(checksum(&hrp, &words));
        let data: String = words.iter().map(|word| letter(*word)).collect();
        format!("{hrp}1{data}")
    }

    fn words(&self) -> Vec<u8> {
        let mut words: Vec<u8> = (0..7)
            .rev()
            .map(|place| word_at(self.timestamp_s, place))
            .collect();
        let mut field = |tag: u8, data: &[u8]| {
            words.extend([
                tag,
                word_at(data.len() as u64, 1),
                word_at(data.len() as u64, 0),
            ]);
            words.extend(data);
        };
        let end = self.description.floor_char_boundary(LONGEST_DESCRIPTION);
        let (description, _) = self.description.split_at(end);
        field(1, &bytes_to_words(&self.payment_hash));
        field(13, &bytes_to_words(description.as_bytes()));
        field(24, &number_to_words(self.min_final_cltv));
        field(6, &number_to_words(self.expiry_s));
        field(16, &bytes_to_words(&self.payment_secret));
        field(5, &FEATURES);
        words
    }
}

/// BOLT #11: the shortest way to write the amount.
fn amount_text(msat: u64) -> String {
    if msat == 0 {
        return String::new();
    }
    let fitting = MULTIPLIERS
        .iter()
        .find(|(unit, _)| msat.is_multiple_of(*unit));
    match fitting {
        Some((unit, letter)) => format!("{}{letter}", msat / unit),
        // A pico-bitcoin is a tenth of a millisatoshi.
        None => format!("{msat}0p"),
    }
}

fn word_at(number: u64, place: u32) -> u8 {
    u8::try_from(number >> (5 * place) & 31).unwrap_or_default()
}

/// Most significant first, without leading zeros.
fn number_to_words(number: u64) -> Vec<u8> {
    let places = (u64::BITS - number.leading_zeros()).div_ceil(5);
    (0..places)
        .rev()
        .map(|place| word_at(number, place))
        .collect()
}

fn bytes_to_words(bytes: &[u8]) -> Vec<u8> {
    regroup(bytes, 8, 5)
}

/// BOLT #11: the signed data is padded with zero bits to whole bytes.
fn words_to_bytes(words: &[u8]) -> Vec<u8> {
    regroup(words, 5, 8)
}

fn regroup(from: &[u8], from_bits: u32, to_bits: u32) -> Vec<u8> {
    let mut to = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for group in from {
        held = (held << from_bits | u32::from(*group)) & 0xffff;
        bits += from_bits;
        while bits >= to_bits {
            bits -= to_bits;
            to.push(low_bits(held >> bits, to_bits));
        }
    }
    if bits > 0 {
        to.push(low_bits(held << (to_bits - bits), to_bits));
    }
    to
}

fn low_bits(number: u32, count: u32) -> u8 {
    u8::try_from(number & ((1 << count) - 1)).unwrap_or_default()
}

/// BIP 173, without its limit of 90 characters, as BOLT #11 has it.
fn checksum(hrp: &str, words: &[u8]) -> [u8; 6] {
    let high = hrp.bytes().map(|byte| byte >> 5);
    let low = hrp.bytes().map(|byte| byte & 31);
    let data = words.iter().copied().chain([0; 6]);
    let residue = polymod(high.chain([0]).chain(low).chain(data)) ^ 1;
    std::array::from_fn(|place| low_bits(residue >> (25 - 5 * place), 5))
}

fn polymod(values: impl Iterator<Item = u8>) -> u32 {
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    values.fold(1, |sum, value| {
        let next = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        let taps = GENERATOR.iter().enumerate();
        taps.filter(|(bit, _)| sum >> (25 + bit) & 1 == 1)
            .fold(next, |next, (_, tap)| next ^ tap)
    })
}

fn letter(word: u8) -> char {
    ALPHABET
        .get(usize::from(word))
        .copied()
        .map_or('q', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_the_largest_unit_that_fits() {
        let known = [
            (0, ""),
            (3_000_000, "30u"),
            (250_000_000, "2500u"),
            (2_000_000_000, "20m"),
            (100_000_000_000, "1"),
            (1_000, "10n"),
            (967_878_534, "9678785340p"),
        ];
        for (msat, text) in known {
            assert_eq!(amount_text(msat), text);
        }
    }

    #[test]
    fn numbers_take_no_more_words_than_they_need() {
        assert_eq!(number_to_words(86_400), [2, 20, 12, 0]);
        assert_eq!(number_to_words(40), [1, 8]);
        assert_eq!(number_to_words(0), Vec::<u8>::new());
    }
}
