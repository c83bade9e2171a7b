//! Why a text is not an invoice that anyone should pay.

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
    /// It does not begin as an invoice does.
    NotAnInvoice,
    /// It is an LNURL: a wallet asks there for an invoice.
    Lnurl,
    /// It is an offer (BOLT #12): a wallet asks its maker for an invoice.
    Offer,
    /// It is a bitcoin address or a link to one, without an invoice in it.
    BitcoinAddress,
    /// It is longer than any invoice.
    TooLong,
    /// Upper and lower case stand in one text.
    MixedCase,
    /// A character that invoices do not use.
    ForeignCharacter,
    /// The checksum does not match: something was mistyped or cut off.
    Checksum,
    /// It is for a network that is not known.
    UnknownNetwork,
    /// The amount cannot be read.
    BadAmount,
    /// The amount is finer than Lightning can pay.
    SubMillisatoshi,
    /// The amount is more than there is.
    AmountTooLarge,
    /// Time or signature are missing.
    TooShort,
    /// The last field says it is longer than what is there.
    FieldCutShort,
    /// A field of fixed length has another.
    WrongFieldLength,
    /// A field is not written in the one way there is to write it.
    NotCanonical,
    /// A field that may stand once stands twice, or both kinds of description are given.
    RepeatedField,
    /// A number is too large.
    NumberTooLarge,
    /// The description is not UTF-8.
    DescriptionNotText,
    /// A fallback address cannot be one.
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
    /// It requires the feature with this number, which is not known.
    UnknownFeature(u16),
    /// The signature is not valid.
    BadSignature,
}

impl Refusal {
    /// Returns what is wrong, for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotAnInvoice => "This is not a Lightning invoice: one begins with ln.",
            Self::Lnurl => {
                "This is an LNURL, not an invoice: open it in a wallet, and pay what that shows."
            }
            Self::Offer => {
                "This is a BOLT12 offer, not an invoice: open it in a wallet that knows offers."
            }
            Self::BitcoinAddress => {
                "This is a bitcoin address without a Lightning invoice: ask for an invoice."
            }
            Self::TooLong => "This is longer than any Lightning invoice.",
            Self::MixedCase => "An invoice is all upper case or all lower case, this one is both.",
            Self::ForeignCharacter => "There is a character in it that invoices do not use.",
            Self::Checksum => "The invoice is damaged: copy it again, whole.",
            Self::UnknownNetwork => "The invoice is for a network that is not known here.",
            Self::BadAmount => "The invoice's amount cannot be read.",
            Self::SubMillisatoshi => "The invoice's amount is finer than Lightning can pay.",
            Self::AmountTooLarge => "The invoice's amount is more bitcoin than there are.",
            Self::TooShort => "The invoice is too short to hold a time and a signature.",
            Self::FieldCutShort => "The invoice ends in the middle of a field.",
            Self::WrongFieldLength => "A field of the invoice has the wrong length.",
            Self::NotCanonical => "A field of the invoice is not written as it must be.",
            Self::RepeatedField => "The invoice says twice what it may say once.",
            Self::NumberTooLarge => "A number in the invoice is too large.",
            Self::DescriptionNotText => "The invoice's description is not text.",
            Self::BadFallback => "The invoice's fallback address cannot be one.",
            Self::BadRouteHint => "A route hint of the invoice cannot be read.",
            Self::BadNodeId => "A node id is 33 bytes that begin with 02 or 03 and name a key.",
            Self::NoPaymentHash => "The invoice has no payment hash.",
            Self::NoPaymentSecret => "The invoice has no payment secret: ask for a newer one.",
            Self::NoDescription => "The invoice does not say what it is for.",
            Self::UnknownFeature(_) => "The invoice requires a feature that is not known here.",
            Self::BadSignature => "The invoice's signature is not valid: do not pay it.",
        }
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for Refusal {}
