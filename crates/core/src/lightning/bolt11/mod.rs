//! Reads BOLT11 invoices: what is to be paid, to whom, and until when.
//!
//! [`Invoice::parse`] reads the text and is cheap. [`Invoice::payee`] proves who signed it, which takes
//! ten times as long. Only both together make an invoice trustworthy: an amount that was changed, with
//! its checksum recomputed, passes the first and fails the second.
//!
//! Where BOLT #11 prescribes a form to writers and not to readers, no other form is accepted: an
//! invoice that two readers could read differently must not be paid.

mod amount;
mod fields;
mod link;
mod node_id;
mod refusal;
mod signature;
mod words;

use std::fmt::{Debug, Formatter};

pub use amount::Network;
pub use fields::{Fallback, Hop, UnknownField};
pub use node_id::NodeId;
pub use refusal::Refusal;

use fields::{Fields, Purpose};
use signature::Signature;

/// The longest text that is read, in characters: as much as fits into a QR code. Other readers have the
/// same limit.
const LONGEST: usize = 7_089;

/// The default expiry, in seconds.
const DEFAULT_EXPIRY: u64 = 3_600;

/// The default CLTV expiry delta of the last hop, in blocks.
const DEFAULT_MIN_FINAL_CLTV_EXPIRY: u64 = 18;

/// A parsed invoice, not yet checked against what it should say.
///
/// Its `Debug` shows only network and amount: invoices don't belong in logs.
///
/// ```
/// use satline_core::lightning::bolt11::{Invoice, Network};
///
/// let invoice = Invoice::parse(
///     "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzq\
///      fqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9v\
///      dx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh",
/// )?;
/// assert_eq!(invoice.network(), Network::Bitcoin);
/// assert_eq!(invoice.amount_sat(), Some(250_000));
/// assert_eq!(invoice.description(), Some("1 cup coffee"));
/// assert_eq!(
///     invoice.payee()?.to_string(),
///     "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad",
/// );
/// # Ok::<(), satline_core::lightning::bolt11::Refusal>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Invoice {
    text: String,
    network: Network,
    amount_msat: Option<u64>,
    created_at: u64,
    fields: Fields,
    signature: Signature,
}

impl Invoice {
    /// Parses an invoice in lower or upper case, with or without `lightning:`, also one in a `bitcoin:`
    /// link as `lightning=`. Does not verify the signature: see [`Invoice::payee`].
    ///
    /// # Errors
    /// Says why the text is not an invoice, or is one that should not be paid.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = lower_case(link::invoice_in(text.trim())?)?;
        let (prefix, words) = words::decode(&text)?;
        let (network, amount_msat) = amount::read(prefix)?;
        let (content, signature) = Signature::split(prefix, &words)?;
        let (created_at, fields) = content.split_at_checked(7).ok_or(Refusal::TooShort)?;
        let mut invoice = Self {
            network,
            amount_msat,
            created_at: words::number(created_at)?,
            fields: Fields::new(),
            signature,
            text,
        };
        invoice.fields.read(fields)?;
        Ok(invoice)
    }

    /// Returns the invoice in lower case, without a scheme before it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the network.
    pub const fn network(&self) -> Network {
        self.network
    }

    /// Returns the amount in millisatoshis; `None` if the payer chooses.
    pub const fn amount_msat(&self) -> Option<u64> {
        self.amount_msat
    }

    /// Returns the amount in satoshis, if it is a whole number of them.
    pub fn amount_sat(&self) -> Option<u64> {
        self.amount_msat
            .filter(|msat| msat.is_multiple_of(1_000))
            .map(|msat| msat / 1_000)
    }

    /// Returns when it was created, in seconds since 1970.
    pub const fn created_at(&self) -> u64 {
        self.created_at
    }

    /// Returns when it expires, in seconds since 1970.
    pub fn expires_at(&self) -> u64 {
        let expiry = self.fields.expiry.unwrap_or(DEFAULT_EXPIRY);
        self.created_at.saturating_add(expiry)
    }

    /// Returns whether it has expired at that time, in seconds since 1970.
    pub fn is_expired(&self, now: u64) -> bool {
        now >= self.expires_at()
    }

    /// Returns the payment hash, which is the SHA-256 of the preimage.
    pub const fn payment_hash(&self) -> &[u8; 32] {
        &self.fields.payment_hash
    }

    /// Returns the payment secret, which keeps nodes on the route from probing the payee.
    pub const fn payment_secret(&self) -> &[u8; 32] {
        &self.fields.payment_secret
    }

    /// Returns the description. The payee can write anything here: show it as plain text only.
    pub fn description(&self) -> Option<&str> {
        match &self.fields.purpose {
            Purpose::Text(text) => Some(text),
            Purpose::Hash(_) => None,
        }
    }

    /// Returns the SHA-256 of a description that is found elsewhere.
    pub fn description_hash(&self) -> Option<&[u8; 32]> {
        match &self.fields.purpose {
            Purpose::Text(_) => None,
            Purpose::Hash(hash) => Some(hash),
        }
    }

    /// Returns the payee that the invoice names. [`Invoice::payee`] verifies it.
    pub const fn named_payee(&self) -> Option<NodeId> {
        self.fields.payee
    }

    /// Returns the CLTV expiry delta of the last hop, in blocks.
    pub fn min_final_cltv_expiry(&self) -> u64 {
        self.fields
            .min_final_cltv_expiry
            .unwrap_or(DEFAULT_MIN_FINAL_CLTV_EXPIRY)
    }

    /// Returns the on-chain fallback addresses, the preferred one first.
    pub fn fallbacks(&self) -> &[Fallback] {
        &self.fields.fallbacks
    }

    /// Returns the route hints to a payee without public channels, the preferred one first.
    pub fn route_hints(&self) -> &[Vec<Hop>] {
        &self.fields.route_hints
    }

    /// Returns the feature bits that are set, in ascending order.
    pub fn features(&self) -> &[u16] {
        &self.fields.features
    }

    /// Returns the metadata that the payer includes in the payment.
    pub fn metadata(&self) -> Option<&[u8]> {
        self.fields.metadata.as_deref()
    }

    /// Returns the unknown fields, in order.
    pub fn unknown_fields(&self) -> &[UnknownField] {
        &self.fields.unknown
    }

    /// Returns the signature: 64 bytes, and the recovery id from 0 to 3.
    pub const fn signature(&self) -> (&[u8; 64], u8) {
        self.signature.parts()
    }

    /// Returns the node that signed the invoice: recovered from the signature or, if the invoice
    /// names its payee, verified against it.
    ///
    /// # Errors
    /// The signature is invalid.
    pub fn payee(&self) -> Result<NodeId, Refusal> {
        for hop in self.fields.route_hints.iter().flatten() {
            signature::public_key(hop.node)?;
        }
        match self.fields.payee {
            Some(named) => self.signature.verify(named),
            None => self.signature.recover(),
        }
    }
}

/// Shows neither the invoice nor its secrets.
impl Debug for Invoice {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invoice")
            .field("network", &self.network)
            .field("amount_msat", &self.amount_msat)
            .finish_non_exhaustive()
    }
}

/// BIP-173 allows upper case, for QR codes, but not mixed case.
fn lower_case(text: &str) -> Result<String, Refusal> {
    if text.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    let (mut upper, mut lower) = (false, false);
    for byte in text.bytes() {
        upper |= byte.is_ascii_uppercase();
        lower |= byte.is_ascii_lowercase();
    }
    if upper && lower {
        return Err(Refusal::MixedCase);
    }
    Ok(text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_case_only() {
        assert_eq!(lower_case("LNBC1"), Ok("lnbc1".to_owned()));
        assert_eq!(lower_case("lnbc1"), Ok("lnbc1".to_owned()));
        assert_eq!(lower_case("lnBc1"), Err(Refusal::MixedCase));
    }
}
