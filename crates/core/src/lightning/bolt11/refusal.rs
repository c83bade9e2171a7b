//! Why a text is not an invoice, or not one to pay.

use std::fmt::{Display, Formatter};

/// Why an invoice is refused.
///
/// ```
/// use satline_core::lightning::bolt11::{Invoice, Refusal};
///
/// assert_eq!(Invoice::parse("lnbc1").unwrap_err(), Refusal::Checksum);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// It does not begin like an invoice.
    NotAnInvoice,
    /// It is an LNURL, from which a wallet can request an invoice.
    Lnurl,
    /// It is a BOLT12 offer, with which a wallet can request an invoice.
    Offer,
    /// It is a bitcoin address, or a link to one, without an invoice.
    BitcoinAddress,
    /// It is longer than any invoice.
    TooLong,
    /// It mixes upper and lower case.
    MixedCase,
    /// It contains a character that invoices do not use.
    ForeignCharacter,
    /// The checksum does not match: it was mistyped or cut off.
    Checksum,
    /// It is for an unknown network.
    UnknownNetwork,
    /// The amount cannot be read.
    BadAmount,
    /// The amount is finer than Lightning can pay.
    SubMillisatoshi,
    /// The amount is more bitcoin than exist.
    AmountTooLarge,
    /// The timestamp or the signature is missing.
    TooShort,
    /// The last field is cut off.
    FieldCutShort,
    /// A field has the wrong length.
    WrongFieldLength,
    /// A field is not encoded canonically.
    NotCanonical,
    /// A field is repeated, or there are both kinds of description.
    RepeatedField,
    /// A number is too large.
    NumberTooLarge,
    /// The description is not UTF-8.
    DescriptionNotText,
    /// A fallback address is invalid.
    BadFallback,
    /// A route hint cannot be read.
    BadRouteHint,
    /// A node id is not a point on the curve.
    BadNodeId,
    /// There is no payment hash.
    NoPaymentHash,
    /// There is no payment secret, or the feature that belongs to it is missing.
    NoPaymentSecret,
    /// There is neither a description nor the hash of one.
    NoDescription,
    /// It requires the unknown feature with this number.
    UnknownFeature(u16),
    /// The signature is not valid.
    BadSignature,
}

impl Refusal {
    /// Returns what is wrong, as a sentence for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotAnInvoice => "This is not a Lightning invoice, which begins with ln.",
            Self::Lnurl => {
                "This is an LNURL, not an invoice. Open it in a wallet and pay the invoice it shows."
            }
            Self::Offer => {
                "This is a BOLT12 offer, not an invoice. Open it in a wallet that supports offers."
            }
            Self::BitcoinAddress => {
                "This is a bitcoin address without a Lightning invoice. Ask for an invoice."
            }
            Self::TooLong => "This is longer than any Lightning invoice.",
            Self::MixedCase => "The invoice mixes upper and lower case. Copy it again.",
            Self::ForeignCharacter => {
                "The invoice contains a character that invoices do not use. Copy it again."
            }
            Self::Checksum => "The invoice is damaged. Copy all of it again.",
            Self::UnknownNetwork => "The invoice is for an unknown network.",
            Self::BadAmount => "The invoice's amount cannot be read.",
            Self::SubMillisatoshi => "The invoice's amount is finer than Lightning can pay.",
            Self::AmountTooLarge => "The invoice's amount is more bitcoin than exist.",
            Self::TooShort => "The invoice is too short to contain a timestamp and a signature.",
            Self::FieldCutShort => "The invoice ends in the middle of a field.",
            Self::WrongFieldLength => "A field of the invoice has the wrong length.",
            Self::NotCanonical => "A field of the invoice is not encoded canonically.",
            Self::RepeatedField => "The invoice repeats a field.",
            Self::NumberTooLarge => "A number in the invoice is too large.",
            Self::DescriptionNotText => "The invoice's description is not text.",
            Self::BadFallback => "The invoice's fallback address is invalid.",
            Self::BadRouteHint => "A route hint of the invoice cannot be read.",
            Self::BadNodeId => {
                "A node id is a public key: 33 bytes, of which the first is 02 or 03."
            }
            Self::NoPaymentHash => "The invoice has no payment hash.",
            Self::NoPaymentSecret => "The invoice has no payment secret. Ask for a newer invoice.",
            Self::NoDescription => "The invoice does not say what it is for.",
            Self::UnknownFeature(_) => "The invoice requires an unknown feature.",
            Self::BadSignature => "The invoice's signature is invalid. Do not pay it.",
        }
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for Refusal {}
