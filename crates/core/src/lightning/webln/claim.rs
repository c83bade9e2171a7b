use std::cell::RefCell;

thread_local! {
    /// The payment hashes of what wallets were asked to pay since the page was loaded.
    static SENT: RefCell<Vec<[u8; 32]>> = const { RefCell::new(Vec::new()) };
}

/// The right to hand an invoice to a wallet, which only one at a time can have.
///
/// Dropping it gives the right back, unless the invoice was sent. After that it stays taken, also
/// when the outcome is unknown and when the future was dropped: no wallet tells reliably that a
/// payment is over, so it takes somebody who asked the service to say so.
pub(super) struct Claim {
    payment_hash: [u8; 32],
    /// Whether the wallet may have sent it.
    pub sent: bool,
}

impl Claim {
    pub(super) fn take(payment_hash: &[u8; 32]) -> Option<Self> {
        SENT.with_borrow_mut(|hashes| {
            if hashes.contains(payment_hash) {
                return None;
            }
            hashes.push(*payment_hash);
            Some(Self {
                payment_hash: *payment_hash,
                sent: false,
            })
        })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.sent {
            allow_again(&self.payment_hash);
        }
    }
}

/// Lets an invoice be handed to a wallet once more. Only for those who know that the payment before
/// it is over and did not take place: the service says that the order is unpaid, and the wallet
/// shows nothing on its way.
pub fn allow_again(payment_hash: &[u8; 32]) {
    SENT.with_borrow_mut(|hashes| hashes.retain(|hash| hash != payment_hash));
}
