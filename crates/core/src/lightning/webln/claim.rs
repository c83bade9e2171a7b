use std::cell::RefCell;

thread_local! {
    /// The payment hashes that wallets were asked to pay since the page was loaded.
    static SENT: RefCell<Vec<[u8; 32]>> = const { RefCell::new(Vec::new()) };
}

/// The exclusive right to hand an invoice to a wallet.
///
/// Dropping it releases the right, unless the invoice was sent. After that it stays taken, even if the
/// outcome is unknown or the future was dropped: no wallet reports reliably that a payment is over, so
/// the caller has to ask the service and call [`allow_again`].
pub(super) struct Claim {
    payment_hash: [u8; 32],
    /// Whether the wallet may have paid.
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

/// Allows an invoice to be handed to a wallet once more. Call it only if the previous payment certainly
/// failed: the service says that the order is unpaid, and the wallet shows no pending payment.
pub fn allow_again(payment_hash: &[u8; 32]) {
    SENT.with_borrow_mut(|hashes| hashes.retain(|hash| hash != payment_hash));
}
