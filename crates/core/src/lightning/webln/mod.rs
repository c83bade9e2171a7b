//! WebLN: the wallet in the reader's browser.
//!
//! What the wallet says is never the last word. With a hold invoice it answers minutes later, or
//! gives up while the payment is on its way; only the preimage proves anything, and only the service
//! knows the rest. So paying runs beside watching the order, and its future may be dropped any time.
//!
//! That an invoice was handed to a wallet is remembered until the page is reloaded. Whoever keeps
//! orders lets [`Event::PaymentAsked`](crate::order::Event::PaymentAsked) happen first, and writes
//! that down.
//!
//! Providers are other people's code, put into the page by extensions: nothing about them is taken
//! for granted, every step into them may throw.

#[cfg(target_arch = "wasm32")]
mod arrival;
mod claim;
#[cfg(target_arch = "wasm32")]
mod js;
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

/// The caller's word that the user just clicked to pay: a wallet must not be asked before. Each
/// click is good for one payment.
#[derive(Debug)]
pub struct UserClicked;

/// What became of asking the wallet to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Paid, and here is the proof.
    Paid(Proof),
    /// The wallet has sent it off. The order's status tells how it goes on.
    Pending,
    /// The user or the wallet said no before anything was sent. Paying may be tried again.
    Declined,
    /// It may have been sent or not, and the wallet cannot be believed either way: watch the order.
    Unknown,
    /// The wallet was not asked to pay.
    Refused(Reason),
}

/// Why the wallet was not asked to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no longer enough time left: make a new order.
    TooLate(Check),
    /// This invoice was handed to a wallet before, or is just being handed to one: see
    /// [`allow_again`].
    AlreadySent,
}

/// A wallet that can be asked to pay. Nothing is taken for granted about it.
pub trait Wallet {
    /// Asks to be let in. The user may be asked about it.
    fn enable(&self) -> impl Future<Output = bool>;

    /// Returns whether its way to pay answers as soon as the payment is on its way, or only when it has
    /// ended; none if it cannot pay. Asked after [`Wallet::enable`].
    fn sends_off(&self) -> Option<bool>;

    /// Asks to pay. The preimage, if it tells one; or its words for why not.
    fn pay(&self, invoice: &str) -> impl Future<Output = Result<Option<String>, String>>;
}

/// Asks a wallet to pay, on the user's own click.
///
/// With a hold invoice this can take until the order ends, or for ever. Dropping the future does
/// not take a payment back.
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
    // The user may have thought about it for long.
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
        Err(words) if is_the_users_no(&words, clock.now().since(asked_at)) => {
            claim.sent = false;
            Outcome::Declined
        }
        Err(_) => Outcome::Unknown,
    }
}

/// Before any wallet stops waiting for a payment by itself; most do after 50 to 60 seconds.
const WALLETS_GIVE_UP: Duration = Duration::from_secs(20);

/// What wallets say when a person pressed "no". All of them mean that nothing was sent, if they come
/// before the wallet may have given up: a wallet that did can show its prompt once more, and a "no"
/// to that says nothing about the payment on its way.
///
/// Left out on purpose: "Prompt was closed", which people also do after they have confirmed, while
/// the payment is held; and a bare "cancelled", which nodes say of a connection that was cut.
const THE_USERS_NO: [&str; 7] = [
    "user rejected",
    "user denied",
    "user declined",
    "user cancelled",
    "user canceled",
    "rejected by user",
    "rejected by the user",
];

fn is_the_users_no(words: &str, took: Duration) -> bool {
    let words = words.to_ascii_lowercase();
    let said = |no: &&str| {
        let mut parts = words.as_bytes().windows(no.len());
        parts.any(|part| part == no.as_bytes())
    };
    took < WALLETS_GIVE_UP && THE_USERS_NO.iter().any(said)
}
