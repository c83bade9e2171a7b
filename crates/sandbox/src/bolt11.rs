//! Writes BOLT11 invoices. It does not read them: clients do, and shared code would hide its own bugs.

use bech32::{Bech32, ByteIterExt, Fe32, Fe32IterExt, Hrp};
use k256::ecdsa::SigningKey;

/// Regtest: no wallet with real money can pay these invoices.
const PREFIX: &str = "lnbcrt";
/// BOLT #11: multipliers of one bitcoin in millisatoshi, largest first.
const MULTIPLIERS: [(u64, &str); 4] = [
    (100_000_000_000, ""),
    (100_000_000, "m"),
    (100_000, "u"),
    (100, "n"),
];
/// BOLT #9: variable onion (9), payment secret (14) and multi-part payments (17), the optional bits.
const FEATURES: [Fe32; 4] = [Fe32::Y, Fe32::S, Fe32::S, Fe32::Q];
/// The longest field that BOLT #11's ten bits of length allow, in bytes.
const LONGEST_DESCRIPTION: usize = 639;

/// The content of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice<'a> {
    /// Less than 2.1e18, all bitcoin there will ever be. With 0 the payer chooses the amount.
    pub amount_msat: u64,
    /// Seconds since 1970, as 35 bits.
    pub timestamp_s: u64,
    /// SHA-256 of the preimage.
    pub payment_hash: [u8; 32],
    /// Shown to the payer; cut at 639 bytes.
    pub description: &'a str,
    /// The payment secret, known only to the payer.
    pub payment_secret: [u8; 32],
    /// How long it can be paid.
    pub expiry_s: u64,
    /// The CLTV expiry delta of the last hop, in blocks.
    pub min_final_cltv: u64,
}

impl Invoice<'_> {
    /// Returns the invoice as text, signed with `key`.
    pub fn sign(&self, key: &SigningKey) -> String {
        let prefix = format!("{PREFIX}{}", amount_text(self.amount_msat));
        let words = self.words();
        let content = words.iter().copied().fes_to_bytes_zeropad();
        let signed: Vec<u8> = prefix.bytes().chain(content).collect();
        let (signature, recovery_id) = key.sign_recoverable(&signed);
        let signature = signature.to_bytes().into_iter();
        words
            .into_iter()
            .chain(signature.chain([recovery_id.to_byte()]).bytes_to_fes())
            .with_checksum::<Bech32>(&Hrp::parse_unchecked(&prefix))
            .chars()
            .collect()
    }

    fn words(&self) -> Vec<Fe32> {
        let mut words: Vec<Fe32> = (0..7)
            .rev()
            .map(|place| word_at(self.timestamp_s, place))
            .collect();
        let mut field = |tag: Fe32, data: &[Fe32]| {
            let length = data.len() as u64;
            words.extend([tag, word_at(length, 1), word_at(length, 0)]);
            words.extend(data);
        };
        let end = self.description.floor_char_boundary(LONGEST_DESCRIPTION);
        let (description, _) = self.description.split_at(end);
        field(Fe32::P, &bytes_to_words(&self.payment_hash));
        field(Fe32::D, &bytes_to_words(description.as_bytes()));
        field(Fe32::C, &number_to_words(self.min_final_cltv));
        field(Fe32::X, &number_to_words(self.expiry_s));
        field(Fe32::S, &bytes_to_words(&self.payment_secret));
        field(Fe32::_9, &FEATURES);
        words
    }
}

/// Formats the amount as short as possible, as BOLT #11 prescribes.
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

fn word_at(number: u64, place: u32) -> Fe32 {
    let word = u8::try_from(number >> (5 * place) & 31).unwrap_or_default();
    Fe32::try_from(word).unwrap_or_default()
}

/// Splits a number into words, most significant first, without leading zeros.
fn number_to_words(number: u64) -> Vec<Fe32> {
    let places = (u64::BITS - number.leading_zeros()).div_ceil(5);
    (0..places)
        .rev()
        .map(|place| word_at(number, place))
        .collect()
}

fn bytes_to_words(bytes: &[u8]) -> Vec<Fe32> {
    bytes.iter().copied().bytes_to_fes().collect()
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
        let words = |number| number_to_words(number).into_iter().map(Fe32::to_u8);
        assert!(words(86_400).eq([2, 20, 12, 0]));
        assert!(words(40).eq([1, 8]));
        assert_eq!(words(0).count(), 0);
    }
}
