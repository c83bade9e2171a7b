//! Invoices in parts, to be changed and encoded.

use k256::ecdsa::SigningKey;
use sha2::{Digest, Sha256};

/// BIP-173's alphabet.
const ALPHABET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// The lengths in words.
const CHECKSUM: usize = 6;
const SIGNATURE: usize = 104;

/// An invoice in parts. Words have 5 bits.
#[derive(Clone)]
pub struct Draft {
    pub prefix: String,
    /// Timestamp and fields.
    pub content: Vec<u8>,
    pub signature: Vec<u8>,
}

impl Draft {
    /// Splits a text into the parts of an invoice, ignoring its checksum; `None` if it is too short for a
    /// signature.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (prefix, data) = text.rsplit_once('1')?;
        let words = data.chars().map(|letter| {
            let value = ALPHABET.find(letter).unwrap_or(letter as usize & 31);
            u8::try_from(value).unwrap_or_default()
        });
        let mut content: Vec<u8> = words.collect();
        content.truncate(content.len().checked_sub(CHECKSUM)?);
        let signature = content.split_off(content.len().checked_sub(SIGNATURE)?);
        Some(Self {
            prefix: prefix.to_owned(),
            content,
            signature,
        })
    }

    /// Returns the fields as tag and data; `None` if they do not end where the content does.
    pub fn fields(&self) -> Option<Vec<(u8, Vec<u8>)>> {
        let mut fields = Vec::new();
        let mut rest = &self.content[7..];
        while let [tag, high, low, data @ ..] = rest {
            let length = usize::from(*high) * 32 + usize::from(*low);
            fields.push((*tag, data.get(..length)?.to_vec()));
            rest = &data[length..];
        }
        rest.is_empty().then_some(fields)
    }

    pub fn set_fields(&mut self, fields: &[(u8, Vec<u8>)]) {
        self.content.truncate(7);
        for (tag, data) in fields {
            let length = u16::try_from(data.len()).unwrap();
            let [high, low] = [length / 32, length % 32].map(|word| u8::try_from(word).unwrap());
            self.content.extend([*tag, high, low]);
            self.content.extend(data);
        }
    }

    pub fn sign(&mut self, key: &SigningKey) {
        let (signature, id) = key.sign_prehash_recoverable(&self.digest());
        self.set_signature(&signature.to_bytes(), id.to_byte());
    }

    /// Returns what is signed.
    pub fn digest(&self) -> [u8; 32] {
        let signed = [self.prefix.as_bytes(), &to_bytes(&self.content)].concat();
        Sha256::digest(signed).into()
    }

    pub fn set_signature(&mut self, signature: &[u8], recovery_id: u8) {
        self.signature = to_words(&[signature, &[recovery_id]].concat());
    }

    /// Encodes the invoice, with a valid checksum.
    pub fn text(&self) -> String {
        let mut words = [&self.content[..], &self.signature].concat();
        let upper = self.prefix.bytes().map(|byte| byte >> 5);
        let lower = self.prefix.bytes().map(|byte| byte & 31);
        let all = upper
            .chain([0])
            .chain(lower)
            .chain(words.clone())
            .chain([0; 6]);
        let checksum = all.fold(1, polymod) ^ 1;
        words.extend((0..6).map(|place| (checksum >> (5 * (5 - place)) & 31) as u8));
        let data = words
            .iter()
            .map(|&word| char::from(ALPHABET.as_bytes()[usize::from(word)]));
        format!("{}1{}", self.prefix, data.collect::<String>())
    }
}

/// Converts words to bytes, padded with zeros.
pub fn to_bytes(words: &[u8]) -> Vec<u8> {
    regroup(words, 5, 8)
}

/// Converts bytes to words, padded with zeros.
pub fn to_words(bytes: &[u8]) -> Vec<u8> {
    regroup(bytes, 8, 5)
}

fn regroup(groups: &[u8], from: u32, to: u32) -> Vec<u8> {
    let (mut regrouped, mut rest, mut bits) = (Vec::new(), 0_u32, 0);
    let cut = |rest: u32| u8::try_from(rest & ((1 << to) - 1)).unwrap();
    for group in groups {
        rest = rest << from | u32::from(*group);
        bits += from;
        while bits >= to {
            bits -= to;
            regrouped.push(cut(rest >> bits));
        }
    }
    if bits > 0 {
        regrouped.push(cut(rest << (to - bits)));
    }
    regrouped
}

fn polymod(checksum: u32, word: u8) -> u32 {
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let top = checksum >> 25;
    let mut next = (checksum & 0x01ff_ffff) << 5 ^ u32::from(word);
    for (bit, generator) in GENERATOR.iter().enumerate() {
        if top >> bit & 1 == 1 {
            next ^= generator;
        }
    }
    next
}
