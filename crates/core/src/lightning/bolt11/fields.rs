//! The tagged fields of an invoice.

use bech32::Fe32;

use super::words::{array, bytes, number};
use super::{NodeId, Refusal};

/// The even (required) feature bits that an invoice may set, which today's wallets support. Odd
/// bits are optional (BOLT #9: it's ok to be odd).
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

/// A hop of a route to the payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The node at the start of the channel.
    pub node: NodeId,
    /// The short channel id.
    pub short_channel_id: u64,
    /// The base fee, in millisatoshis.
    pub fee_base_msat: u32,
    /// The proportional fee, in millionths.
    pub fee_proportional_millionths: u32,
    /// The hop's CLTV expiry delta, in blocks.
    pub cltv_expiry_delta: u16,
}

/// An unknown field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// Its type, from 0 to 31.
    pub tag: u8,
    /// Its data, 5 bits per byte.
    pub words: Vec<u8>,
}

/// The description: as text, or as the hash of a text found elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    Text(String),
    Hash([u8; 32]),
}

/// The fields of an invoice.
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

const PAYMENT_HASH: Fe32 = Fe32::P;
const ROUTE_HINT: Fe32 = Fe32::R;
const FEATURES: Fe32 = Fe32::_9;
const EXPIRY: Fe32 = Fe32::X;
const FALLBACK: Fe32 = Fe32::F;
const DESCRIPTION: Fe32 = Fe32::D;
const PAYMENT_SECRET_FIELD: Fe32 = Fe32::S;
const PAYEE: Fe32 = Fe32::N;
const DESCRIPTION_HASH: Fe32 = Fe32::H;
const MIN_FINAL_CLTV_EXPIRY: Fe32 = Fe32::C;
const METADATA: Fe32 = Fe32::M;

impl Fields {
    pub const fn new() -> Self {
        Self {
            payment_hash: [0; 32],
            payment_secret: [0; 32],
            purpose: Purpose::Hash([0; 32]),
            payee: None,
            expiry: None,
            min_final_cltv_expiry: None,
            fallbacks: Vec::new(),
            route_hints: Vec::new(),
            features: Vec::new(),
            metadata: None,
            unknown: Vec::new(),
        }
    }

    /// Reads all fields.
    pub fn read(&mut self, mut words: &[Fe32]) -> Result<(), Refusal> {
        let mut seen = Seen(0);
        while let Some((&[tag, high, low], data)) = words.split_first_chunk() {
            let length = usize::from(high.to_u8()) * 32 + usize::from(low.to_u8());
            let (data, after) = data
                .split_at_checked(length)
                .ok_or(Refusal::FieldCutShort)?;
            self.take(tag, data, &mut seen)?;
            words = after;
        }
        if !words.is_empty() {
            return Err(Refusal::FieldCutShort);
        }
        self.complete(&seen)
    }

    fn take(&mut self, tag: Fe32, data: &[Fe32], seen: &mut Seen) -> Result<(), Refusal> {
        match tag {
            PAYMENT_HASH => self.payment_hash = array(data)?,
            FEATURES => self.features = features(data)?,
            EXPIRY => self.expiry = Some(shortest_number(data)?),
            DESCRIPTION => self.purpose = Purpose::Text(text(data)?),
            PAYMENT_SECRET_FIELD => self.payment_secret = array(data)?,
            PAYEE => self.payee = Some(NodeId::from_bytes(array(data)?)?),
            DESCRIPTION_HASH => {
                self.purpose = Purpose::Hash(array(data)?);
                return seen.once(DESCRIPTION);
            }
            MIN_FINAL_CLTV_EXPIRY => self.min_final_cltv_expiry = Some(shortest_number(data)?),
            METADATA => self.metadata = Some(bytes(data)?),
            ROUTE_HINT => {
                self.route_hints.push(route_hint(data)?);
                return Ok(());
            }
            FALLBACK if let Some(fallback) = fallback(data)? => {
                self.fallbacks.push(fallback);
                return Ok(());
            }
            _ => {
                let words = data.iter().map(|word| word.to_u8()).collect();
                let tag = tag.to_u8();
                self.unknown.push(UnknownField { tag, words });
                return Ok(());
            }
        }
        seen.once(tag)
    }

    fn complete(&self, seen: &Seen) -> Result<(), Refusal> {
        for &bit in &self.features {
            if bit.is_multiple_of(2) && !KNOWN_FEATURES.contains(&bit) {
                return Err(Refusal::UnknownFeature(bit));
            }
        }
        // Either bit of the pair will do; wallets don't pay without one.
        if !self.features.iter().any(|bit| bit & !1 == PAYMENT_SECRET) {
            return Err(Refusal::NoPaymentSecret);
        }
        for (tag, refusal) in [
            (PAYMENT_HASH, Refusal::NoPaymentHash),
            (PAYMENT_SECRET_FIELD, Refusal::NoPaymentSecret),
            (DESCRIPTION, Refusal::NoDescription),
        ] {
            if !seen.has(tag) {
                return Err(refusal);
            }
        }
        Ok(())
    }
}

/// The types of fields that were seen, as bits.
struct Seen(u32);

impl Seen {
    fn has(&self, tag: Fe32) -> bool {
        self.0 >> tag.to_u8() & 1 == 1
    }

    /// Refuses a repeated field: readers differ in which of the two counts.
    fn once(&mut self, tag: Fe32) -> Result<(), Refusal> {
        if self.has(tag) {
            return Err(Refusal::RepeatedField);
        }
        self.0 |= 1 << tag.to_u8();
        Ok(())
    }
}

/// BOLT #11: `x`, `c` and `9` use the minimum length possible, and a reader should treat others as
/// invalid.
fn shortest(data: &[Fe32]) -> Result<&[Fe32], Refusal> {
    match data {
        [Fe32::Q, ..] => Err(Refusal::NotCanonical),
        _ => Ok(data),
    }
}

fn shortest_number(data: &[Fe32]) -> Result<u64, Refusal> {
    number(shortest(data)?)
}

fn text(data: &[Fe32]) -> Result<String, Refusal> {
    String::from_utf8(bytes(data)?).map_err(|_| Refusal::DescriptionNotText)
}

/// Returns the bits that are set. Bit 0 is the last one: the field is big-endian.
fn features(data: &[Fe32]) -> Result<Vec<u16>, Refusal> {
    let mut set = Vec::new();
    let mut bit = 0;
    for word in shortest(data)?.iter().rev() {
        for place in 0..5 {
            if word.to_u8() >> place & 1 == 1 {
                set.push(bit);
            }
            bit += 1;
        }
    }
    Ok(set)
}

/// Reads a fallback address; `None` if its version is unknown.
fn fallback(data: &[Fe32]) -> Result<Option<Fallback>, Refusal> {
    let (version, words) = data.split_first().ok_or(Refusal::BadFallback)?;
    let program = || bytes(words);
    let hash = || program()?.try_into().map_err(|_| Refusal::BadFallback);
    Ok(Some(match version.to_u8() {
        version @ 0..=16 => {
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

fn route_hint(data: &[Fe32]) -> Result<Vec<Hop>, Refusal> {
    let bytes = bytes(data)?;
    let (hops, rest) = bytes.as_chunks::<HOP>();
    if !rest.is_empty() {
        return Err(Refusal::BadRouteHint);
    }
    let mut hint = Vec::with_capacity(hops.len());
    for bytes in hops {
        hint.push(hop(bytes)?);
    }
    Ok(hint)
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
