//! The tagged fields of an invoice.

use super::bech32::{array, bytes, number};
use super::{NodeId, Refusal};

/// The even feature bits an invoice may set: what they require, wallets of today can do. An odd bit
/// asks for nothing (BOLT #9: it's ok to be odd).
const KNOWN_FEATURES: [u16; 5] = [
    VAR_ONION,
    PAYMENT_SECRET,
    BASIC_MPP,
    PAYMENT_METADATA,
    TRAMPOLINE,
];
const VAR_ONION: u16 = 8;
const PAYMENT_SECRET: u16 = 14;
const BASIC_MPP: u16 = 16;
const PAYMENT_METADATA: u16 = 48;
const TRAMPOLINE: u16 = 56;

/// The length of a hop in a route hint, in bytes.
const HOP: usize = 51;

/// An on-chain address to pay to if Lightning does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// A witness program and its version, from 0 to 16.
    Witness {
        /// The version.
        version: u8,
        /// 2 to 40 bytes.
        program: Vec<u8>,
    },
    /// The hash of a public key (P2PKH).
    PubKeyHash([u8; 20]),
    /// The hash of a script (P2SH).
    ScriptHash([u8; 20]),
}

/// A channel on the way to the payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The node the channel begins at.
    pub node: NodeId,
    /// The channel.
    pub short_channel_id: u64,
    /// The fee for any amount, in millisatoshis.
    pub fee_base_msat: u32,
    /// The fee for each million of the amount.
    pub fee_proportional_millionths: u32,
    /// How many blocks the hop needs.
    pub cltv_expiry_delta: u16,
}

/// A field that has no meaning here, as it stands in the invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// Its type, from 0 to 31.
    pub tag: u8,
    /// Its data, 5 bits in each.
    pub words: Vec<u8>,
}

/// What is paid for: as text, or as the hash of a text found elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    Text(String),
    Hash([u8; 32]),
}

/// The fields of an invoice that has all it must have.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Fields {
    pub payment_hash: [u8; 32],
    pub payment_secret: [u8; 32],
    pub purpose: Purpose,
    pub payee: Option<NodeId>,
    pub expiry: Option<u64>,
    pub min_final_cltv_expiry: Option<u64>,
    pub fallbacks: Vec<Fallback>,
    pub route_hints: Vec<Vec<Hop>>,
    pub features: Vec<u16>,
    pub metadata: Option<Vec<u8>>,
    pub unknown: Vec<UnknownField>,
}

impl Fields {
    pub fn read(words: &[u8]) -> Result<Self, Refusal> {
        let mut found = Found::default();
        let mut rest = words;
        while !rest.is_empty() {
            rest = found.take_field(rest)?;
        }
        found.complete()
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    payment_hash: Option<[u8; 32]>,
    payment_secret: Option<[u8; 32]>,
    purpose: Option<Purpose>,
    payee: Option<NodeId>,
    expiry: Option<u64>,
    min_final_cltv_expiry: Option<u64>,
    fallbacks: Vec<Fallback>,
    route_hints: Vec<Vec<Hop>>,
    features: Option<Vec<u16>>,
    metadata: Option<Vec<u8>>,
    unknown: Vec<UnknownField>,
}

impl Found {
    /// Takes the first field, and returns what follows it.
    fn take_field<'a>(&mut self, words: &'a [u8]) -> Result<&'a [u8], Refusal> {
        let Some((&[tag, high, low], rest)) = words.split_first_chunk() else {
            return Err(Refusal::FieldCutShort);
        };
        let length = usize::from(high) * 32 + usize::from(low);
        let (data, rest) = rest
            .split_at_checked(length)
            .ok_or(Refusal::FieldCutShort)?;
        self.take(tag, data)?;
        Ok(rest)
    }

    fn take(&mut self, tag: u8, data: &[u8]) -> Result<(), Refusal> {
        match tag {
            1 => once(&mut self.payment_hash, array(data)?),
            3 => {
                self.route_hints.push(route_hint(data)?);
                Ok(())
            }
            5 => once(&mut self.features, features(data)?),
            6 => once(&mut self.expiry, shortest_number(data)?),
            9 => {
                match fallback(data)? {
                    Some(fallback) => self.fallbacks.push(fallback),
                    None => self.keep_unknown(tag, data),
                }
                Ok(())
            }
            13 => once(&mut self.purpose, Purpose::Text(text(data)?)),
            16 => once(&mut self.payment_secret, array(data)?),
            19 => once(&mut self.payee, NodeId::from_bytes(array(data)?)?),
            23 => once(&mut self.purpose, Purpose::Hash(array(data)?)),
            24 => once(&mut self.min_final_cltv_expiry, shortest_number(data)?),
            27 => once(&mut self.metadata, bytes(data)?),
            _ => {
                self.keep_unknown(tag, data);
                Ok(())
            }
        }
    }

    fn keep_unknown(&mut self, tag: u8, data: &[u8]) {
        let words = data.to_vec();
        self.unknown.push(UnknownField { tag, words });
    }

    fn complete(self) -> Result<Fields, Refusal> {
        let features = self.features.unwrap_or_default();
        let unknown = features
            .iter()
            .find(|bit| bit.is_multiple_of(2) && !KNOWN_FEATURES.contains(bit));
        if let Some(&bit) = unknown {
            return Err(Refusal::UnknownFeature(bit));
        }
        // Either bit of the pair will do, but wallets do not pay without one.
        if !features.iter().any(|bit| bit & !1 == PAYMENT_SECRET) {
            return Err(Refusal::NoPaymentSecret);
        }
        Ok(Fields {
            payment_hash: self.payment_hash.ok_or(Refusal::NoPaymentHash)?,
            payment_secret: self.payment_secret.ok_or(Refusal::NoPaymentSecret)?,
            purpose: self.purpose.ok_or(Refusal::NoDescription)?,
            payee: self.payee,
            expiry: self.expiry,
            min_final_cltv_expiry: self.min_final_cltv_expiry,
            fallbacks: self.fallbacks,
            route_hints: self.route_hints,
            features,
            metadata: self.metadata,
            unknown: self.unknown,
        })
    }
}

/// Readers differ in which of two they believe, so there must not be two.
fn once<T>(slot: &mut Option<T>, value: T) -> Result<(), Refusal> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Refusal::RepeatedField),
    }
}

/// BOLT #11: `x`, `c` and `9` use the minimum length possible, and a reader should treat others as
/// invalid.
fn shortest(data: &[u8]) -> Result<&[u8], Refusal> {
    match data {
        [0, ..] => Err(Refusal::NotCanonical),
        _ => Ok(data),
    }
}

fn shortest_number(data: &[u8]) -> Result<u64, Refusal> {
    number(shortest(data)?)
}

fn text(data: &[u8]) -> Result<String, Refusal> {
    String::from_utf8(bytes(data)?).map_err(|_| Refusal::DescriptionNotText)
}

/// The bits that are set. The field is big-endian: bit 0 is the last one.
fn features(data: &[u8]) -> Result<Vec<u16>, Refusal> {
    let words = shortest(data)?.iter().rev();
    let bits = words.flat_map(|word| (0..5).map(move |bit| word >> bit & 1 == 1));
    let numbered = (0..).zip(bits);
    Ok(numbered.filter(|bit| bit.1).map(|bit| bit.0).collect())
}

/// A fallback address; `None` if its version is unknown.
fn fallback(data: &[u8]) -> Result<Option<Fallback>, Refusal> {
    let (&version, words) = data.split_first().ok_or(Refusal::BadFallback)?;
    let program = || bytes(words);
    let hash = || program()?.try_into().map_err(|_| Refusal::BadFallback);
    Ok(Some(match version {
        0..=16 => {
            let program = program()?;
            if !(2..=40).contains(&program.len()) {
                return Err(Refusal::BadFallback);
            }
            Fallback::Witness { version, program }
        }
        17 => Fallback::PubKeyHash(hash()?),
        18 => Fallback::ScriptHash(hash()?),
        _ => return Ok(None),
    }))
}

fn route_hint(data: &[u8]) -> Result<Vec<Hop>, Refusal> {
    let bytes = bytes(data)?;
    let (hops, rest) = bytes.as_chunks::<HOP>();
    if !rest.is_empty() {
        return Err(Refusal::BadRouteHint);
    }
    hops.iter().map(|bytes| hop(bytes)).collect()
}

fn hop(mut bytes: &[u8]) -> Result<Hop, Refusal> {
    let bytes = &mut bytes;
    Ok(Hop {
        node: NodeId::from_bytes(take(bytes)?)?,
        short_channel_id: u64::from_be_bytes(take(bytes)?),
        fee_base_msat: u32::from_be_bytes(take(bytes)?),
        fee_proportional_millionths: u32::from_be_bytes(take(bytes)?),
        cltv_expiry_delta: u16::from_be_bytes(take(bytes)?),
    })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], Refusal> {
    let (head, rest) = bytes.split_first_chunk().ok_or(Refusal::BadRouteHint)?;
    *bytes = rest;
    Ok(*head)
}
