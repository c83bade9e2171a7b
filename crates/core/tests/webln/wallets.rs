//! Wallets for the page, invoices for them, and a clock.

use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Array, eval};
use k256::ecdsa::SigningKey;
use satline_core::http::{Clock, Fetch};
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::webln::{Outcome, Provider, UserClicked};
use satline_core::lightning::{CheckedInvoice, Expectation, UncheckedInvoice, check};
use satline_core::time::Time;
use sha2::{Digest, Sha256};

pub const MADE: u64 = 1_767_225_600;
pub const EXPIRY_S: u64 = 3_600;

/// Creates a different invoice for every number; its preimage is that number 32 times.
pub fn invoice(number: u8) -> CheckedInvoice {
    let text = satline_sandbox::bolt11::Invoice {
        amount_msat: 3_000_000,
        timestamp_s: MADE,
        payment_hash: Sha256::digest([number; 32]).into(),
        description: "an order",
        payment_secret: [2; 32],
        expiry_s: EXPIRY_S,
        min_final_cltv: 40,
    }
    .sign(&SigningKey::from_slice(&[1; 32]).unwrap());
    let expectation = Expectation::new(Network::Regtest);
    check(
        &UncheckedInvoice::new(text),
        &expectation,
        Time(MADE * 1_000),
    )
    .unwrap()
}

/// A clock that stands still, or advances with every reading. A wait never ends.
pub struct Watch {
    pub now: Cell<u64>,
    step: Duration,
}

impl Watch {
    pub fn stepping(step: Duration) -> Self {
        let now = Cell::new(MADE * 1_000);
        Self { now, step }
    }

    pub fn still() -> Self {
        Self::stepping(Duration::ZERO)
    }
}

impl Clock for Watch {
    fn now(&self) -> Time {
        let now = Time(self.now.get());
        self.now.set(now.after(self.step).0);
        now
    }

    fn sleep(&self, _: Duration) -> impl Future<Output = ()> {
        pending()
    }

    fn random(&self) -> u32 {
        0
    }
}

/// Adds a wallet to the page, which records what it is asked to pay in `asked`.
pub fn wallet(source: &str) -> Provider {
    run(&format!("window.asked = []; window.webln = {source}"));
    Provider::present().unwrap()
}

pub fn run(source: &str) {
    eval(source).unwrap();
}

/// Returns how often the wallet was asked to pay.
pub fn asked() -> u32 {
    Array::from(&eval("asked").unwrap()).length()
}

pub async fn pay(invoice: &CheckedInvoice, source: &str) -> Outcome {
    let clock = Watch::still();
    wallet(source).pay(invoice, &clock, UserClicked).await
}

/// Creates a good wallet with this method to pay.
pub fn paying(body: &str) -> String {
    format!("{{ enable() {{}}, sendPayment(text) {{ asked.push(text); {body} }} }}")
}

/// Returns the result, if there is one after a moment.
pub async fn for_a_moment<T>(work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut moment) = (pin!(work), pin!(Fetch.sleep(Duration::from_millis(30))));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => moment.as_mut().poll(context).map(|()| None),
    })
    .await
}
