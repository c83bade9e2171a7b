//! Wallets that are asked to pay: WebLN's in the user's browser, and any other that is a [`Wallet`].
//!
//! What the wallet says is never final. With a hold invoice it responds minutes later, or times out
//! while the payment is on its way; only the preimage is a proof, and only the service knows the rest.
//! So pay while watching the order; the future may be dropped at any time.
//!
//! An invoice that was handed to a wallet is remembered until the page is reloaded. Apply
//! [`Event::PaymentAsked`](crate::order::Event::PaymentAsked) to the order first, and save it.
//!
//! Providers are foreign code, added to the page by extensions: any call may throw.

#[cfg(target_arch = "wasm32")]
mod arrival;
mod claim;
#[cfg(target_arch = "wasm32")]
mod provider;

use std::time::Duration;

use super::{Check, CheckedInvoice, Proof};
use crate::http::Clock;
use crate::secret::Secret;
use claim::Claim;

pub use claim::allow_again;
#[cfg(target_arch = "wasm32")]
pub use provider::Provider;

/// The caller's confirmation that the user just clicked to pay: a wallet must not be asked before. Each
/// click allows one payment.
#[derive(Debug)]
pub struct UserClicked;

/// The outcome of asking the wallet to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Paid, with the proof.
    Paid(Proof),
    /// The wallet has sent the payment. Watch the order's status.
    Pending,
    /// The user or the wallet refused before anything was sent. Paying may be tried again.
    Declined,
    /// It may or may not have been sent, and the wallet cannot be trusted either way: watch the order.
    Unknown,
    /// The wallet was not asked to pay.
    Refused(Reason),
}

/// Why the wallet was not asked to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Too little time is left: create a new order.
    TooLate(Check),
    /// This invoice was already handed to a wallet. See [`allow_again`].
    AlreadySent,
}

/// A wallet that can be asked to pay.
pub trait Wallet {
    /// Asks for access. The wallet may ask the user.
    fn enable(&self) -> impl Future<Output = bool>;

    /// Returns whether its method to pay returns as soon as the payment is on its way, or only when it has
    /// ended; `None` if it cannot pay. Called after [`Wallet::enable`].
    fn sends_off(&self) -> Option<bool>;

    /// Asks to pay. Returns the preimage, if the wallet reveals it.
    ///
    /// # Errors
    /// Why it did not pay, as far as it says so.
    fn pay(&self, invoice: &str) -> impl Future<Output = Result<Option<String>, PayError>>;
}

/// Why a wallet did not pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayError {
    /// Nothing was sent: the wallet was not reached, or refused.
    NotSent,
    /// The wallet's message, which may mean anything.
    Message(String),
}

/// The codes of Nostr Wallet Connect which mean that nothing was sent, so paying may be tried again.
///
/// Left out on purpose: `PAYMENT_FAILED`, which NIP-47 also allows after a time-out, when a hold invoice
/// may still be on its way; and `INTERNAL` and `OTHER`, which say nothing.
const NWC_REFUSALS: [&str; 7] = [
    "INSUFFICIENT_BALANCE",
    "NOT_IMPLEMENTED",
    "QUOTA_EXCEEDED",
    "RATE_LIMITED",
    "RESTRICTED",
    "UNAUTHORIZED",
    "UNSUPPORTED_ENCRYPTION",
];

impl PayError {
    /// Reads an error of Nostr Wallet Connect (NIP-47).
    pub fn nwc(code: &str, message: String) -> Self {
        if NWC_REFUSALS.contains(&code) {
            Self::NotSent
        } else {
            Self::Message(message)
        }
    }

    /// Returns whether nothing was sent for certain, of a wallet that took so long to say it.
    fn is_refusal(&self, took: Duration) -> bool {
        match self {
            Self::NotSent => true,
            Self::Message(message) => is_user_refusal(message, took),
        }
    }
}

/// Asks a wallet to pay, right after the user's click.
///
/// With a hold invoice this can take until the order ends, or forever. Dropping the future does not
/// cancel a payment.
pub async fn pay(
    wallet: &impl Wallet,
    invoice: &CheckedInvoice,
    clock: &impl Clock,
    UserClicked: UserClicked,
) -> Outcome {
    if let Err(late) = invoice.payable(clock.now()) {
        return Outcome::Refused(Reason::TooLate(late));
    }
    let Some(mut claim) = Claim::take(invoice.payment_hash()) else {
        return Outcome::Refused(Reason::AlreadySent);
    };
    if !wallet.enable().await {
        return Outcome::Declined;
    }
    // The user may have taken a long time to decide.
    let asked_at = clock.now();
    let text = match invoice.payable(asked_at) {
        Ok(text) => text,
        Err(late) => return Outcome::Refused(Reason::TooLate(late)),
    };
    let Some(sends_off) = wallet.sends_off() else {
        return Outcome::Declined;
    };
    claim.sent = true;
    match wallet.pay(text).await {
        Ok(preimage) => match preimage.and_then(|text| invoice.prove(&Secret::new(text))) {
            Some(proof) => Outcome::Paid(proof),
            None if sends_off => Outcome::Pending,
            None => Outcome::Unknown,
        },
        Err(error) if error.is_refusal(clock.now().since(asked_at)) => {
            claim.sent = false;
            Outcome::Declined
        }
        Err(_) => Outcome::Unknown,
    }
}

/// Shorter than any wallet's own time-out for a payment; most have 50 to 60 seconds.
const SHORTEST_WALLET_TIMEOUT: Duration = Duration::from_secs(20);

/// The messages of wallets when the user refused. They mean that nothing was sent, unless the
/// wallet may have timed out before: then it can prompt again, and refusing that says nothing about
/// the payment on its way.
///
/// Left out on purpose: "Prompt was closed", which users also do after confirming, while the payment is
/// held; and a bare "cancelled", which nodes report for a lost connection.
const USER_REFUSALS: [&str; 7] = [
    "user rejected",
    "user denied",
    "user declined",
    "user cancelled",
    "user canceled",
    "rejected by user",
    "rejected by the user",
];

fn is_user_refusal(message: &str, took: Duration) -> bool {
    let message = message.to_ascii_lowercase();
    took < SHORTEST_WALLET_TIMEOUT
        && USER_REFUSALS
            .iter()
            .any(|refusal| message.contains(refusal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_of_nwc_that_say_so_mean_that_nothing_was_sent_however_late_they_come() {
        let is_refusal =
            |code| PayError::nwc(code, String::new()).is_refusal(2 * SHORTEST_WALLET_TIMEOUT);
        for code in NWC_REFUSALS {
            assert!(is_refusal(code), "{code}");
        }
        for code in [
            "PAYMENT_FAILED",
            "INTERNAL",
            "OTHER",
            "NOT_FOUND",
            "",
            "quota_exceeded",
        ] {
            assert!(!is_refusal(code), "{code}");
        }
    }
}
